"""Pulsars: periods and their derivatives, drawn from published numbers of how pulsars are born.

No package that we know carries the catalogue of pulsars, so these are simulated, and for each it is
known of which kind it is. Ordinary pulsars are born, slow down and fade as in Faucher-Giguere and
Kaspi (2006, ApJ 643, 332); the three rarer kinds lie where catalogues have such pulsars.

Everywhere B = 3.2e19 sqrt(P Pdot), in gauss, is the field that a dipole in a vacuum would need to
slow the pulsar down (P in s), and P / (2 Pdot) the age that goes with it, as Lorimer and Kramer
(2004, Handbook of Pulsar Astronomy) have them.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from gmm.points import FloatArray, IntArray

KINDS = ("ordinary", "millisecond", "mildly recycled", "magnetar")
MILLISECOND = KINDS.index("millisecond")
FIELD = 3.2e19  # gauss: B = FIELD sqrt(P Pdot)
YEAR = 3.15576e7  # seconds
DEATH = 0.17e12  # gauss / s^2: no radio pulsar has a smaller B / P^2
CUT = 0.03  # s: the usual line between millisecond pulsars and others

# --- Faucher-Giguere and Kaspi (2006), of ordinary pulsars
BIRTH_FIELD = (12.65, 0.55)  # log10 of gauss: mean and standard deviation
BIRTH_PERIOD = (0.3, 0.15)  # s: mean and standard deviation
SHORTEST_BIRTH = 0.01  # s
OLDEST = 1e8  # years: nearly all are dead by then
TRIED = 100  # pulsars that are born for one that is seen


class Rare(NamedTuple):
    """A rarer kind, in log10: its share of all, and mean and standard deviation of P and of B."""

    share: float
    period: tuple[float, float]
    field: tuple[float, float]


# Where catalogues have them, in round numbers of our own: 4 ms and 2.5e8 G, 40 ms and 4e9 G, 5 s
# and 2e14 G.
RARE = {
    "millisecond": Rare(0.08, (-2.38, 0.20), (8.4, 0.27)),
    "mildly recycled": Rare(0.03, (-1.4, 0.35), (9.6, 0.45)),
    "magnetar": Rare(0.01, (0.72, 0.18), (14.3, 0.35)),
}


class Pulsars(NamedTuple):
    """Simulated pulsars.

    Attributes
    ----------
    points : ndarray, shape (N, 2)
        log10 of the period in seconds, and log10 of its derivative (seconds per second).
    kinds : ndarray of int, shape (N,)
        Places in `KINDS`.
    """

    points: FloatArray
    kinds: IntArray


def simulate_pulsars(n: int, seed: int) -> Pulsars:
    """Draw pulsars, each kind in its share.

    Parameters
    ----------
    n : int
        At least 50, so that there are some of the rarest kind but one.
    seed : int

    Returns
    -------
    Pulsars
        In the order of their kinds.

    Raises
    ------
    ValueError
        If n is smaller.
    """
    if n < 50:
        raise ValueError(f"The number of pulsars is {n}; it must be at least 50.")
    rng = np.random.default_rng(seed)
    counts = [round(n * rare.share) for rare in RARE.values()]
    ordinary = n - sum(counts)
    parts = [_draw_ordinary(ordinary, rng)]
    for count, rare in zip(counts, RARE.values(), strict=True):
        period, field = rng.normal(*rare.period, count), rng.normal(*rare.field, count)
        parts.append(np.stack([period, find_derivative(period, field)], axis=1))
    points = np.concatenate(parts)
    kinds = np.repeat(np.arange(len(KINDS)), [ordinary, *counts])
    return Pulsars(points, kinds.astype(np.int64))


def find_derivative(period: npt.ArrayLike, field: npt.ArrayLike) -> FloatArray:
    """Give log10 Pdot of pulsars with a period and a field.

    Parameters
    ----------
    period, field : array_like
        log10 of P in seconds and of B in gauss.
    """
    derivative: FloatArray = 2 * (np.asarray(field) - np.log10(FIELD)) - np.asarray(period)
    return derivative


def find_field(points: FloatArray) -> FloatArray:
    """Give log10 of B in gauss (N,) of pulsars as `Pulsars.points` has them."""
    field: FloatArray = np.log10(FIELD) + points.sum(axis=-1) / 2
    return field


def find_age(points: FloatArray) -> FloatArray:
    """Give log10 of the age P / (2 Pdot) in years (N,) of pulsars as `Pulsars.points` has them."""
    age: FloatArray = points[..., 0] - points[..., 1] - np.log10(2 * YEAR)
    return age


def are_short(points: FloatArray) -> npt.NDArray[np.bool_]:
    """Whether the period is below `CUT` (N,): the usual rule for millisecond pulsars."""
    short: npt.NDArray[np.bool_] = points[..., 0] < np.log10(CUT)
    return short


def are_below_line(points: FloatArray) -> npt.NDArray[np.bool_]:
    """Whether pulsars are recycled by the line of Lee et al. (2012).

    Pdot / 1e-17 <= 3.23 (P / 100 ms)^-2.34, which its abstract calls an empirical definition of
    millisecond pulsars. They count mildly recycled ones among them.
    """
    line = np.log10(3.23) - 17 - 2.34 * (points[..., 0] + 1)
    below: npt.NDArray[np.bool_] = points[..., 1] <= line
    return below


def _draw_ordinary(n: int, rng: np.random.Generator) -> FloatArray:
    """Ordinary pulsars that are seen: (n, 2).

    P^2 = P0^2 + 2 (B / FIELD)^2 t, as for a field that stays. Those below the death line are
    silent; of the others the bright ones are seen further away, so in a flat galaxy as many are
    seen as they are bright, and those with wide beams hit us more often.
    """
    tried = TRIED * n
    field = 10 ** rng.normal(*BIRTH_FIELD, tried)
    born = np.maximum(rng.normal(*BIRTH_PERIOD, tried), SHORTEST_BIRTH)
    slowing = np.square(field / FIELD)  # P Pdot
    period = np.sqrt(born**2 + 2 * slowing * rng.uniform(0, OLDEST * YEAR, tried))
    derivative = slowing / period
    brightness = period**-1.5 * np.sqrt(derivative)
    # The share of the sky that a beam sweeps over (Tauris and Manchester 1998).
    swept = 0.09 * np.square(np.log10(period / 10)) + 0.03
    odds = (field / period**2 > DEATH) * brightness * swept
    seen = rng.choice(tried, n, replace=False, p=odds / odds.sum())
    points: FloatArray = np.log10(np.stack([period, derivative], axis=1)[seen])
    return points
