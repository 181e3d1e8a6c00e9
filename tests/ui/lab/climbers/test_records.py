"""Records of climbs: who arrives where, and at what cost."""

import pickle
import subprocess
import sys

import numpy as np
import pytest

from gmm import record_em, start
from gmm.data.datasets import DATASETS
from gmm.scaling import Scaling, measure_log_volume, restore_nats, scale
from gmm.ui.lab.climbers.records import (
    ACROSS,
    CLIMBERS,
    FLOOR,
    MOST,
    NEAR,
    Climb,
    Problem,
    Race,
    check_slope,
    climb,
    compare,
    foretell_gap,
    limit_points,
    limit_steps,
    reach,
)


def pose(name: str, k: int, kind: str = "full", seed: int = 7, **knobs: float) -> Problem:
    data = DATASETS[name].make(300, 4, **knobs)
    points = scale(data.points, "auto", data.frequencies)[0]
    return Problem(points, data.frequencies, k, kind, "random points", seed)


@pytest.fixture(scope="module")
def climbs() -> list[Climb]:
    return [climb(name, pose("Old Faithful", 3)) for name in CLIMBERS]


@pytest.fixture(scope="module")
def race(climbs: list[Climb]) -> Race:
    return compare(climbs, 0.0)


def test_all_begin_at_one_place_and_climb(climbs: list[Climb]) -> None:
    starts = {each.tape.frames[0].log_likelihood for each in climbs}
    assert len(starts) == 1
    problem = pose("Old Faithful", 3)
    begin = start(problem.points, 3, "random points", 7, "full")
    assert starts == {record_em(problem.points, begin, max_iterations=0).frames[0].log_likelihood}
    for each in climbs:
        assert len(each.looks) == len(each.seconds) == len(each.tape.frames)
        assert pickle.loads(pickle.dumps(each)).looks == each.looks


def test_a_line_has_a_number_for_each_whole_step(climbs: list[Climb], race: Race) -> None:
    for each, line in zip(climbs, race.lines, strict=True):
        assert line.name == each.name
        steps = each.tape.frames[-1].iteration + 1
        if each.name == "EM" and each.tape.frames[-1].phase == "E":
            steps -= 1
        for name in ACROSS:
            assert len(line.across[name]) == len(line.gap) == len(line.log_likelihood) == steps
            assert (np.diff(line.across[name]) >= 0).all()
        assert line.log_likelihood[-1] == each.tape.frames[-1].log_likelihood
        assert np.nanmin(line.gap) >= FLOOR


def test_those_arrive_whose_gap_is_below_the_third_decimal(race: Race) -> None:
    best = race.best
    assert best is not None
    for line in race.lines:
        near = best - line.log_likelihood < NEAR
        assert line.arrived == (int(near.argmax()) if near.any() else None)
    by_name = {line.name: line for line in race.lines}
    assert by_name["Gradient ascent"].arrived is None  # 1,000 steps are not enough
    looks = {n: by_name[n].across["looks"][by_name[n].arrived] for n in ("EM", "SQUAREM")}
    assert looks["SQUAREM"] < looks["EM"] / 2


def test_the_rate_is_seen_and_the_foretold_line_follows_ems(race: Race) -> None:
    assert race.rate == pytest.approx(0.937, abs=1e-3)
    assert race.seen == pytest.approx(race.rate, abs=1e-3)
    steps, gap = foretell_gap(race) or (np.array([]), np.array([]))
    em = race.lines[0]
    assert 50 < len(steps) < len(em.gap)  # not before its plateau
    own = em.gap[steps.astype(int)]
    np.testing.assert_allclose(np.log(gap), np.log(own), atol=np.log(4))
    np.testing.assert_allclose(gap[-20:], own[-20:], rtol=0.02)
    np.testing.assert_allclose(gap[1:] / gap[:-1], race.rate**2)


def test_units_move_the_log_likelihood_and_nothing_else(climbs: list[Climb], race: Race) -> None:
    scaling = Scaling(np.zeros(2), np.array([2.0, 13.0]))
    other = compare(climbs, measure_log_volume(scaling))
    for mine, theirs in zip(other.lines, race.lines, strict=True):
        np.testing.assert_array_equal(mine.gap, theirs.gap)
        last = restore_nats(theirs.log_likelihood[-1], 272, scaling)
        assert mine.log_likelihood[-1] == pytest.approx(last)
    assert other.best == pytest.approx(restore_nats(race.best or 0, 272, scaling))


def test_apart_em_is_first() -> None:
    problem = pose("Overlapping clusters", 2, "tied", 3, distance=6.0)
    race = compare([climb(name, problem) for name in CLIMBERS], 0.0)
    looks = {
        line.name: line.across["looks"][line.arrived]
        for line in race.lines
        if line.arrived is not None
    }
    assert min(looks, key=lambda name: looks[name]) == "EM"
    assert race.rate < 0.1


def test_where_all_collapse_there_is_no_maximum() -> None:
    points = np.array([[0.0], [0.0], [0.0], [5.0], [5.0]])
    problem = Problem(points, None, 2, "full", "random points", 1)
    race = compare([climb(name, problem) for name in ("EM", "SQUAREM")], 0.0)
    assert race.best is None
    assert [line.arrived for line in race.lines] == [None, None]
    assert foretell_gap(race) is None
    assert np.isnan(race.rate)


def test_a_chart_reaches_to_the_slowest_but_for_gradient_ascent(race: Race) -> None:
    em, ascent, *_ = race.lines
    assert reach(race, "iterations") == pytest.approx(1.04 * em.across["iterations"][-1])
    assert reach(race, "iterations") < ascent.across["iterations"][-1]


def test_formula_and_trial_agree_in_all_coordinates() -> None:
    problem = pose("Old Faithful", 3)
    slope = check_slope(problem)
    assert slope.means.shape == (2, 3, 2)
    np.testing.assert_allclose(slope.means[0], slope.means[1], rtol=1e-5, atol=1e-5)
    assert slope.tried == 3 + 6 + 9
    assert slope.apart < 1e-7


def test_frequencies_count_as_repeated_rows() -> None:
    points = np.random.default_rng(0).normal(size=(30, 2)) + [[3.0, 0.0]] * 30
    points[:15] -= 4
    often = np.random.default_rng(1).integers(1, 4, 30).astype(float)
    weighted = Problem(points, often, 2, "tied", "farthest first", 0)
    repeated = weighted._replace(points=np.repeat(points, often.astype(int), axis=0), weights=None)
    mine, theirs = (climb("EM", each) for each in (weighted, repeated))
    assert mine.tape.frames[-1].log_likelihood == pytest.approx(
        theirs.tape.frames[-1].log_likelihood, abs=1e-5
    )
    np.testing.assert_allclose(check_slope(weighted).means, check_slope(repeated).means, atol=1e-5)


def test_work_is_limited() -> None:
    assert limit_points(5_000) is None
    kept = limit_points(100_000)
    assert kept is not None
    assert len(kept) == 5_000
    assert limit_steps(300, 3) == MOST
    assert limit_steps(5_000, 12) == 200


def test_a_worker_loads_no_screen_for_them() -> None:
    script = (
        "import sys, gmm.ui.lab.climbers.records\n"
        "assert not {'streamlit', 'plotly', 'pandas', 'scipy.optimize'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
