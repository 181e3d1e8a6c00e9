"""What the page of routines computes: plain records, and the jobs that make them."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from gmm.agreement import adjusted_rand
from gmm.best_fit import fit_best
from gmm.cases.days import (
    EARLY,
    HOURS,
    OVERLAPPING,
    ROUTINES,
    Days,
    is_weekend,
    simulate_days,
    unroll,
)
from gmm.data.datasets import Dataset
from gmm.kmeans import settle
from gmm.limits import limit_iterations
from gmm.mixture import Mixture, responsibilities
from gmm.points import FloatArray, IntArray
from gmm.scaling import Scaling, restore, standardise
from gmm.selection import bic
from gmm.silhouette import measure_silhouettes
from gmm.starts import start
from gmm.tape import Frame, Tape, record_em
from gmm.variational import (
    Kind,
    VariationalTape,
    choose_prior,
    expect_tape,
    expect_weights,
    record_variational,
    variational_e_step,
)

MOST = 10  # components that are tried, and that the variational mixture begins with
EM_STARTS = (0, 1)  # seeds, for each K
STARTS = (0, 1, 2)  # seeds, of the variational mixture: more of its ends are poor ones
METHOD = "k-means++"
THRESHOLD = 0.01  # of the events: a component with fewer is no routine
WIDTH = 0.2  # of a column's standard deviation: how wide the prior expects a routine to be
CONCENTRATIONS = (0.01, 0.1, 1.0, 10.0, 100.0, 1000.0)
CONCENTRATION = 0.01
KINDS: dict[str, Kind] = {"Dirichlet": "dirichlet", "Dirichlet process": "dirichlet process"}
BLOCK = 3  # hours of a cell of the grid


class Person(NamedTuple):
    """Whose days the page is about.

    Attributes
    ----------
    seed : int
    weeks : int
    begin : float
        The hour at which a day begins.
    overlap : bool
        Whether sport takes place in the hours of the evening.
    """

    seed: int = 0
    weeks: int = 4
    begin: float = EARLY
    overlap: bool = False


class Grouping(NamedTuple):
    """Events in groups, held against the truth.

    Attributes
    ----------
    number : int
        Groups that count as found.
    agreement : float
        Adjusted Rand index with the routines that the events were drawn from.
    labels : ndarray of int, shape (N,)
    """

    number: int
    agreement: float
    labels: IntArray


class Tried(NamedTuple):
    """EM with K components, the best of its starts.

    Attributes
    ----------
    k : int
    bic : float
        Infinite where every start has collapsed.
    seed : int or None
        Of the best start.
    mixture : Mixture or None
        In the units that it was fitted in.
    grouping : Grouping or None
    """

    k: int
    bic: float
    seed: int | None
    mixture: Mixture | None
    grouping: Grouping | None


class Shrunk(NamedTuple):
    """The variational mixture with one prior, the best of its starts by the lower bound.

    Attributes
    ----------
    concentration : float
    grouping : Grouping
    bound : float
        In nats, of the standardised events.
    seed : int
        Of the best start.
    iterations : int
    converged : bool
    """

    concentration: float
    grouping: Grouping
    bound: float
    seed: int
    iterations: int
    converged: bool


class Clustered(NamedTuple):
    """k-means with the K whose mean silhouette is highest.

    Attributes
    ----------
    silhouettes : ndarray, shape (MOST - 1,)
        For K from 2 on.
    grouping : Grouping
    known : Grouping
        k-means that is told the true number.
    """

    silhouettes: FloatArray
    grouping: Grouping
    known: Grouping


class Shrinking(NamedTuple):
    """A run of the variational mixture, half-step by half-step.

    Attributes
    ----------
    tape : Tape of Frame
        Of expected mixtures, for the stage.
    weights : ndarray, shape (iterations + 1, K)
        Expected weights, from the start on.
    bounds : ndarray, shape (iterations + 1,)
        The lower bound in nats, of the standardised events.
    responsibilities : ndarray, shape (N, K)
        Of the last posterior.
    elsewhere : int
        How many events the expected mixture would give to another component than these do.
    mixture : Mixture
        The expected one, in hours and movements a minute.
    """

    tape: Tape[Frame]
    weights: FloatArray
    bounds: FloatArray
    responsibilities: FloatArray
    elsewhere: int
    mixture: Mixture


class Grown(NamedTuple):
    """A run of EM, half-step by half-step.

    Attributes
    ----------
    tape : Tape of Frame
    responsibilities : ndarray, shape (N, K)
        Of the last mixture.
    mixture : Mixture
        In hours and movements a minute.
    """

    tape: Tape[Frame]
    responsibilities: FloatArray
    mixture: Mixture


class Hardship(NamedTuple):
    """What becomes of one routine where something makes it hard.

    Attributes
    ----------
    routine : int
        Which of the true ones it is about.
    events : int
        How many it has.
    together : float
        The share of them that is in one component.
    pure : float
        The share of that component's events that are its.
    late : float
        The share of them that the clock has in the second half of the day.
    """

    routine: int
    events: int
    together: float
    pure: float
    late: float


class Found(NamedTuple):
    """A component that counts as a routine.

    Attributes
    ----------
    component : int
        From 0.
    mean, spread : ndarray, shape (2,)
        In hours and movements a minute.
    share : float
        Of the events.
    truth : int
        The true routine that most of its events come from.
    purity : float
        The share of its events that do.
    """

    component: int
    mean: FloatArray
    spread: FloatArray
    share: float
    truth: int
    purity: float


class Calendar(NamedTuple):
    """How the events of each day are shared out to the routines found.

    Attributes
    ----------
    found : list of Found
        By the hour of their means.
    shares : ndarray, shape (days, len(found))
        Mean responsibilities of a day's events; NaN for a day without events. What little belongs
        to components that are no routine is left out.
    weekdays, weekends : ndarray, shape (len(found),)
        The means over such days.
    """

    found: list[Found]
    shares: FloatArray
    weekdays: FloatArray
    weekends: FloatArray


@lru_cache(64)
def _simulate(seed: int, weeks: int, overlap: bool) -> Days:
    days = simulate_days(weeks, seed, OVERLAPPING if overlap else ROUTINES)
    for array in (days.hours, days.activities, days.labels, days.days):
        array.flags.writeable = False
    return days


def draw_days(person: Person) -> Days:
    """Draw a person's days; the same ones every time.

    Parameters
    ----------
    person : Person
    """
    return _simulate(person.seed, person.weeks, person.overlap)


def make_dataset(person: Person) -> Dataset:
    """Give the events as the stage takes them.

    Parameters
    ----------
    person : Person
    """
    days = draw_days(person)
    return Dataset(
        points=unroll(days, person.begin),
        columns=("hour", "activity"),
        units=("h", "movements/min"),
        title="A simulated person's days",
        rows="events",
        labels=days.labels,
        truth=None,
        note="",
        label_names=tuple(routine.name for routine in days.routines),
        source="Simulated by us.",
    )


def standardise_events(person: Person) -> tuple[FloatArray, Scaling]:
    """Give the events as everything here is fitted to them: in standard deviations.

    Parameters
    ----------
    person : Person
    """
    return standardise(unroll(draw_days(person), person.begin))


def count_routines(person: Person) -> int:
    """Count the routines that the events really come from.

    Parameters
    ----------
    person : Person
    """
    return len(np.unique(draw_days(person).labels))


# ---------------------------------------------------------------------------------- jobs


def try_k(person: Person, k: int) -> Tried:
    """Fit K components by EM from all starts.

    Parameters
    ----------
    person : Person
    k : int
    """
    points, _ = standardise_events(person)
    best = fit_best(points, k, "full", EM_STARTS, method=METHOD)
    if best.mixture is None:
        return Tried(k, np.inf, None, None, None)
    labels = responsibilities(points, best.mixture).argmax(axis=1)
    grouping = _judge(person, labels)._replace(number=k)
    return Tried(k, bic(points, best.mixture), best.seed, best.mixture, grouping)


def shrink(person: Person, kind: Kind, concentration: float) -> Shrunk:
    """Fit the variational mixture from all starts.

    Parameters
    ----------
    person : Person
    kind : {"dirichlet", "dirichlet process"}
    concentration : float
    """
    points, _ = standardise_events(person)
    runs = [_run(points, kind, concentration, seed) for seed in STARTS]
    best = max(range(len(runs)), key=lambda at: runs[at].frames[-1].bound)
    run = runs[best]
    gamma = variational_e_step(points, run.frames[-1].posterior)
    number = int((gamma.mean(axis=0) >= THRESHOLD).sum())
    return Shrunk(
        concentration,
        _judge(person, gamma.argmax(axis=1))._replace(number=number),
        run.frames[-1].bound,
        STARTS[best],
        run.frames[-1].iteration,
        run.stopped == "converged",
    )


def record_chosen(person: Person, k: int, seed: int) -> Grown:
    """Record EM from the start that `try_k` has found to be the best.

    Parameters
    ----------
    person : Person
    k, seed : int
    """
    points, scaling = standardise_events(person)
    first = start(points, k, METHOD, seed)
    tape = record_em(points, first, max_iterations=limit_iterations(len(points), k))
    mixture = tape.frames[-1].mixture
    return Grown(tape, responsibilities(points, mixture), restore(mixture, scaling))


def record_shrinking(person: Person, kind: Kind, concentration: float, seed: int) -> Shrinking:
    """Record a run of the variational mixture.

    Parameters
    ----------
    person : Person
    kind : {"dirichlet", "dirichlet process"}
    concentration : float
    seed : int
        Of the start.
    """
    points, scaling = standardise_events(person)
    run = _run(points, kind, concentration, seed)
    moves = [frame for frame in run.frames if frame.phase != "E"]
    gamma = variational_e_step(points, moves[-1].posterior)
    tape = expect_tape(run)
    expected = tape.frames[-1].mixture
    return Shrinking(
        tape,
        np.array([expect_weights(frame.posterior) for frame in moves]),
        np.array([frame.bound for frame in moves]),
        gamma,
        int((responsibilities(points, expected).argmax(axis=1) != gamma.argmax(axis=1)).sum()),
        restore(expected, scaling),
    )


def cluster(person: Person) -> Clustered:
    """Run k-means for each K, and take the one with the highest silhouette.

    Parameters
    ----------
    person : Person
    """
    points, _ = standardise_events(person)
    numbers = range(2, MOST + 1)
    labels = np.array(
        [settle(points, start(points, k, METHOD, STARTS[0]).means)[0] for k in numbers]
    )
    silhouettes = np.array([each.mean for each in measure_silhouettes(points, labels)])
    best = int(silhouettes.argmax())
    known = min(max(count_routines(person), 2), MOST) - 2
    return Clustered(silhouettes, _judge(person, labels[best]), _judge(person, labels[known]))


def lay_grid(person: Person) -> Grouping:
    """Put events into blocks of the clock, without a fit: a group for each that has events.

    Parameters
    ----------
    person : Person
    """
    return _judge(person, (draw_days(person).hours // BLOCK).astype(np.int64))


def choose_by_bic(tried: list[Tried]) -> Tried:
    """Choose the fit with the lowest BIC.

    Parameters
    ----------
    tried : list of Tried
        K = 1 among them: it never collapses here.
    """
    return min(tried, key=lambda each: each.bic)


HARD = ("midnight", "overlap", "few days")
_ABOUT = {"midnight": "bedtime", "overlap": "sport", "few days": "weekend lie-in"}


def make_hard(person: Person, how: str, hard: bool = True) -> Person:
    """Give the same person's days with something that makes them hard, or without it.

    Parameters
    ----------
    person : Person
    how : str
        In `HARD`.
    hard : bool
    """
    if how == "midnight":
        return person._replace(begin=0.0 if hard else EARLY)
    if how == "overlap":
        return person._replace(overlap=hard)
    return person._replace(weeks=1 if hard else max(person.weeks, 4))


def look_at_hardship(person: Person, how: str, labels: IntArray) -> Hardship | None:
    """Look at the routine that a hardship is about.

    Parameters
    ----------
    person : Person
    how : str
        In `HARD`.
    labels : ndarray of int, shape (N,)
        The component of each event.

    Returns
    -------
    Hardship or None
        None where the routine has no events.
    """
    days = draw_days(person)
    names = [routine.name for routine in days.routines]
    routine = names.index(_ABOUT[how])
    own = days.labels == routine
    if not own.any():
        return None
    counts = np.bincount(labels[own])
    main = int(counts.argmax())
    return Hardship(
        routine,
        int(own.sum()),
        float(counts[main] / own.sum()),
        float(counts[main] / (labels == main).sum()),
        float((days.hours[own] >= HOURS / 2).mean()),
    )


# ------------------------------------------------------------------------------ calendar


def make_calendar(person: Person, mixture: Mixture, gamma: FloatArray) -> Calendar:
    """Share each day's events out to the routines found.

    Parameters
    ----------
    person : Person
    mixture : Mixture
        In hours and movements a minute.
    gamma : ndarray, shape (N, K)
        Responsibilities.
    """
    days = draw_days(person)
    found = find_routines(person, mixture, gamma)
    kept = gamma[:, [each.component for each in found]]
    counts = np.bincount(days.days, minlength=days.number_of_days)
    sums = np.zeros((days.number_of_days, len(found)))
    np.add.at(sums, days.days, kept)
    shares = np.where(
        counts[:, np.newaxis] > 0, sums / np.maximum(counts, 1)[:, np.newaxis], np.nan
    )
    free = np.array([is_weekend(day) for day in range(days.number_of_days)])
    return Calendar(
        found, shares, np.nanmean(shares[~free], axis=0), np.nanmean(shares[free], axis=0)
    )


def find_routines(person: Person, mixture: Mixture, gamma: FloatArray) -> list[Found]:
    """List the components that hold enough events, by the hour of their means.

    Parameters
    ----------
    person : Person
    mixture : Mixture
        In hours and movements a minute.
    gamma : ndarray, shape (N, K)
    """
    labels = draw_days(person).labels
    number = labels.max() + 1
    found = []
    for component in np.argsort(mixture.means[:, 0]):
        own = gamma[:, component]
        if own.mean() < THRESHOLD:
            continue
        by_truth = np.bincount(labels, weights=own, minlength=number)
        found.append(
            Found(
                int(component),
                mixture.means[component],
                np.sqrt(np.diag(mixture.covariances[component])),
                float(own.mean()),
                int(by_truth.argmax()),
                float(by_truth.max() / by_truth.sum()),
            )
        )
    return found


def _run(points: FloatArray, kind: Kind, concentration: float, seed: int) -> VariationalTape:
    prior = choose_prior(points, concentration, kind, width=WIDTH)
    return record_variational(points, start(points, MOST, METHOD, seed), prior)


def _judge(person: Person, labels: IntArray) -> Grouping:
    agreement = adjusted_rand(draw_days(person).labels, labels)
    return Grouping(len(np.unique(labels)), agreement, labels)
