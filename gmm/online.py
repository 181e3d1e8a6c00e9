"""On-line mixtures: one small mixture a pixel, which each frame of a film moves a little.

After Stauffer and Grimson 1999 ("Adaptive background mixture models for real-time tracking",
section 2). The values of a pixel are a mixture of K Gaussians with covariances sigma^2 I. A new
value goes to the first component, in the order of w / sigma, that it is within 2.5 sigma of. With
M = 1 for that component and 0 for the others,

    w     <- (1 - alpha) w + alpha M
    mu    <- (1 - rho) mu + rho x                   of the matched component alone
    sigma^2 <- (1 - rho) sigma^2 + rho |x - mu|^2     with the new mu

A value that no component matches replaces the last one in the order: its mean is the value, its
variance large and its weight small. Background are the first components in the order whose weights
together come to more than a share T; a value is foreground where its component is not among them.

That is EM with two short cuts, for data that come one by one: the E-step gives a value to one
component as a whole, and the M-step forgets what is old.
"""

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple, get_args

import numpy as np
import numpy.typing as npt

from gmm.points import FloatArray, IntArray

BoolArray = npt.NDArray[np.bool_]
Rate = Literal["alpha / weight", "alpha x density"]
RATES: tuple[Rate, ...] = get_args(Rate)


class Adaptation(NamedTuple):
    """How mixtures follow their pixels.

    Attributes
    ----------
    k : int
        Components of each pixel.
    alpha : float
        Between 0 and 1: what a new frame counts beside all before it, which are remembered for
        about 1 / alpha frames.
    share : float
        Between 0 and 1, the paper's T: the part of the time that the background is to explain.
    reach : float
        In standard deviations: how far from a mean a value still matches.
    first_sd : float
        The standard deviation of a new component, in the units of the values.
    first_weight : float
        Its weight, when all weights have been made to sum to 1 again.
    least_sd : float
        No standard deviation becomes smaller: a camera rounds, and a pixel that has never moved
        would be foreground by the smallest change.
    rate : {"alpha / weight", "alpha x density"}
        What rho is. The paper has alpha times the density of x under the component: it depends on
        the unit of the values, and with grey levels it is so small that means and variances hardly
        move. With alpha / w (Power and Schoonees 2002) w mu is an average of the component's values
        in which each frame counts 1 - alpha times the next one; that is what the M-step asks for.
    """

    k: int = 3
    alpha: float = 0.01
    share: float = 0.9
    reach: float = 2.5
    first_sd: float = 12.0
    first_weight: float = 0.02
    least_sd: float = 2.0
    rate: Rate = "alpha / weight"


class PixelMixtures(NamedTuple):
    """A mixture for each of P pixels, components first.

    Attributes
    ----------
    weights : ndarray, shape (K, P)
        They sum to 1 over the components. Of a component that no value has made yet it is 0.
    means : ndarray, shape (K, P, D)
    variances : ndarray, shape (K, P)
        Each alike for all D channels.
    """

    weights: FloatArray
    means: FloatArray
    variances: FloatArray


class Step(NamedTuple):
    """What a frame has changed.

    Attributes
    ----------
    mixtures : PixelMixtures
    taken : ndarray of int, shape (P,)
        Which component each value went to, from 0.
    new : ndarray of bool, shape (P,)
        Whether the value made it.
    foreground : ndarray of bool, shape (P,)
    """

    mixtures: PixelMixtures
    taken: IntArray
    new: BoolArray
    foreground: BoolArray


def check_adaptation(adaptation: Adaptation) -> None:
    """Refuse settings with which nothing can be followed.

    Parameters
    ----------
    adaptation : Adaptation

    Raises
    ------
    ValueError
    """
    if adaptation.k < 1:
        raise ValueError(f"K is {adaptation.k}; a pixel needs 1 component or more.")
    for name in ("alpha", "share", "first_weight"):
        value = getattr(adaptation, name)
        if not 0 < value < 1:
            raise ValueError(f"{name} is {value}; it must be between 0 and 1.")
    for name in ("reach", "first_sd", "least_sd"):
        value = getattr(adaptation, name)
        if not 0 < value < np.inf:
            raise ValueError(f"{name} is {value}; it must be a number above 0.")
    if adaptation.rate not in RATES:
        raise ValueError(f"The rate is {adaptation.rate!r}; it must be one of {', '.join(RATES)}.")


def begin(values: npt.ArrayLike, adaptation: Adaptation) -> PixelMixtures:
    """Begin with a first frame: one component a pixel, wide, at the value that is there.

    Parameters
    ----------
    values : array_like, shape (P, D)
    adaptation : Adaptation
    """
    check_adaptation(adaptation)
    values = _as_frame(values)
    weights = np.zeros((adaptation.k, len(values)))
    weights[0] = 1.0
    means = np.repeat(values[np.newaxis], adaptation.k, axis=0)
    return PixelMixtures(weights, means, np.full_like(weights, _square_first(adaptation)))


