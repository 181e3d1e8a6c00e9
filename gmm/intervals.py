"""Intervals: what a share may be, when some of so many were counted."""

import math
from typing import NamedTuple

NORMAL = 1.959963984540054  # standard errors to either side that hold 95 % of a Gaussian


class Share(NamedTuple):
    """A share that was counted, and what the probability behind it may be.

    Attributes
    ----------
    value : float
    low, high : float
        With a confidence of 95 %.
    """

    value: float
    low: float
    high: float


def estimate_share(hits: float, number: float) -> Share:
    """Say how large a share is, with the limits of Wilson (1927).

    Parameters
    ----------
    hits : float
        How many were hit, from 0 to `number`.
    number : float
        Of how many, above 0.

    Returns
    -------
    Share
        Its limits mean something for no hits and for hits only, too.

    Raises
    ------
    ValueError
        If there are none to count, or more hits than there are.

    Notes
    -----
    Neither has to be whole. Where each of N counts by a weight w_n between 0 and 1, as a
    responsibility is, hits are the sum of the weights of those that were hit and the number is the
    sum W of all. The variance of their share is p (1 - p) sum w_n^2 / W^2, and so at most the
    p (1 - p) / W that the limits go by: they are rather too wide than too narrow.
    """
    if not 0 < number < math.inf:
        raise ValueError(f"A share of {number:g} cannot be told; the number must be above 0.")
    if not 0 <= hits <= number:
        raise ValueError(f"There are {hits:g} hits among {number:g}; from 0 to all may be hit.")
    share = hits / number
    squared = NORMAL**2
    middle = (hits + squared / 2) / (number + squared)
    half = NORMAL / (number + squared) * math.sqrt(number * share * (1 - share) + squared / 4)
    # Where the formula gives exactly 0 or 1, rounding does not.
    low = middle - half if hits else 0.0
    high = middle + half if hits < number else 1.0
    return Share(share, low, high)
