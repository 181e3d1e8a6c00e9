"""Points and their weights: what counts as data."""

import numpy as np
import numpy.typing as npt
import pytest

from gmm.points import as_points, as_weights, column_scales, weighted_points
from tests.present import present


@pytest.mark.parametrize(
    ("points", "sentence"),
    [
        ([1.0, 2.0, 3.0], r"reshape it to \(3, 1\)"),
        ([], r"N and D at least 1, but this array has shape \(0,\)"),
        (np.zeros((0, 2)), r"shape \(0, 2\)"),
        (np.zeros((2, 2, 2)), r"shape \(2, 2, 2\)"),
        ([[1.0, 2.0], [3.0, np.nan]], "Row 1, column 1.*not a finite number"),
        ([[1.0, 2.0], [np.inf, 3.0]], "Row 1, column 0.*not a finite number"),
        ([[1.0, -1e200], [3.0, 4.0]], "Row 0, column 1.*Divide the column"),
    ],
)
def test_unusable_points_get_a_sentence(points: npt.ArrayLike, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        as_points(points)


@pytest.mark.parametrize(
    ("weights", "sentence"),
    [
        ([1.0, 2.0], r"one number for each of the 3 points, but their shape is \(2,\)"),
        ([[1.0], [2.0], [3.0]], r"their shape is \(3, 1\)"),
        (2.0, r"their shape is \(\)"),
        ([1.0, 2.0, -3.0], r"Row 2 of the weights \(from 0\): -3 is negative.*give 0 to leave"),
        ([1.0, np.nan, -3.0], "Row 1 of the weights.*nan is not a finite number"),
        ([1.0, 0.0, np.inf], "Row 2 of the weights.*inf is not a finite number"),
        ([1.0, 0.0, 1e101], "Row 2 of the weights.*above 1e.100. Divide all weights"),
        ([1e-101, 0.0, 1.0], "Row 0 of the weights.*below 1e-100. Multiply all weights"),
        ([0.0, 0.0, 0.0], "All weights are 0.*Give at least one"),
    ],
)
def test_unusable_weights_get_a_sentence(weights: npt.ArrayLike, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        as_weights(weights, 3)


def test_weights_may_be_a_list_of_integers_and_no_weights_stay_none() -> None:
    assert as_weights(None, 3) is None
    assert present(as_weights([0, 2, 1], 3)).tolist() == [0, 2, 1]
    given = np.array([1e-100, 0.0, 1e100])
    given.flags.writeable = False
    assert as_weights(given, 3) is given


def test_rows_of_weight_0_are_not_among_those_that_count() -> None:
    points = np.arange(6.0).reshape(3, 2)
    counted, weights = weighted_points(points, [2, 0, 1])
    assert counted.tolist() == [[0, 1], [4, 5]]
    assert present(weights).tolist() == [2, 1]
    assert weighted_points(points, None)[0] is points


def test_column_scales_are_those_of_repeated_rows() -> None:
    rng = np.random.default_rng(0)
    points, frequencies = 1e3 + rng.normal(size=(50, 3)) * [1, 5, 0], rng.integers(1, 9, size=50)
    halves = 0.5 * frequencies.astype(np.float64)
    repeated = column_scales(np.repeat(points, frequencies, axis=0))
    np.testing.assert_allclose(column_scales(points, halves), repeated, rtol=1e-12)
