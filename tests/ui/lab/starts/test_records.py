"""Many starts as records."""

import math

import numpy as np
import pytest

from gmm import record_em, start
from gmm.data.datasets import DATASETS
from gmm.limits import MAX_K, MAX_ROWS
from gmm.restarts import measure_reach
from gmm.scaling import Scaling, scale
from gmm.starts import OLDER, STARTS
from gmm.ui.lab.starts.page import OPENING, SWITCHES
from gmm.ui.lab.starts.records import (
    METHODS,
    MOST_STARTS,
    Try,
    choose_place,
    draw_curves,
    estimate_start,
    find_cheapest,
    limit_starts,
    name_places,
    record_try,
    run_slice,
    slice_starts,
    take_answer,
)
from tests.ui.lab.starts.examples import HIGH, LOW, PLAIN, end, make_answer, make_other


@pytest.mark.parametrize("count", [10, 67, 200])
@pytest.mark.parametrize("methods", [("k-means",), ("k-means", "k-means++", "one place")])
def test_starts_are_shared_out_and_every_seed_comes_once(
    count: int, methods: tuple[str, ...]
) -> None:
    slices = slice_starts(count, methods, 0.007)
    assert sum(len(seeds) for _, seeds in slices) == count
    shares = []
    for method in methods:
        own = [seed for name, seeds in slices if name == method for seed in seeds]
        assert own == list(range(len(own)))
        shares.append(len(own))
    assert max(shares) - min(shares) <= 1
    assert [name for name, _ in slices[: len(methods)]] == list(methods)


def test_slow_starts_come_in_small_slices_and_there_are_fewer() -> None:
    assert {len(seeds) for _, seeds in slice_starts(30, ("k-means",), 2.0)} == {1}
    assert limit_starts(272, 4, 2) == MOST_STARTS
    most = limit_starts(MAX_ROWS, MAX_K, 2)
    assert 10 <= most < 30
    assert most * estimate_start(MAX_ROWS, MAX_K, 2) < 70


def test_a_slice_ends_where_the_tapes_of_its_starts_do() -> None:
    points = scale(DATASETS["Old Faithful"].make(300, 0).points, "on")[0]
    ends = run_slice(points, None, 3, "diag", 0.0, "random points", range(3, 6))
    for seed, reached in zip(range(3, 6), ends, strict=True):
        tape = record_try(points, None, 3, "diag", 0.0, "random points", seed)
        begun = start(points, 3, "random points", seed, "diag")
        again = record_em(points, begun, "diag")
        assert reached.iterations == tape.frames[-1].iteration == again.frames[-1].iteration
        assert reached.log_likelihood == pytest.approx(tape.frames[-1].log_likelihood)


def test_places_are_basins_first_with_what_ended_nowhere_behind() -> None:
    answer = make_answer()
    kinds = [(place.kind, place.reach.hits, place.by_method) for place in answer.places]
    assert kinds == [
        ("basin", 2, (2, 0)),
        ("basin", 6, (2, 4)),
        ("unfinished", 1, (1, 0)),
        ("collapsed", 1, (1, 0)),
    ]
    best, low, _, _ = answer.places
    assert best.reach == measure_reach(2, 10)
    assert (best.log_likelihood, best.iterations) == (-50.0, 18.0)
    assert low.iterations == 45.0
    assert best.fewest == pytest.approx(8.0)
    assert answer.tries[best.run] == Try("k-means++", 0)
    assert len(answer.basins) == 2
    assert answer.seen_once == 0
    assert name_places(answer) == ["1", "2", "not ended", "collapsed"]
    assert choose_place(answer) == 1


def test_a_method_has_its_own_runs_the_highest_first() -> None:
    plus, means = make_answer().methods
    assert (plus.name, means.name) == ("k-means++", "k-means")
    assert plus.reach == measure_reach(2, 6)
    assert plus.seeds == (0, 4, 5, 1, 2, 3)
    assert plus.places == (0, 0, 2, 1, 1, 3)
    assert plus.heights[-1] == -np.inf
    assert plus.ranks[0] == pytest.approx(100 / 6)
    assert plus.ranks[-1] == 100
    assert plus.iterations == pytest.approx((20 + 10 + 30 + 4 + 16 + 2000) / 6)
    assert plus.needed[0] == 12  # (2/3)^12 < 0.01 < (2/3)^11
    assert plus.needed[1] < plus.needed[0] < plus.needed[2] < math.inf
    assert plus.costs[0] == pytest.approx(12 * plus.iterations)
    assert means.reach.hits == 0
    assert means.needed[0] == means.needed[2] == math.inf
    assert means.needed[1] < math.inf


def test_what_has_not_run_yet_is_left_out() -> None:
    answer = make_answer(1)
    assert len(answer.tries) == 4
    assert [each.name for each in answer.methods] == ["k-means"]
    assert len(take_answer([("k-means", range(2))], [None], 80.0, PLAIN).places) == 0


def test_log_likelihoods_are_in_the_datas_units() -> None:
    wide = make_answer(scaling=Scaling(np.zeros(1), np.array([10.0])))
    shift = -80 * math.log(10)
    assert wide.places[0].log_likelihood == pytest.approx(-50 + shift)
    assert wide.methods[0].heights[0] == pytest.approx(-50 + shift)


def test_curves_follow_the_chance_that_all_miss() -> None:
    plus, means = draw_curves(make_answer())
    assert plus.starts[0] == 1
    assert len(plus.starts) == 20
    assert plus.missed[2] == pytest.approx((2 / 3) ** 3)
    assert (plus.low <= plus.missed).all()
    assert (plus.missed <= plus.high).all()
    assert (means.missed == 1).all()
    assert (means.high == 1).all()
    assert means.low[0] == pytest.approx(1 - measure_reach(0, 4).high)


def test_the_cheapest_method_is_sure_only_beyond_the_limits_of_chance() -> None:
    cheapest, sure = find_cheapest(make_answer())
    assert cheapest is not None
    assert (cheapest.name, sure) == ("k-means++", False)
    assert find_cheapest(make_other(end(LOW, -60.0))) == (None, False)
    good = tuple(end(HIGH, -50.0, 10) for _ in range(60))
    bad = (*good[:1], *(end(LOW, -60.0, 90) for _ in range(59)))
    clear = take_answer(
        [("k-means", range(60)), ("one place", range(60))], [good, bad], 80.0, PLAIN
    )
    cheapest, sure = find_cheapest(clear)
    assert cheapest is not None
    assert (cheapest.name, sure) == ("k-means", True)


def test_nothing_but_collapse_has_places_and_no_methods() -> None:
    answer = make_other(end(LOW, 5.0, stopped="collapsed"), end(LOW, 6.0, stopped="collapsed"))
    assert answer.methods == ()
    assert answer.basins == ()
    assert answer.places[0].run == 1
    assert choose_place(answer) == 0


def test_every_method_but_the_older_ones_can_be_chosen() -> None:
    assert set(METHODS) == set(STARTS) - set(OLDER.values()) == set(SWITCHES)
    assert set(OPENING) <= set(METHODS)
