"""Collapse: a component that has no density any more, and what became of it.

Where a component's covariance is singular the likelihood has no maximum (Bishop 2006, section
9.2.1). How narrow it is beside the data does not tell: a component may be a millionth as wide as
they are and yet hold many points. What tells is whether float64 can still know its width.
"""

from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from gmm.mixture import Mixture
from gmm.points import FloatArray

Cause = Literal["empty", "point", "line"]

EMPTY = 1e-200  # of all points: a smaller share of them has lost its digits to underflow
SINGULAR = 1e-14  # least eigenvalue of a correlation matrix: below it, rounding is as large
MARGIN = 100.0  # what a determinant's own rounding is far below
SPACING = 16 * float(np.finfo(np.float64).eps)  # of a mean: what its last digits cannot tell
SMALLEST = 1e-150  # a standard deviation whose square underflows


class Collapse(NamedTuple):
    """A component that has collapsed.

    Attributes
    ----------
    component : int
        From 0.
    cause : {"empty", "point", "line"}
        No point is left to it; its points are all equal; they lie on a line (in more than two
        dimensions: on a plane, or whatever has no volume).
    """

    component: int
    cause: Cause


def find_empty(counts: FloatArray, number: float) -> Collapse | None:
    """Find a component that no point is left to.

    Parameters
    ----------
    counts : ndarray, shape (K,)
        Effective counts.
    number : float
        What they add up to.
    """
    emptiest = int(counts.argmin())
    return Collapse(emptiest, "empty") if counts[emptiest] < EMPTY * number else None


def may_be_flat(means: FloatArray, covariances: FloatArray) -> npt.NDArray[np.bool_]:
    """Sort out, among many components, those that `find_flat` has to look at.

    Parameters
    ----------
    means : ndarray, shape (K, D)
    covariances : ndarray, shape (K, D, D)

    Returns
    -------
    ndarray of bool, shape (K,)
        False only for a component that is not flat. A determinant is quicker than eigenvalues: the
        eigenvalues of a correlation matrix add up to D, so the least is at least (1 - 1/D)^(D-1)
        of their product.
    """
    d = means.shape[1]
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        spreads = np.sqrt(np.diagonal(covariances, axis1=1, axis2=2))
        places = np.abs(means) / spreads
        fine = ((SPACING * places < 1) & (spreads > SMALLEST)).all(axis=1)
        if d > 1:
            correlations = covariances / spreads[:, :, np.newaxis] / spreads[:, np.newaxis]
            least = np.linalg.det(correlations) * (1 - 1 / d) ** (d - 1)
            blur = np.square(SPACING * places.max(axis=1))
            fine &= least > MARGIN * np.maximum(SINGULAR, blur)
    suspects: npt.NDArray[np.bool_] = np.logical_not(fine)  # a NaN is one, too
    return suspects


def find_flat(mixture: Mixture) -> Collapse | None:
    """Find a component without width.

    Parameters
    ----------
    mixture : Mixture

    Returns
    -------
    Collapse or None
        The flattest component. Its standard deviation in a column is so little that only the last
        digits of numbers about its mean hold it, or its own correlation matrix is singular to
        rounding. Neither depends on the columns' units, nor on how wide the data are.
    """
    _, means, covariances = mixture
    variances = np.diagonal(covariances, axis1=1, axis2=2)
    spreads = np.sqrt(np.maximum(variances, 0))
    thin = spreads <= np.maximum(SPACING * np.abs(means), SMALLEST)  # (K, D)
    if thin.any():
        component = int(thin.sum(axis=1).argmax())
        return Collapse(component, "point" if thin[component].all() else "line")
    if means.shape[1] == 1:
        return None
    correlations = covariances / spreads[:, :, np.newaxis] / spreads[:, np.newaxis]
    # Far from zero the points' own last digits are a part of the width.
    blur = np.square(SPACING * (np.abs(means) / spreads).max(axis=1))
    widths = np.linalg.eigvalsh(correlations)[:, 0] / np.maximum(SINGULAR, blur)
    flattest = int(widths.argmin())
    return Collapse(flattest, "line") if widths[flattest] < 1 else None
