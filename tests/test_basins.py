"""Runs are sorted by the solution that they ended in."""

from itertools import combinations

import numpy as np
import pytest

from gmm import Mixture, start
from gmm.basins import find_basins, is_same
from gmm.climbs import Climb, climb
from gmm.data.datasets import DATASETS
from gmm.scaling import scale

MIXTURE = Mixture(
    np.array([0.2, 0.5, 0.3]),
    np.array([[0.0, 0.0], [4.0, 1.0], [1.0, -5.0]]),
    np.array([np.eye(2), [[2.0, 0.9], [0.9, 1.0]], np.diag([0.01, 3.0])]),
)


def end(mixture: Mixture = MIXTURE, height: float = -100.0, stopped: str = "converged") -> Climb:
    return Climb(mixture, height, 10, stopped)  # type: ignore[arg-type]


def change(**parts: object) -> Mixture:
    return MIXTURE._replace(**{name: np.array(part) for name, part in parts.items()})


def test_the_order_of_components_is_no_matter() -> None:
    turned = Mixture(*(array[[2, 0, 1]] for array in MIXTURE))
    assert is_same(end(), end(turned, -100.01))


@pytest.mark.parametrize("unit", [1e-6, 1.0, 1e6])
def test_ends_differ_by_means_in_their_standard_deviations(unit: float) -> None:
    def at(across: float) -> Climb:
        means = MIXTURE.means.copy()
        means[2, 0] += across * 0.1  # its standard deviation in that column
        scales = np.array([unit, 1.0])
        return end(
            Mixture(MIXTURE.weights, means * scales, MIXTURE.covariances * scales[:, None] * scales)
        )

    assert is_same(at(0), at(0.1))
    assert not is_same(at(0), at(0.3))


def test_ends_differ_by_weights_shapes_and_heights() -> None:
    assert is_same(end(), end(change(weights=[0.21, 0.49, 0.3])))
    assert not is_same(end(), end(change(weights=[0.3, 0.4, 0.3])))
    assert is_same(end(), end(MIXTURE._replace(covariances=1.05 * MIXTURE.covariances)))
    assert not is_same(end(), end(MIXTURE._replace(covariances=1.3 * MIXTURE.covariances)))
    assert not is_same(end(), end(height=-100.1))


def test_runs_are_sorted_into_basins_the_best_first() -> None:
    other = change(weights=[0.5, 0.2, 0.3])
    ends = [
        end(other, -105.0),
        end(height=-100.02),
        end(stopped="collapsed", height=-20.0),
        end(height=-100.0),
        end(change(weights=[0.4, 0.3, 0.3]), -102.0, "max_iterations"),
        end(other, -105.01, "max_iterations"),
        end(other, -104.99, "identical"),
    ]
    found = find_basins(ends)
    assert [basin.runs for basin in found.basins] == [(3, 1), (6, 0, 5)]
    assert [basin.log_likelihood for basin in found.basins] == [-100.0, -104.99]
    assert (found.collapsed, found.unfinished) == ((2,), (4,))
    assert (found.number, found.seen_once) == (7, 0)
    assert find_basins([]).number == 0


def test_the_basins_of_old_faithful_are_apart_and_hold_what_ends_alike() -> None:
    points = scale(DATASETS["Old Faithful"].make(300, 0).points, "on")[0]
    starts = [
        start(points, 4, method, seed)
        for method in ("k-means++", "random responsibilities")
        for seed in range(30)
    ]
    ends = climb(points, starts)
    found = find_basins(ends)
    assert sum(len(basin.runs) for basin in found.basins) + len(found.unfinished) == 60
    assert found.basins[0].log_likelihood == pytest.approx(-361.227, abs=1e-3)
    best = [ends[basin.runs[0]] for basin in found.basins]
    assert not any(is_same(one, other) for one, other in combinations(best, 2))
    for basin in found.basins:
        within = [ends[run].log_likelihood for run in basin.runs]
        assert max(within) - min(within) < 1e-3
