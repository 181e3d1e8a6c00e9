"""Many starts: which runs are made, how they end, and what keeping the best of n is worth."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

import numpy as np

from gmm.basins import find_basins
from gmm.climbs import Climb, climb
from gmm.limits import limit_iterations
from gmm.points import FloatArray
from gmm.restarts import Reach, count_runs, measure_miss, measure_reach
from gmm.scaling import Scaling, restore_nats
from gmm.starts import OLDER, STARTS, start
from gmm.tape import Frame, Tape, record_em

METHODS = tuple(name for name in STARTS if name not in OLDER.values())
MOST_STARTS, FEWEST_STARTS = 200, 10
MOST_SECONDS = 60.0  # of all starts together, by estimate
SLICE = 25  # starts of a part, where they are quick
MOST_ROWS = 12  # basins that a table names
LONGEST_WAIT = 300  # starts along the axis of a chart

KINDS = {"collapsed": "collapsed", "unfinished": "not ended"}
Kind = Literal["basin", "collapsed", "unfinished"]


class Try(NamedTuple):
    """A start: its method in `gmm.starts.STARTS`, and its seed."""

    method: str
    seed: int


class Place(NamedTuple):
    """Where runs ended: in a basin, in a collapse, or nowhere yet.

    Attributes
    ----------
    kind : {"basin", "collapsed", "unfinished"}
    log_likelihood : float
        Of the best run, in nats, in the data's own units.
    reach : Reach
        How many of all runs ended here.
    iterations : float
        Their median.
    fewest : float
        How many points the smallest component of the best run is responsible for.
    run : int
        The best run's place among all.
    by_method : tuple of int
        How many runs of each method ended here.
    """

    kind: Kind
    log_likelihood: float
    reach: Reach
    iterations: float
    fewest: float
    run: int
    by_method: tuple[int, ...]


class Method(NamedTuple):
    """How good a method is at finding the best basin.

    Attributes
    ----------
    name : str
    reach : Reach
        Of the best basin, by its own runs.
    iterations : float
        Mean of its runs: what a start costs.
    needed : tuple of float
        How many starts reach the best basin at least once with a chance of 99 %: by the share that
        was seen, by the upper limit of it, and by the lower.
    seeds : tuple of int
        Of its runs, from the one that ended highest; those that collapsed come last.
    heights : ndarray, shape (runs,)
        Where these ended, in nats, in the data's own units; -inf for those that collapsed.
    ranks : ndarray, shape (runs,)
        The share of its runs that ended at least as high, in %.
    places : tuple of int
        Where these ended: which of `Answer.places`.
    """

    name: str
    reach: Reach
    iterations: float
    needed: tuple[float, float, float]
    seeds: tuple[int, ...]
    heights: FloatArray
    ranks: FloatArray
    places: tuple[int, ...]

    @property
    def costs(self) -> tuple[float, float, float]:
        """What `needed` costs in iterations."""
        likely, least, most = (count * self.iterations for count in self.needed)
        return likely, least, most


class Answer(NamedTuple):
    """What many starts have told.

    Attributes
    ----------
    tries : tuple of Try
        That have been made.
    places : tuple of Place
        Basins first, the best one at the front.
    methods : tuple of Method
        Empty where there is no basin.
    seen_once : int
        How many basins a single run has found.
    """

    tries: tuple[Try, ...]
    places: tuple[Place, ...]
    methods: tuple[Method, ...]
    seen_once: int

    @property
    def basins(self) -> tuple[Place, ...]:
        """Places that are solutions."""
        return tuple(place for place in self.places if place.kind == "basin")


class Curve(NamedTuple):
    """The chance that n starts of a method all miss the best basin, with limits.

    Attributes
    ----------
    name : str
    starts : ndarray, shape (n,)
    missed, low, high : ndarray, shape (n,)
        Probabilities.
    """

    name: str
    starts: FloatArray
    missed: FloatArray
    low: FloatArray
    high: FloatArray


def estimate_start(n: int, k: int, d: int) -> float:
    """How many seconds a run from one start takes, by estimate.

    Parameters
    ----------
    n, k, d : int
        Points, components and dimensions.
    """
    # Measured: 300 iterations are usual; each takes 5 ns and 5 more a dimension for a point and a
    # component, and 5 microseconds a run whatever there is.
    return min(limit_iterations(n, k), 300) * (n * k * (5 + 5 * d) * 1e-9 + 5e-6)


def limit_starts(n: int, k: int, d: int) -> int:
    """How many starts there may be, so that all of them take a minute at most.

    Parameters
    ----------
    n, k, d : int
    """
    afforded = int(MOST_SECONDS / estimate_start(n, k, d))
    return max(FEWEST_STARTS, min(MOST_STARTS, afforded // 10 * 10))


def slice_starts(count: int, methods: Sequence[str], seconds: float) -> list[tuple[str, range]]:
    """Share starts out over methods, in slices that take about half a second.

    Parameters
    ----------
    count : int
        Of all starts.
    methods : sequence of str
    seconds : float
        That a start takes.

    Returns
    -------
    list of (str, range)
        A method and its seeds. Slices of the methods take turns, so that all are there early.
    """
    size = max(1, min(SLICE, int(0.5 / seconds)))
    slices = []
    for at, method in enumerate(methods):
        own = count // len(methods) + (at < count % len(methods))
        bounds = range(0, own, size)
        slices += [(low, at, (method, range(low, min(low + size, own)))) for low in bounds]
    return [one for _, _, one in sorted(slices, key=lambda each: each[:2])]


def run_slice(
    points: FloatArray,
    weights: FloatArray | None,
    k: int,
    covariance: str,
    ridge: float,
    method: str,
    seeds: range,
) -> tuple[Climb, ...]:
    """Run EM from the starts of a slice, as the playground would from each.

    Parameters
    ----------
    points : ndarray, shape (N, D)
    weights : ndarray, shape (N,), or None
        How often each point counts.
    k : int
    covariance : str
    ridge : float
    method : str
    seeds : range
    """
    begun = [start(points, k, method, seed, covariance, weights=weights) for seed in seeds]
    most = limit_iterations(len(points), k)
    return climb(points, begun, covariance, ridge, max_iterations=most, weights=weights)


def record_try(
    points: FloatArray,
    weights: FloatArray | None,
    k: int,
    covariance: str,
    ridge: float,
    method: str,
    seed: int,
) -> Tape[Frame]:
    """Record one of the runs, for the stage.

    Parameters
    ----------
    points, weights, k, covariance, ridge, method
        As of `run_slice`.
    seed : int
    """
    begun = start(points, k, method, seed, covariance, weights=weights)
    most = limit_iterations(len(points), k)
    return record_em(points, begun, covariance, ridge, max_iterations=most, weights=weights)


def take_answer(
    slices: Sequence[tuple[str, range]],
    results: Sequence[tuple[Climb, ...] | None],
    number: float,
    scaling: Scaling,
) -> Answer:
    """Sort the runs that there are by where they ended.

    Parameters
    ----------
    slices : sequence of (str, range)
    results : sequence
        What `run_slice` gave for each; None where it has not run yet.
    number : float
        How many points there are, each as often as it counts.
    scaling : Scaling
        The way from the points that were fitted to the data's own units.
    """
    tries: list[Try] = []
    ends: list[Climb] = []
    for (method, seeds), result in zip(slices, results, strict=True):
        if result is not None:
            tries += [Try(method, seed) for seed in seeds]
            ends += result
    found = find_basins(ends)
    heights = [restore_nats(end.log_likelihood, number, scaling) for end in ends]
    ends = [end._replace(log_likelihood=nats) for end, nats in zip(ends, heights, strict=True)]
    groups: list[tuple[Kind, tuple[int, ...]]] = [("basin", each.runs) for each in found.basins]
    if found.unfinished:
        groups.append(("unfinished", found.unfinished))
    if found.collapsed:
        groups.append(("collapsed", found.collapsed))
    names = list(dict.fromkeys(method for method, _ in slices))
    places = tuple(_take_place(kind, runs, tries, ends, names, number) for kind, runs in groups)
    homes = {run: at for at, (_, runs) in enumerate(groups) for run in runs}
    methods = tuple(
        _take_method(name, tries, ends, homes)
        for name in names
        if found.basins and any(each.method == name for each in tries)
    )
    return Answer(tuple(tries), places, methods, found.seen_once)


def _take_place(
    kind: Kind,
    runs: Sequence[int],
    tries: Sequence[Try],
    ends: Sequence[Climb],
    names: Sequence[str],
    number: float,
) -> Place:
    best = max(runs, key=lambda run: ends[run].log_likelihood)
    return Place(
        kind,
        ends[best].log_likelihood,
        measure_reach(len(runs), len(ends)),
        float(np.median([ends[run].iterations for run in runs])),
        float(ends[best].mixture.weights.min() * number),
        best,
        tuple(sum(tries[run].method == name for run in runs) for name in names),
    )


def _take_method(
    name: str, tries: Sequence[Try], ends: Sequence[Climb], homes: dict[int, int]
) -> Method:
    def height(run: int) -> float:
        end = ends[run]
        return -np.inf if end.stopped == "collapsed" else end.log_likelihood

    own = [run for run, each in enumerate(tries) if each.method == name]
    own.sort(key=lambda run: (-height(run), homes[run]))
    # Basins have the first numbers, and the best one is number 0.
    reach = measure_reach(sum(homes[run] == 0 for run in own), len(own))
    return Method(
        name,
        reach,
        float(np.mean([ends[run].iterations for run in own])),
        (count_runs(reach.share), count_runs(reach.high), count_runs(reach.low)),
        tuple(tries[run].seed for run in own),
        np.array([height(run) for run in own]),
        100 * np.arange(1.0, len(own) + 1) / len(own),
        tuple(homes[run] for run in own),
    )


def choose_place(answer: Answer) -> int:
    """Choose which place to show beside the best basin: where most of the other runs ended.

    Parameters
    ----------
    answer : Answer
        With one place or more.
    """
    others = range(1, len(answer.places))
    return max(others, key=lambda at: answer.places[at].reach.hits, default=0)


def name_places(answer: Answer) -> list[str]:
    """Name the places, as a choice and an address do: "1" for the best top, "2", "collapsed".

    Parameters
    ----------
    answer : Answer
    """
    return [
        str(at + 1) if place.kind == "basin" else KINDS[place.kind]
        for at, place in enumerate(answer.places)
    ]


def draw_curves(answer: Answer) -> list[Curve]:
    """Follow, for each method, the chance that the best of n starts is not the best basin.

    Parameters
    ----------
    answer : Answer
    """
    needed = [each.needed[0] for each in answer.methods if np.isfinite(each.needed[0])]
    most = int(min(LONGEST_WAIT, max([20, *needed])))
    starts = np.arange(1.0, most + 1)
    return [
        Curve(
            each.name,
            starts,
            measure_miss(each.reach.share, starts),
            measure_miss(each.reach.high, starts),
            measure_miss(each.reach.low, starts),
        )
        for each in answer.methods
    ]


def find_cheapest(answer: Answer) -> tuple[Method | None, bool]:
    """Find the method that costs the fewest iterations for a chance of 99 %.

    Parameters
    ----------
    answer : Answer

    Returns
    -------
    method : Method or None
        None where no method has reached the best basin, or there is only one method.
    sure : bool
        Whether every other method costs more, also within the limits of what was seen.
    """
    able = [each for each in answer.methods if each.reach.hits]
    if not able or len(answer.methods) < 2:
        return None, False
    cheapest = min(able, key=lambda each: each.costs[0])
    others = [each for each in answer.methods if each is not cheapest]
    return cheapest, all(cheapest.costs[2] < each.costs[1] for each in others)
