"""What the page computes, as plain records: models of people, scores of trials, error rates."""

from typing import NamedTuple

import numpy as np

from gmm.adaptation import Adapted, adapt
from gmm.detection_error import Detection, deviate, find_interval, redraw_rates, trace_detection
from gmm.em import e_step, m_step
from gmm.mixture import Mixture, log_density
from gmm.points import FloatArray, IntArray
from gmm.starts import start
from gmm.tape import Frame, Tape, record_em
from gmm.ui.uses.speakers.speech import Speech

ITERATIONS = 40  # of the background model's EM: the paper needs fewer
OWN_ITERATIONS = 15
RIDGE = 0.02  # of what is fitted to one person's speech alone: few frames would make it collapse
LIGHTEST = 1e-6  # frames of a component that can still be fitted
FEWEST_PEOPLE = 5  # for an interval
ADAPTED, OWN, GAUSSIAN = "adapted mixture", "mixture of its own", "one Gaussian"
METHODS = (ADAPTED, OWN, GAUSSIAN)
TICKS = np.array([0.001, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 0.9, 0.99])
ADAPTS = {"means": ("means",), "all": ("weights", "means", "covariances")}


class Settings(NamedTuple):
    """How models are made.

    Attributes
    ----------
    k : int
        Components of a mixture.
    relevance : float
    parts : str
        In `ADAPTS`.
    """

    k: int
    relevance: float
    parts: str


class Verdict(NamedTuple):
    """What a method makes of all trials: every test against every person's model.

    Attributes
    ----------
    method : str
        In `METHODS`.
    scores : ndarray, shape (tests, people)
        Mean log-likelihood ratio, in nats a frame.
    spoken_by : ndarray of int, shape (tests,)
    detection : Detection
    misses, targets, false_alarms, impostors : int
        At the threshold of equal errors: how many trials of each kind there are, and how many of
        them go wrong.
    interval : tuple of float, or None
        Of the equal error rate, with 95%; None of too few people.
    redrawn : ndarray, shape (`gmm.detection_error.DRAWS`,), or None
        Equal error rates with people drawn anew: the same people for all methods.
    """

    method: str
    scores: FloatArray
    spoken_by: IntArray
    detection: Detection
    misses: int
    targets: int
    false_alarms: int
    impostors: int
    interval: tuple[float, float] | None
    redrawn: FloatArray | None


class Curve(NamedTuple):
    """A detection-error curve, as it is drawn.

    Attributes
    ----------
    method : str
    false_alarms, misses : ndarray, shape (M,)
        Shares.
    across, up : ndarray, shape (M,)
        Their normal deviates.
    equal : float
        Deviate of the equal error rate.
    """

    method: str
    false_alarms: FloatArray
    misses: FloatArray
    across: FloatArray
    up: FloatArray
    equal: float


class Move(NamedTuple):
    """How a component of the background model moved towards one person.

    Attributes
    ----------
    frames : float
        How many of the person's frames it is responsible for.
    share : float
        alpha, from 0 to 1.
    before, after : ndarray, shape (D,)
        Its mean.
    distance : float
        How far it moved, in its own standard deviations.
    """

    frames: float
    share: float
    before: FloatArray
    after: FloatArray
    distance: float


def fit_background(points: FloatArray, k: int) -> Tape[Frame]:
    """Fit the background model, with diagonal covariances as in the paper."""
    begin = start(points, k, "k-means++", 0, "diag")
    return record_em(points, begin, "diag", max_iterations=ITERATIONS)


def adapt_to(points: FloatArray, background: Mixture, settings: Settings) -> Adapted:
    """Adapt the background model to one person's speech."""
    return adapt(points, background, settings.relevance, ADAPTS[settings.parts])


def make_models(
    method: str, speech: Speech, background: Mixture, settings: Settings
) -> tuple[tuple[Mixture, ...], Mixture]:
    """Make a model of each person.

    Returns
    -------
    models : tuple of Mixture
    against : Mixture
        What they are held against: the background model, or one Gaussian of the same speech.
    """
    if method == ADAPTED:
        models = [adapt_to(each, background, settings).mixture for each in speech.enrolled]
        return tuple(models), background
    if method == OWN:
        return tuple(_fit_alone(each, settings.k) for each in speech.enrolled), background
    return tuple(_fit_one(each) for each in speech.enrolled), _fit_one(speech.background)


