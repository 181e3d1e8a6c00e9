"""Two simpler backgrounds of a film: one running Gaussian a pixel, and the median."""

import numpy as np
import numpy.typing as npt

from gmm.online import BoolArray
from gmm.points import FloatArray


def watch_gaussian(
    frames: npt.ArrayLike, alpha: float, reach: float, first_sd: float, least_sd: float
) -> BoolArray:
    """Find the foreground by one running Gaussian a pixel (Wren et al. 1997, section II).

    Parameters
    ----------
    frames : array_like, shape (T, P)
    alpha : float
        Between 0 and 1: mu <- (1 - alpha) mu + alpha x, and sigma^2 likewise.
    reach : float
        In standard deviations: what is farther from the mean is foreground.
    first_sd, least_sd : float
        As of `gmm.online.Adaptation`.

    Returns
    -------
    ndarray of bool, shape (T, P)
        The first frame has no foreground.
    """
    frames = np.asarray(frames)
    masks = np.zeros(frames.shape, dtype=bool)
    mean = frames[0].astype(np.float64)
    variance = np.full(mean.shape, max(first_sd, least_sd) ** 2)
    for at, frame in enumerate(frames[1:], 1):
        masks[at] = np.square(frame - mean) > reach**2 * variance
        mean = mean + alpha * (frame - mean)
        variance = (1 - alpha) * variance + alpha * np.square(frame - mean)
        variance = np.maximum(variance, least_sd**2)
    return masks


def measure_from_median(frames: npt.ArrayLike) -> FloatArray:
    """Measure how far each value is from the median of its pixel, over all frames (T, P).

    Parameters
    ----------
    frames : array_like, shape (T, P)
    """
    frames = np.asarray(frames)
    distances: FloatArray = np.abs(frames - np.median(frames, axis=0))
    return distances
