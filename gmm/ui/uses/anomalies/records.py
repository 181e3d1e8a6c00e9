"""The case of anomalies as plain records: a density and a box, each with a threshold, judged."""

from collections.abc import Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np

from gmm.best_fit import fit_best
from gmm.box import find_edges, score_box
from gmm.cases.biopsies import COLUMNS, Split, read_biopsies, split_biopsies
from gmm.mixture import Mixture, log_density
from gmm.outliers import BoolArray, Roc, find_threshold, trace_roc
from gmm.points import FloatArray, IntArray
from gmm.restarts import Reach, measure_reach
from gmm.scaling import restore, standardise

PAGE = "anomalies"
MOST_K = 5
TRIES = 3  # starts, of which the best is kept
SPLITS = 20
PAIRS = tuple(combinations(range(len(COLUMNS)), 2))
LINES = 90  # of the grid on which the density is drawn, each way


class Settings(NamedTuple):
    """The choices.

    Attributes
    ----------
    columns : tuple of int
        Across and up, places in `gmm.cases.biopsies.COLUMNS`.
    k : int
        Components.
    seed : int
        Of the halves.
    unclean : float
        Share of the rows to learn from that are malignant.
    share : float
        Of the rows to learn from that may be flagged.
    """

    columns: tuple[int, int]
    k: int
    seed: int
    unclean: float
    share: float


class Rule(NamedTuple):
    """A rule with its threshold, judged on rows that it has not learnt from.

    Attributes
    ----------
    threshold : float
        Rows that score less are flagged. It flags no more than the share of the training rows.
    flags : ndarray of bool, shape (N,)
        Of all rows, training ones too.
    false : Reach
        Benign test rows that are flagged, of all of them.
    missed : Reach
        Malignant test rows that are not flagged, of all of them.
    roc : Roc
        Every threshold, on the test rows.
    """

    threshold: float
    flags: BoolArray
    false: Reach
    missed: Reach
    roc: Roc


class Finding(NamedTuple):
    """The density and the box on the same columns.

    Attributes
    ----------
    split : Split
    mixture : Mixture
        In the columns' own units.
    density, box : Rule
    edges : ndarray, shape (2, D)
        The box at its threshold: lowest and highest value of each column.
    only_density, only_box : int
        Malignant test rows that the one rule flags and the other does not.
    """

    split: Split
    mixture: Mixture
    density: Rule
    box: Rule
    edges: FloatArray
    only_density: int
    only_box: int


class Brief(NamedTuple):
    """What is kept of a finding where there are many.

    Attributes
    ----------
    name : tuple of int
        The columns, or the seed of the split.
    areas : tuple of float
        Under the two curves: of the density, of the box.
    false, missed : tuple of float
        Shares at the thresholds: of the density, of the box.
    """

    name: tuple[int, ...]
    areas: tuple[float, float]
    false: tuple[float, float]
    missed: tuple[float, float]


class Ground(NamedTuple):
    """The log density on a grid.

    Attributes
    ----------
    across, up : ndarray, shape (G,)
    heights : ndarray, shape (G, G)
        Lines up, lines across.
    """

    across: FloatArray
    up: FloatArray
    heights: FloatArray


def take_training(columns: Sequence[int], split: Split) -> FloatArray:
    """The training rows in some columns (M, D)."""
    return read_biopsies().points[split.training][:, list(columns)]


def find_seed(training: FloatArray, k: int) -> int:
    """Find which of `TRIES` starts climbs highest, on standardised rows; 0 where all collapse."""
    return fit_best(standardise(training)[0], k, "full", range(TRIES)).seed or 0


def fit(training: FloatArray, k: int) -> Mixture | None:
    """The best of `TRIES` fits, in the columns' own units; None where all have collapsed."""
    scaled, scaling = standardise(training)
    mixture = fit_best(scaled, k, "full", range(TRIES)).mixture
    return None if mixture is None else restore(mixture, scaling)