def step(mixtures: PixelMixtures, values: npt.ArrayLike, adaptation: Adaptation) -> Step:
    """Let a frame move the mixtures, and say what of it is foreground.

    Parameters
    ----------
    mixtures : PixelMixtures
        Is not changed.
    values : array_like, shape (P, D)
    adaptation : Adaptation

    Notes
    -----
    The paper's sum |x - mu|^2 runs over the D channels; here it is divided by D, so that sigma^2 is
    the variance of each of them, as sigma^2 I says. For D = 1 there is no difference.
    """
    values = _as_frame(values)
    weights, means, variances = mixtures
    squares = np.square(values - means).sum(axis=2)  # (K, P)
    fitness = weights / np.sqrt(variances)
    near = (squares <= adaptation.reach**2 * variances) & (weights > 0)
    new = ~near.any(axis=0)
    first = np.where(near, fitness, -1.0).argmax(axis=0)
    taken = np.where(new, fitness.argmin(axis=0), first)
    at = taken[np.newaxis]
    is_taken = np.arange(len(weights))[:, np.newaxis] == at

    weights = np.where(
        new,
        _make_room(weights, is_taken, adaptation.first_weight),
        (1 - adaptation.alpha) * weights + adaptation.alpha * is_taken,
    )
    weights = weights / weights.sum(axis=0)

    mean = np.take_along_axis(means, at[:, :, np.newaxis], axis=0)[0]  # (P, D)
    variance = np.take_along_axis(variances, at, axis=0)[0]
    weight = np.take_along_axis(weights, at, axis=0)[0]
    if adaptation.rate == "alpha / weight":
        rho = adaptation.alpha / weight
    else:
        square = np.take_along_axis(squares, at, axis=0)[0]
        rho = adaptation.alpha * _density(square, variance, values.shape[1])
    rho = np.where(new, 1.0, np.minimum(rho, 1.0))
    mean = mean + rho[:, np.newaxis] * (values - mean)
    square = np.square(values - mean).mean(axis=1)
    variance = np.where(new, _square_first(adaptation), (1 - rho) * variance + rho * square)
    variance = np.maximum(variance, adaptation.least_sd**2)
    moved = PixelMixtures(
        weights,
        np.where(is_taken[:, :, np.newaxis], mean, means),
        np.where(is_taken, variance, variances),
    )
    background = find_background(moved, adaptation.share)
    return Step(moved, taken, new, new | ~np.take_along_axis(background, at, axis=0)[0])


def find_background(mixtures: PixelMixtures, share: float) -> BoolArray:
    """Tell which components are background (K, P): the first whose weights exceed a share.

    Parameters
    ----------
    mixtures : PixelMixtures
    share : float
        The paper's T in B = argmin_b (w_1 + ... + w_b > T), components in the order of w / sigma.
    """
    weights = mixtures.weights
    fitness = weights / np.sqrt(mixtures.variances)
    place = np.arange(len(weights))[:, np.newaxis, np.newaxis]
    one, other = fitness[np.newaxis], fitness[:, np.newaxis]
    earlier = (other > one) | ((other == one) & (place < place.transpose(1, 0, 2)))
    before: FloatArray = np.where(earlier, weights[:, np.newaxis], 0.0).sum(axis=0)
    # One belongs to the first B where those before it do not exceed the share by themselves.
    background: BoolArray = (before <= share) & (weights > 0)
    return background


def watch(frames: Iterable[npt.ArrayLike], adaptation: Adaptation) -> Iterator[Step]:
    """Let one frame after the other move the mixtures.

    Parameters
    ----------
    frames : iterable of array_like, shape (P, D)
    adaptation : Adaptation

    Yields
    ------
    Step
        One a frame. Of the first one nothing is foreground: there is nothing yet to differ from.
    """
    mixtures: PixelMixtures | None = None
    for values in frames:
        if mixtures is None:
            mixtures = begin(values, adaptation)
            count = mixtures.weights.shape[1]
            none = np.zeros(count, dtype=bool)
            yield Step(mixtures, np.zeros(count, dtype=np.intp), ~none, none)
            continue
        made = step(mixtures, values, adaptation)
        mixtures = made.mixtures
        yield made


def count_frames_until_background(adaptation: Adaptation) -> int:
    """Count for how many frames a thing that has come to stay is foreground.

    Parameters
    ----------
    adaptation : Adaptation

    Notes
    -----
    Its component begins with weight w_0, and what is left for all others is (1 - w_0)(1 - alpha)^n
    after n frames more. As long as those come first in the order, it is background once that is T
    or less: n = log(T / (1 - w_0)) / log(1 - alpha), rounded up. Where it passes others before, it
    is background sooner.
    """
    check_adaptation(adaptation)
    if adaptation.k == 1:
        return 1  # nothing is left of what was there
    ratio = np.log(adaptation.share / (1 - adaptation.first_weight)) / np.log1p(-adaptation.alpha)
    return max(1, int(np.ceil(ratio - 1e-9)))


def _as_frame(values: npt.ArrayLike) -> FloatArray:
    frame = np.asarray(values, dtype=np.float64)
    if frame.ndim != 2 or not frame.size:
        raise ValueError(
            f"A frame must have shape (P, D), pixels and channels, but this one has {frame.shape}."
        )
    return frame


def _square_first(adaptation: Adaptation) -> float:
    return max(adaptation.first_sd, adaptation.least_sd) ** 2


def _make_room(weights: FloatArray, is_new: BoolArray, first_weight: float) -> FloatArray:
    """Give the new component its weight, and the others what they had, in proportion."""
    others = np.where(is_new, 0.0, weights)
    total = others.sum(axis=0)
    share = np.divide(1 - first_weight, total, out=np.zeros_like(total), where=total > 0)
    room: FloatArray = np.where(is_new, first_weight, share * others)
    return room


def _density(square: FloatArray, variance: FloatArray, channels: int) -> FloatArray:
    """The Gaussian's density at a squared distance from its mean."""
    density: FloatArray = np.exp(-0.5 * square / variance) / (2 * np.pi * variance) ** (
        channels / 2
    )
    return density
