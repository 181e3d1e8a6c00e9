"""SQUAREM: two steps of EM, and then far ahead where they point (Varadhan and Roland 2008).

Near a maximum EM is a linear map that shrinks what is left by the same factor again and again. Two
of its steps show the factor, and with it where they lead.
"""

import numpy as np
import numpy.typing as npt

from gmm.convergence import TOLERANCE
from gmm.coordinates import Coordinates
from gmm.logbook import Logbook, Logged, Look
from gmm.mixture import Mixture

LONGER = 4.0  # the longest leap grows by this factor where it has paid, and shrinks where not


def record_squarem(
    points: npt.ArrayLike,
    mixture: Mixture,
    covariance: str = "full",
    tolerance: float = TOLERANCE,
    max_iterations: int = 2000,
    *,
    weights: npt.ArrayLike | None = None,
) -> Logged:
    """Climb by SQUAREM and record every step.

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
        A step is two steps of EM, a leap by the third of the paper's lengths, and one more step of
        EM from where it lands. Where that is lower than EM is after its two, those are the step.

    Raises
    ------
    ValueError
        As `record_em`.
    """
    book = Logbook(points, mixture, covariance, tolerance, max_iterations, weights)
    coordinates = Coordinates(book.points, len(mixture.weights), covariance, book.weights)
    longest = 1.0
    while not book.is_over:
        first = book.step_by_em(book.here)
        if first is None:
            book.collapse()
            break
        one = book.measure(first)
        second = book.step_by_em(one)
        if second is None:
            if book.note(one):
                book.collapse()
            break
        two = book.measure(second)
        start, middle, end = (coordinates.read(m) for m in (book.here.mixture, first, second))
        change = middle - start
        bend = (end - middle) - change
        bent = float(np.linalg.norm(bend))
        length = min(longest, float(np.linalg.norm(change)) / bent if bent > 0 else 1.0)
        landed = None
        if length > 1:  # with 1 it lands where EM is
            landed = _leap(book, coordinates.write(start + 2 * length * change + length**2 * bend))
        paid = landed is not None and landed.log_likelihood >= two.log_likelihood
        if length == longest:
            longest = longest * LONGER if paid or length == 1 else max(1.0, longest / LONGER)
        book.note(landed if landed is not None and paid else two)
    return book.close()


def _leap(book: Logbook, mixture: Mixture | None) -> Look | None:
    """Where EM goes from where a leap lands, if it can."""
    look = book.look(mixture)
    settled = None if look is None else book.step_by_em(look)
    return book.look(settled)
