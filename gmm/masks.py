"""How well a mask finds what is there: precision, recall, and F1 of both."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from gmm.points import FloatArray


class Found(NamedTuple):
    """Counts of a mask beside the truth.

    Attributes
    ----------
    hits : int
        True, and found.
    false_alarms : int
        Found, but not true.
    misses : int
        True, but not found.
    """

    hits: int
    false_alarms: int
    misses: int

    @property
    def precision(self) -> float:
        """Of what is found, how much is true; 0 where nothing is found."""
        return _share(self.hits, self.hits + self.false_alarms)

    @property
    def recall(self) -> float:
        """Of what is true, how much is found; 0 where nothing is true."""
        return _share(self.hits, self.hits + self.misses)

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return _share(2 * self.hits, 2 * self.hits + self.false_alarms + self.misses)


def hold_against(mask: npt.ArrayLike, truth: npt.ArrayLike) -> Found:
    """Count hits, false alarms and misses.

    Parameters
    ----------
    mask, truth : array_like of bool, of one shape
    """
    mask, truth = np.asarray(mask, dtype=bool), np.asarray(truth, dtype=bool)
    if mask.shape != truth.shape:
        raise ValueError(f"The mask has shape {mask.shape}, but the truth has {truth.shape}.")
    hits = int(np.count_nonzero(mask & truth))
    return Found(hits, int(np.count_nonzero(mask)) - hits, int(np.count_nonzero(truth)) - hits)


def find_best_threshold(
    scores: npt.ArrayLike, truth: npt.ArrayLike, thresholds: npt.ArrayLike
) -> float:
    """Find the threshold above which scores find the truth with the best F1.

    Parameters
    ----------
    scores : array_like
    truth : array_like of bool, of the same shape
    thresholds : array_like, shape (M,)
        To choose from, ascending. The lowest of the best ones is taken.
    """
    steps: FloatArray = np.asarray(thresholds, dtype=np.float64)
    truth = np.asarray(truth, dtype=bool).ravel()
    # A score is above the first so many of the thresholds.
    above = np.searchsorted(steps, np.asarray(scores, dtype=np.float64).ravel(), side="left")
    found = _count_above(above, len(steps))
    hits = _count_above(above[truth], len(steps))
    worth = 2 * hits / np.maximum(found + int(truth.sum()), 1)
    return float(steps[int(worth.argmax())])


def _count_above(above: npt.NDArray[np.intp], steps: int) -> npt.NDArray[np.intp]:
    counts = np.bincount(above, minlength=steps + 1)
    return counts[::-1].cumsum()[::-1][1:]


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
