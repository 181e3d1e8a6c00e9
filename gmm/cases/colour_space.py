"""Colours as numbers that are as far apart as they look: sRGB to CIELAB and back.

sRGB is IEC 61966-2-1, CIELAB is CIE 15 with the white point D65 of the 2 degree observer, to which
sRGB refers. A distance in CIELAB is the colour difference Delta E of 1976; an eye begins to see one
of about 2.3 (Mahy, Van Eycken and Oosterlinck 1994).
"""

import numpy as np
import numpy.typing as npt

from gmm.points import FloatArray

# Linear red, green and blue -> X, Y, Z, as B. Lindbloom derives it from the primaries of the
# standard, IEC 61966-2-1.
PRIMARIES = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)
WHITE = PRIMARIES.sum(axis=1)  # so that white has no colour at all
EDGE = 6 / 29  # below it CIELAB's cube root is a straight line


def to_lab(colours: npt.ArrayLike) -> FloatArray:
    """Give colours in CIELAB.

    Parameters
    ----------
    colours : array_like, shape (..., 3)
        Red, green and blue in sRGB, from 0 to 1; bytes from 0 to 255.

    Returns
    -------
    ndarray, shape (..., 3)
        L* from 0 (black) to 100 (white), a* from green to red, b* from blue to yellow.

    Raises
    ------
    ValueError
        If a colour has not three numbers, or if one is not from 0 to 1.
    """
    given = np.asarray(colours)
    if given.ndim == 0 or given.shape[-1] != 3:
        raise ValueError(f"A colour has three numbers, but the shape is {given.shape}.")
    values = given / 255 if given.dtype == np.uint8 else given.astype(np.float64)
    if not ((values >= 0) & (values <= 1)).all():
        raise ValueError("Red, green and blue must be numbers from 0 to 1, or bytes.")
    linear = np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)
    ratios = linear @ PRIMARIES.T / WHITE
    roots = np.where(ratios > EDGE**3, np.cbrt(ratios), ratios / (3 * EDGE**2) + 4 / 29)
    x, y, z = np.moveaxis(roots, -1, 0)
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=-1)


def to_srgb(lab: npt.ArrayLike) -> FloatArray:
    """Give colours of CIELAB in sRGB.

    Parameters
    ----------
    lab : array_like, shape (..., 3)
        L*, a* and b*.

    Returns
    -------
    ndarray, shape (..., 3)
        Red, green and blue from 0 to 1. What a screen cannot show is cut off there.
    """
    lightness, a, b = np.moveaxis(np.asarray(lab, dtype=np.float64), -1, 0)
    y = (lightness + 16) / 116
    roots = np.stack([y + a / 500, y, y - b / 200], axis=-1)
    ratios = np.where(roots > EDGE, roots**3, 3 * EDGE**2 * (roots - 4 / 29))
    linear = np.clip((ratios * WHITE) @ np.linalg.inv(PRIMARIES).T, 0, 1)
    colours: FloatArray = np.where(
        linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055
    )
    return np.clip(colours, 0, 1)


def to_bytes(lab: npt.ArrayLike) -> npt.NDArray[np.uint8]:
    """Give colours of CIELAB as a picture stores them: bytes of red, green and blue."""
    return np.round(255 * to_srgb(lab)).astype(np.uint8)


def measure_colour_error(first: npt.ArrayLike, second: npt.ArrayLike) -> float:
    """Root mean square of the colour differences Delta E (CIE 1976) of two lists of colours.

    Parameters
    ----------
    first, second : array_like, shape (N, 3)
        In CIELAB, in the same order of coordinates.
    """
    apart = np.asarray(first, dtype=np.float64) - np.asarray(second, dtype=np.float64)
    return float(np.sqrt(np.square(apart).sum(axis=-1).mean()))
