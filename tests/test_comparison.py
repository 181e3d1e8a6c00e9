"""Comparison: cases done by hand, and what may not change the answer."""

import math
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from gmm import Mixture, record_em, start
from gmm.comparison import compare
from gmm.data.datasets import DATASETS
from gmm.points import FloatArray
from tests.present import present


def on_a_line(*components: tuple[float, float, float]) -> Mixture:
    """Mixture of (weight, mean, standard deviation)."""
    weights, means, spreads = np.array(components, dtype=float).T
    return Mixture(weights, means[:, None], np.square(spreads)[:, None, None])


def in_the_plane(k: int, seed: int) -> Mixture:
    rng = np.random.default_rng(seed)
    roots = rng.normal(size=(k, 2, 2)) + 2 * np.eye(2)
    weights = rng.dirichlet(np.ones(k))
    return Mixture(weights, rng.normal(0, 5, (k, 2)), roots @ roots.transpose(0, 2, 1))


def permuted(mixture: Mixture, order: list[int]) -> Mixture:
    return Mixture(*(part[order] for part in mixture))


def test_a_mixture_is_no_distance_from_itself_in_any_order() -> None:
    truth = in_the_plane(5, 0)
    order = [3, 0, 4, 2, 1]
    told = compare(permuted(truth, order), truth)
    assert_array_equal(np.array(order)[told.order], range(5))
    assert len(told.spare) == 0
    assert_allclose(told.weight, 0, atol=1e-15)
    assert_allclose(told.stretch, 1, atol=1e-6)
    for error in (told.mean, told.mean_in_deviations, told.distance):
        assert_allclose(error, 0, atol=1e-12)


def test_a_shifted_and_widened_component_by_hand() -> None:
    truth = on_a_line((0.4, 0, 2), (0.6, 100, 1))
    fit = on_a_line((0.7, 101, 1), (0.3, 3, 4))
    told = compare(fit, truth)
    assert told.order.tolist() == [1, 0]
    assert_allclose(told.weight, [-0.1, 0.1])
    assert_allclose(told.mean, [3, 1])
    assert_allclose(told.mean_in_deviations, [1.5, 1])
    assert_allclose(told.stretch, [2, 1])
    # 1/8 9/10 + 1/2 ln(10 / (2 4)), from variances 4 and 16; and 1/8.
    assert_allclose(told.distance, [9 / 80 + math.log(10 / 8) / 2, 1 / 8])


def test_narrower_stretches_as_much_as_wider() -> None:
    truth = on_a_line((1, 0, 1))
    assert_allclose(compare(on_a_line((1, 0, 0.25)), truth).stretch, [4])
    assert_allclose(compare(on_a_line((1, 0, 4)), truth).stretch, [4])


def test_stretch_and_deviations_in_the_plane_by_hand() -> None:
    truth = Mixture(np.ones(1), np.zeros((1, 2)), np.array([np.diag([4.0, 1.0])]))
    fit = Mixture(np.ones(1), np.array([[2.0, 0.0]]), np.array([np.diag([4.0, 9.0])]))
    told = compare(fit, truth)
    assert_allclose([told.mean[0], told.mean_in_deviations[0], told.stretch[0]], [2, 1, 3])
    turned = Mixture(np.ones(1), np.zeros((1, 2)), np.array([np.diag([1.0, 4.0])]))
    assert_allclose(compare(turned, truth).stretch, [2])


def test_fewer_components_leave_some_without_a_match() -> None:
    truth = on_a_line((0.3, 0, 1), (0.3, 10, 1), (0.4, 20, 1))
    told = compare(on_a_line((0.5, 21, 1), (0.5, 1, 1)), truth)
    assert told.order.tolist() == [1, -1, 0]
    assert len(told.spare) == 0
    for measure in told[2:]:
        assert np.isnan(measure).tolist() == [False, True, False]


def test_more_components_are_spare() -> None:
    truth = on_a_line((0.5, 0, 1), (0.5, 10, 1))
    told = compare(on_a_line((0.2, 50, 1), (0.4, 10, 1), (0.3, 0, 1), (0.1, -40, 9)), truth)
    assert told.order.tolist() == [2, 1]
    assert told.spare.tolist() == [0, 3]


def test_the_pairs_have_the_least_sum_and_not_the_nearest_first() -> None:
    # The fit's first is nearest to the truth's second, but that would leave the first a long way.
    truth = on_a_line((0.5, 0, 1), (0.5, 4, 1))
    assert compare(on_a_line((0.5, 3, 1), (0.5, 9, 1)), truth).order.tolist() == [0, 1]


def test_far_from_everything_the_nearer_still_is_the_nearer() -> None:
    truth = on_a_line((0.5, 0, 1), (0.5, 1000, 1))
    assert compare(on_a_line((0.5, 3000, 1), (0.5, -2000, 1)), truth).order.tolist() == [1, 0]


@given(st.integers(1, 4), st.integers(1, 4), st.integers(0, 999), st.randoms())
def test_units_and_order_do_not_matter(k: int, fitted: int, seed: int, chance: Random) -> None:
    truth, fit = in_the_plane(k, seed), in_the_plane(fitted, seed + 1)
    told = compare(fit, truth)
    units = np.array([[3.0, 1.0], [0.0, 0.02]])
    told_in_others = compare(_in_units(fit, units), _in_units(truth, units))
    order = chance.sample(range(fitted), fitted)
    told_permuted = compare(permuted(fit, order), truth)
    for name in ("distance", "weight", "mean_in_deviations", "stretch"):
        assert_allclose(getattr(told_in_others, name), getattr(told, name), rtol=1e-6, atol=1e-9)
        assert_allclose(getattr(told_permuted, name), getattr(told, name), rtol=1e-9, atol=1e-12)
    assert sorted([*told.order[told.order >= 0], *told.spare]) == list(range(fitted))


def _in_units(mixture: Mixture, units: FloatArray) -> Mixture:
    covariances = units @ mixture.covariances @ units.T
    return Mixture(mixture.weights, mixture.means @ units.T + 7, covariances)


def test_a_fit_of_generated_points_is_near_the_truth() -> None:
    data = DATASETS["Elongated clusters"].make(5000, 1)
    fit = record_em(data.points, start(data.points, 3, "k-means++", 3)).frames[-1].mixture
    told = compare(fit, present(data.truth))
    assert np.abs(told.weight).max() < 0.03
    assert told.mean_in_deviations.max() < 0.15
    assert told.stretch.max() < 1.1


def test_what_cannot_be_compared_is_told() -> None:
    with pytest.raises(ValueError, match=r"2 dimensions, and the truth 1\. Compare"):
        compare(in_the_plane(2, 0), on_a_line((1, 0, 1)))
    flat = Mixture(np.ones(1), np.zeros((1, 1)), np.zeros((1, 1, 1)))
    with pytest.raises(ValueError, match=r"not positive definite\. Leave out"):
        compare(flat, on_a_line((1, 0, 1)))