def find(columns: Sequence[int], mixture: Mixture, split: Split, share: float) -> Finding:
    """Set both thresholds to flag the same share of the training rows, and judge them.

    Parameters
    ----------
    columns : sequence of int
        Places in `COLUMNS`.
    mixture : Mixture
        Fitted to the training rows of these columns, in their own units.
    split : Split
    share : float
        Of the training rows that may be flagged.
    """
    points = read_biopsies().points[:, list(columns)]
    training = points[split.training]
    density = _judge(log_density(points, mixture), split, share)
    box = _judge(score_box(training, points), split, share)
    here, there = density.flags[split.malignant], box.flags[split.malignant]
    return Finding(
        *(split, mixture, density, box, find_edges(training, box.threshold)),
        *(int((here & ~there).sum()), int((there & ~here).sum())),
    )


def find_briefly(
    columns: tuple[int, ...], k: int, seed: int, unclean: float, share: float, name: tuple[int, ...]
) -> Brief | None:
    """Fit, find and keep the numbers; None where the fit has collapsed."""
    split = split_biopsies(read_biopsies().malignant, seed, unclean)
    mixture = fit(take_training(columns, split), k)
    if mixture is None:
        return None
    found = find(columns, mixture, split, share)
    rules = found.density, found.box
    return Brief(
        name,
        (found.density.roc.area, found.box.roc.area),
        (rules[0].false.share, rules[1].false.share),
        (rules[0].missed.share, rules[1].missed.share),
    )


def find_wide(k: int, seed: int, unclean: float, share: float) -> tuple[Rule | None, Rule]:
    """Both rules on all columns at once: of the density (None where it collapses), of the box."""
    columns = range(len(COLUMNS))
    split = split_biopsies(read_biopsies().malignant, seed, unclean)
    training = take_training(columns, split)
    mixture = fit(training, k)
    if mixture is None:
        points = read_biopsies().points
        return None, _judge(score_box(training, points), split, share)
    found = find(columns, mixture, split, share)
    return found.density, found.box


def survey(mixture: Mixture, points: FloatArray) -> Ground:
    """Measure the log density over the ground of the points (N, 2)."""
    low, high = points.min(axis=0), points.max(axis=0)
    room = 0.06 * (high - low)
    across, up = (np.linspace(low[at] - room[at], high[at] + room[at], LINES) for at in range(2))
    places = np.stack([part.ravel() for part in np.meshgrid(across, up)], axis=1)
    return Ground(across, up, log_density(places, mixture).reshape(LINES, LINES))


def thin(roc: Roc, share: float) -> int:
    """The place of the last threshold of a curve that has no more than a share of false alarms."""
    return int(np.searchsorted(roc.false_alarms, share + 1e-12, side="right")) - 1


def find_same(found: Finding) -> tuple[float, float, float]:
    """Compare both rules at the same share of false alarms on the test rows.

    Returns
    -------
    tuple of float
        That share, the larger of the two at the thresholds, and the shares that the density and
        the box miss with at most so many.
    """
    share = max(found.density.false.share, found.box.false.share)
    missed = [
        float(1 - rule.roc.found[thin(rule.roc, share)]) for rule in (found.density, found.box)
    ]
    return share, missed[0], missed[1]


def sort_rows(split: Split, columns: Sequence[int]) -> tuple[FloatArray, IntArray]:
    """The test rows in some columns, and 0 for benign and 1 for malignant ones."""
    rows = np.concatenate([split.benign, split.malignant])
    kinds = np.repeat([0, 1], [len(split.benign), len(split.malignant)]).astype(np.int64)
    return read_biopsies().points[rows][:, list(columns)], kinds


def _judge(scores: FloatArray, split: Split, share: float) -> Rule:
    threshold = find_threshold(scores[split.training], share)
    flags = scores < threshold
    tested = np.concatenate([split.benign, split.malignant])
    truth = np.arange(len(tested)) >= len(split.benign)
    return Rule(
        threshold,
        flags,
        measure_reach(int(flags[split.benign].sum()), len(split.benign)),
        measure_reach(int((~flags[split.malignant]).sum()), len(split.malignant)),
        trace_roc(scores[tested], truth),
    )
