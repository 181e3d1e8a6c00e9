"""Gradient ascent: uphill along the slope, as far as it pays."""

import numpy.typing as npt

from gmm.convergence import TOLERANCE
from gmm.coordinates import Coordinates
from gmm.logbook import Logbook, Logged
from gmm.mixture import Mixture

SHARE = 1e-4  # of what the slope promises, that a step has to gain (Armijo 1966)
HALVINGS = 60  # of a step, before it is too short to make a difference
GROWTH = 1.2  # of the first length that is tried, after a step that paid


def record_ascent(
    points: npt.ArrayLike,
    mixture: Mixture,
    covariance: str = "full",
    tolerance: float = TOLERANCE,
    max_iterations: int = 2000,
    *,
    weights: npt.ArrayLike | None = None,
) -> Logged:
    """Climb by gradient ascent and record every step.

    Parameters
    ----------
    points : array_like, shape (N, D)
    mixture : Mixture
        Where the climb begins; its covariances obey the constraint.
    covariance, tolerance, max_iterations, weights
        As of `gmm.tape.record_em`.

    Returns
    -------
    Logged
        No step lowers the log-likelihood: one that would gain too little is halved until it gains
        enough (backtracking). It stops by "rule" where no length does.

    Raises
    ------
    ValueError
        As `record_em`.
    """
    book = Logbook(points, mixture, covariance, tolerance, max_iterations, weights)
    coordinates = Coordinates(book.points, len(mixture.weights), covariance, book.weights)
    place = coordinates.read(book.here.mixture)
    length = 1.0 / book.number  # the slope is a sum over the points
    while not book.is_over:
        _, gamma, log_likelihood = here = book.here
        slope = coordinates.slope(book.points, gamma, here.mixture, book.weights)
        if slope is None:
            break
        for _ in range(HALVINGS):
            ahead = place + length * slope
            look = book.look(coordinates.write(ahead))
            promised = SHARE * length * float(slope @ slope)
            if look is not None and look.log_likelihood - log_likelihood >= promised > 0:
                break
            length /= 2
        else:
            break
        place = ahead
        length *= GROWTH
        book.note(look)
    return book.close()
