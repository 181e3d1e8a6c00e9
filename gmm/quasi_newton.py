"""L-BFGS: uphill by a picture of the curvature that the slopes met on the way draw (Nocedal 1980).

The climber is SciPy's (Byrd, Lu, Nocedal and Zhu 1995); the slope is ours (`gmm.coordinates`).
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from gmm.convergence import TOLERANCE
from gmm.coordinates import Coordinates
from gmm.logbook import Logbook, Logged, Look
from gmm.mixture import Mixture
from gmm.points import FloatArray

FORBIDDEN = 10.0  # nats per point that a place costs which is no mixture
ENOUGH = 10**7  # of what SciPy counts itself: the logbook says when it is over


def record_quasi_newton(
    points: npt.ArrayLike,
    mixture: Mixture,
    covariance: str = "full",
    tolerance: float = TOLERANCE,
    max_iterations: int = 2000,
    *,
    weights: npt.ArrayLike | None = None,
) -> Logged:
    """Climb by L-BFGS and record every step that it accepts.

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
        It stops by "rule" where SciPy finds no way up, not even from a fresh picture.

    Raises
    ------
    ValueError
        As `record_em`.
    """
    from scipy.optimize import minimize  # takes longer to load than all of the engine

    book = Logbook(points, mixture, covariance, tolerance, max_iterations, weights)
    coordinates = Coordinates(book.points, len(mixture.weights), covariance, book.weights)
    seen: dict[bytes, Look] = {}  # the place looked at last

    def measure(place: FloatArray) -> tuple[float, FloatArray]:
        look = book.look(coordinates.write(place))
        slope = None
        if look is not None:
            slope = coordinates.slope(
                book.points, look.responsibilities, look.mixture, book.weights
            )
        if look is None or slope is None:
            return FORBIDDEN - book.here.log_likelihood / book.number, np.zeros_like(place)
        seen.clear()
        seen[place.tobytes()] = look
        return -look.log_likelihood / book.number, -slope / book.number

    def accept(intermediate_result: Any) -> None:
        look = seen.get(intermediate_result.x.tobytes())
        if look is None or look.log_likelihood < book.here.log_likelihood:
            raise StopIteration  # no way up that rounding would not hide
        if not book.note(look):
            raise StopIteration

    place = coordinates.read(book.here.mixture)
    while not book.is_over and np.isfinite(book.here.log_likelihood):
        before = book.here
        limits: Any = {"ftol": 0.0, "gtol": 0.0, "maxiter": ENOUGH, "maxfun": ENOUGH}
        minimize(measure, place, jac=True, method="L-BFGS-B", callback=accept, options=limits)
        if book.here is before:
            break
        place = coordinates.read(book.here.mixture)
    return book.close()
