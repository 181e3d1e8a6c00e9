"""EM's rate: how fast it closes in on a maximum, foretold and seen.

Near a maximum each iteration leaves the same share of the way that is still to go. That share is
the largest eigenvalue of the missing information matrix: how much of what would be known about the
parameters, if it were known which component made which point, is missing in the direction where
most is (Dempster, Laird and Rubin 1977). The log-likelihood is flat at its maximum, so its gap
shrinks by the square of that share.
"""

import numpy as np
import numpy.typing as npt

from gmm.convergence import merge_identical
from gmm.coordinates import Coordinates
from gmm.information import measure_information
from gmm.mixture import Mixture, measure_joint, normalise
from gmm.points import weighted_points
from gmm.tape import Frame, Tape

LEAST = 1e-7  # of a coordinate's unit: a shorter step is mostly rounding
SETTLED = 1e-3  # between the shares of two iterations in a row, from when on they are one share


def predict_rate(
    points: npt.ArrayLike,
    mixture: Mixture,
    covariance: str = "full",
    *,
    weights: npt.ArrayLike | None = None,
) -> float:
    """Foretell the share of the way to go that EM leaves in each iteration.

    Parameters
    ----------
    points : array_like, shape (N, D)
    mixture : Mixture
        At, or near, a maximum.
    covariance : {"full", "tied", "diag", "spherical"}
    weights : array_like, shape (N,), optional
        How often each point counts (`gmm.points`).

    Returns
    -------
    float
        The largest share of information that is missing: from 0 to 1 at a maximum. NaN where
        numbers do not reach.
    """
    points, weights = weighted_points(points, weights)
    gamma, _ = normalise(measure_joint(points, mixture), mixture.weights)
    mixture, gamma = merge_identical(mixture, gamma)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        missing = measure_information(points, gamma, mixture, covariance, 0.0, weights).missing
    if not np.isfinite(missing).all():
        return np.nan
    return float(np.linalg.eigvalsh((missing + missing.T) / 2)[-1])


def observe_rate(tape: Tape[Frame], covariance: str = "full") -> float:
    """See on a tape of EM by which share its last steps have shortened.

    Parameters
    ----------
    tape : Tape of Frame
        Of EM, as far as possible to its end.
    covariance : {"full", "tied", "diag", "spherical"}

    Returns
    -------
    float
        The length of a step by that of the step before, where the two are about the same share
        twice in a row; NaN where a tape has no such steps, or where all are so short that it is
        rounding that they show.
    """
    moves = [frame.mixture for frame in tape.frames if frame.phase in ("start", "M")]
    points, weights = weighted_points(tape.points, tape.weights)
    coordinates = Coordinates(points, len(moves[0].weights), covariance, weights)
    try:
        places = np.stack([coordinates.read(mixture) for mixture in moves])
    except np.linalg.LinAlgError:
        return np.nan
    lengths = np.linalg.norm(np.diff(places, axis=0), axis=1)
    lengths = lengths[np.cumprod(lengths > LEAST).astype(bool)]
    if len(lengths) < 3:
        return np.nan
    shares = lengths[1:] / lengths[:-1]
    settled = abs(shares[-1] - shares[-2]) <= SETTLED
    return float(shares[-1]) if settled else np.nan
