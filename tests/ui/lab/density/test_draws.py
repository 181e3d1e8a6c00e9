"""New points: shuffled they are the same ones, and more of them bring the refit nearer."""

import numpy as np
import pytest

from gmm import record_em
from gmm.comparison import compare
from gmm.ui.lab.density.draws import draw, refit, refit_half
from tests.ui.lab.density.cases import ONE, take


def test_shuffled_points_are_the_same_points() -> None:
    mixture = take("Clusters in noise").fit.mixture
    ordered, shuffled = draw(mixture, 300, 1, 0, False), draw(mixture, 300, 1, 0, True)
    assert (np.diff(ordered.labels) >= 0).all()
    assert not (np.diff(shuffled.labels) >= 0).all()
    rows = [sorted(map(tuple, np.column_stack(each).tolist())) for each in (ordered, shuffled)]
    assert rows[0] == rows[1]


def test_each_repeat_has_points_of_its_own() -> None:
    first, second = (draw(ONE, 20, 1, repeat, False).points for repeat in (0, 1))
    assert not np.isclose(first, second).any()


def test_a_refit_is_em_from_the_mixture_itself() -> None:
    case = take("Old Faithful")
    mixture = case.fit.mixture
    found = refit(mixture, 500, 3, 0, case.run.settings)
    tape = record_em(draw(mixture, 500, 3, 0, False).points, mixture)
    apart = compare(tape.frames[-1].mixture, mixture)
    assert found.mean == pytest.approx(apart.mean_in_deviations.max())
    assert found.weight == pytest.approx(np.abs(apart.weight).max())
    np.testing.assert_allclose(found.mixture.means, tape.frames[-1].mixture.means)


def test_the_refit_of_more_points_is_nearer() -> None:
    case = take("Old Faithful")
    few, many = (
        np.median([refit(case.fit.mixture, n, 0, r, case.run.settings).mean for r in range(5)])
        for n in (50, 1_500)
    )
    assert many < few / 2


def test_half_of_the_rows_misses_components_unless_they_are_shuffled() -> None:
    case = take("Clusters in noise")
    halves = [
        refit_half(case.fit.mixture, 500, 0, shuffled, case.run.settings)
        for shuffled in (False, True)
    ]
    assert [int(half.counts.sum()) for half in halves] == [250, 250]
    assert (halves[0].counts == 0).sum() == 2
    assert (halves[1].counts > 20).all()
    ordered, shuffled = (half.refit for half in halves)
    assert ordered is not None
    assert shuffled is not None
    assert ordered.mean > 5
    assert shuffled.mean < 1
    # Components are told in the mixture's own order.
    worst = shuffled.worst
    off = shuffled.mixture.weights[worst] - case.fit.mixture.weights[worst]
    assert abs(off) == pytest.approx(shuffled.weight)


def test_a_single_component_has_all_rows_in_any_order() -> None:
    case = take("Old Faithful", k=1)
    for shuffled in (False, True):
        half = refit_half(case.fit.mixture, 50, 0, shuffled, case.run.settings)
        assert half.counts.tolist() == [25]