def judge(method: str, speech: Speech, background: Mixture, settings: Settings) -> Verdict:
    """Make models by a method, and try all tests on all of them.

    Parameters
    ----------
    method : str
        In `METHODS`.
    speech : Speech
    background : Mixture
    settings : Settings
    """
    models, against = make_models(method, speech, background, settings)
    frames = np.concatenate(speech.tests)
    lengths = np.array([len(test) for test in speech.tests])
    begins = np.cumsum(lengths) - lengths
    usual = log_density(frames, against)
    ratios = [
        np.add.reduceat(log_density(frames, model) - usual, begins) / lengths for model in models
    ]
    return rate(method, np.stack(ratios, axis=1), np.array(speech.spoken_by))


def rate(method: str, scores: FloatArray, spoken_by: IntArray) -> Verdict:
    """Say how often scores are wrong.

    Parameters
    ----------
    method : str
    scores : ndarray, shape (tests, people)
    spoken_by : ndarray of int, shape (tests,)
    """
    people = scores.shape[1]
    model, speaker = np.tile(np.arange(people), len(scores)), np.repeat(spoken_by, people)
    targets, flat = model == speaker, scores.ravel()
    detection = trace_detection(flat, targets)
    accepted = flat >= detection.threshold
    redrawn = None
    if people >= FEWEST_PEOPLE:
        redrawn = redraw_rates(flat, targets, model, speaker)
    return Verdict(
        *(method, scores, spoken_by, detection),
        int((targets & ~accepted).sum()),
        int(targets.sum()),
        int((~targets & accepted).sum()),
        int((~targets).sum()),
        None if redrawn is None else find_interval(redrawn),
        redrawn,
    )


def find_odds(one: Verdict, other: Verdict) -> float | None:
    """Share of the draws of people in which one way errs less than another, ties counting half."""
    if one.redrawn is None or other.redrawn is None:
        return None
    known = ~np.isnan(one.redrawn) & ~np.isnan(other.redrawn)
    less = np.sign(other.redrawn[known] - one.redrawn[known])
    return float(np.mean((1 + less) / 2)) if known.any() else None


def draw_curve(verdict: Verdict) -> Curve:
    """Give a detection-error curve on normal deviates, with its corners."""
    detection = verdict.detection
    trials = min(verdict.targets, verdict.impostors)
    # As a staircase: between two thresholds nothing is known.
    alarms = np.repeat(detection.false_alarms, 2)[1:]
    misses = np.repeat(detection.misses, 2)[:-1]
    return Curve(
        *(verdict.method, alarms, misses),
        deviate(alarms, verdict.impostors),
        deviate(misses, verdict.targets),
        float(deviate(detection.equal_error, trials)),
    )


def place_ticks() -> tuple[FloatArray, FloatArray]:
    """Error rates along the axes of a detection-error curve, and their normal deviates."""
    return TICKS, deviate(TICKS, np.inf)


def list_moves(adapted: Adapted, background: Mixture) -> list[Move]:
    """Tell how each component has moved."""
    spreads = np.sqrt(np.diagonal(background.covariances, axis1=1, axis2=2))
    steps = (adapted.mixture.means - background.means) / spreads
    return [
        Move(float(frames), float(share), before, after, float(np.sqrt(np.square(step).sum())))
        for frames, share, before, after, step in zip(
            *(adapted.counts, adapted.shares, background.means, adapted.mixture.means, steps),
            strict=True,
        )
    ]


def _fit_alone(points: FloatArray, k: int) -> Mixture:
    """Fit a mixture to one person's speech and nothing else."""
    count = min(k, len(np.unique(points, axis=0)))
    mixture = start(points, count, "k-means++", 0, "diag")
    for _ in range(OWN_ITERATIONS):
        gamma, _ = e_step(points, mixture)
        if gamma.sum(axis=0).min() < LIGHTEST:  # nothing is left for an M-step
            break
        mixture = m_step(points, gamma, "diag", RIDGE)
    return mixture


def _fit_one(points: FloatArray) -> Mixture:
    return m_step(points, np.ones((len(points), 1)), "full", RIDGE)
