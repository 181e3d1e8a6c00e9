"""A tape -> the constraint and the ridge that its M-steps keep to, which it does not tell itself.

A start that a hand sets goes on as the run before did, so they have to be known.
"""

from typing import NamedTuple

import numpy as np

from gmm.covariance import COVARIANCES
from gmm.em import fit_components
from gmm.mixture import responsibilities
from gmm.points import weighted_points
from gmm.tape import Frame, Tape

AGREES = 1e-8  # of the largest entry: covariances that are the same but for rounding
NOTHING = 1e-11  # of the largest entry: a ridge that is rounding itself


class Fit(NamedTuple):
    """How an M-step fits covariances.

    Attributes
    ----------
    covariance : str
        A name in `COVARIANCES`.
    ridge : float
        In squared data units.
    """

    covariance: str
    ridge: float


def find_fit(tape: Tape[Frame]) -> Fit | None:
    """Find how a tape's M-steps fit covariances, by doing the last one again.

    Parameters
    ----------
    tape : Tape of Frame

    Returns
    -------
    Fit or None
        Where several constraints are the same, as with one column, the first of `COVARIANCES`; a
        tape without an M-step might have been any. None where none of them makes what the tape has.
    """
    last = next((frame for frame in reversed(tape.frames) if frame.phase == "M"), None)
    if last is None or last.responsible is None:
        return Fit(next(iter(COVARIANCES)), 0.0)
    points, weights = weighted_points(tape.points, tape.weights)
    gamma = responsibilities(points, last.responsible)
    found = last.mixture.covariances
    scale = np.abs(found).max()
    unit = np.eye(points.shape[1])
    for name in COVARIANCES:
        rest = found - fit_components(points, gamma, name, 0.0, weights).covariances
        ridge = float(np.trace(rest, axis1=1, axis2=2).mean() / len(unit))
        if ridge < NOTHING * scale:
            ridge = 0.0
        if np.abs(rest - ridge * unit).max() <= AGREES * scale:
            return Fit(name, _tidy(ridge, NOTHING * scale))
    return None


def _tidy(ridge: float, rounding: float) -> float:
    """The number as somebody has set it, if it is one of few digits."""
    short = float(f"{ridge:.6g}")
    return short if abs(short - ridge) <= 100 * rounding else ridge
