"""How points are stamped: as discs, unless something else than their colour is asked of them.

As assets/stage/stamping.js has it.
"""

import math
from typing import NamedTuple

import numpy as np

from gmm.limits import MAX_DRAWN, fair_sample
from gmm.points import FloatArray, IntArray
from gmm.ui.link import View
from gmm.ui.run import Run
from gmm.ui.takeaway.geometry import MARKS
from gmm.ui.takeaway.pane import PLAIN, sample_frequencies, sample_points
from gmm.ui.takeaway.pies import find_undecided
from gmm.ui.takeaway.stacks import Stacks, size_stacks, stack_points

STEPS = 8  # of sizes that tell amounts apart
_LEAST = 2.5  # pixels of radius in which slices can be told apart


class Stamp(NamedTuple):
    """How a point is drawn: a mark of `MARKS`, its size beside a plain disc's, whether hollow."""

    mark: int = 0
    size: float = 1.0
    hollow: bool = False


class Group(NamedTuple):
    """Points that are drawn in one go.

    Attributes
    ----------
    rows : ndarray of int
        Of `sample_points`.
    stamp : Stamp
    undecided : bool
        Whether they are pies.
    """

    rows: IntArray
    stamp: Stamp
    undecided: bool


def find_radius(run: Run) -> float:
    """Smaller discs for more points; never too small to show a colour."""
    return max(1.8, min(4.0, 12.5 / math.pow(len(sample_points(run)), 0.23)))


def group_points(
    run: Run,
    gamma: FloatArray | None,
    view: View = PLAIN,
    shares: FloatArray | None = None,
    marked: bool = False,
) -> list[Group]:
    """Choose how points are stamped: those alike together, those first that lie below others.

    Parameters
    ----------
    run : Run
    gamma : ndarray, shape (N, K), or None
    view : View
        With "truth" the shapes are the true labels.
    shares : ndarray, shape (N,), optional
        Of the gap below the log-likelihood: the sizes.
    marked : bool
        Whether a point has the mark of its likeliest component, unless it is undecided.

    Returns
    -------
    list of Group
        Of the points at one place the first stands for all; with true labels, for all of one label.
        Large ones lie below small ones, and undecided ones on top.
    """
    truth = find_truth(run, view, shares)
    stacks = _stack(run, truth)
    sizes = _choose_sizes(run, stacks, truth, shares)
    n = len(sample_points(run))
    rows = np.arange(n) if stacks is None else np.flatnonzero(stacks.first == np.arange(n))
    undecided = np.zeros(n, dtype=bool) if gamma is None else find_undecided(gamma)
    likeliest = None if gamma is None else gamma.argmax(axis=1)
    pie = Stamp(size=max(1.15, _LEAST / find_radius(run)))

    def choose_style(row: int) -> Stamp:
        if truth is not None:
            label = int(truth[row])
            # A label that is not known is a small dot.
            return Stamp(size=0.6) if label < 0 else Stamp(label, 1.35, label >= len(MARKS))
        if likeliest is not None and marked and not undecided[row]:
            return Stamp(int(likeliest[row]), 1.2, likeliest[row] >= len(MARKS))
        # Beyond eight components colours begin again; then the points are rings.
        if likeliest is not None and sizes is None and likeliest[row] >= len(MARKS):
            return Stamp(size=1.2, hollow=True)
        return pie if undecided[row] and sizes is None else Stamp()

    found: dict[tuple[float, bool, Stamp], list[int]] = {}
    for row in rows.tolist():
        style, doubt, below = choose_style(row), bool(undecided[row]), 0.0
        if sizes is not None:
            style = style._replace(size=style.size * float(sizes[row]))
            below = -style.size
        found.setdefault((below, doubt, style), []).append(row)
    order = sorted(found)
    return [Group(np.array(found[key]), stamp, doubt) for key in order for _, doubt, stamp in [key]]


def find_sizes(run: Run) -> FloatArray | None:
    """How large each point is drawn beside a plain disc, by how many it stands for."""
    return _choose_sizes(run, _stack(run, None), None, None)


def find_truth(run: Run, view: View, shares: FloatArray | None) -> IntArray | None:
    """True labels of `sample_points`, where their shapes are asked for."""
    labels = run.dataset.labels
    if labels is None or shares is not None or "truth" not in view.on:
        return None
    return labels[fair_sample(len(labels), MAX_DRAWN)]


def _stack(run: Run, truth: IntArray | None) -> Stacks | None:
    return stack_points(sample_points(run), truth, sample_frequencies(run))


def _choose_sizes(
    run: Run, stacks: Stacks | None, truth: IntArray | None, shares: FloatArray | None
) -> FloatArray | None:
    """Of shares of the gap, of how often points were counted, or of how many are at one place."""
    if shares is not None:
        if stacks is not None:
            shares = np.bincount(stacks.first, shares, minlength=len(shares)).astype(np.float64)
        return _size_steps(shares, 0.45, 0.28)
    often = sample_frequencies(run)
    if often is not None and truth is None:
        return _size_steps(often if stacks is None else stacks.many, 0.6, 0.3)
    return None if stacks is None else size_stacks(stacks.many)


def _size_steps(amounts: FloatArray, least: float, step: float) -> FloatArray:
    """Sizes whose area says how much, in so many steps."""
    steps = STEPS * np.sqrt(amounts / max(1e-12, amounts.max()))
    sizes: FloatArray = least + step * np.round(np.nan_to_num(steps))
    return sizes
