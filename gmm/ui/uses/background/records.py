"""What the page on a video's background shows: masks of three methods, scores, and one pixel."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from gmm.backgrounds import measure_from_median, watch_gaussian
from gmm.cases.clip import Clip, make_clip
from gmm.masks import Found, find_best_threshold, hold_against
from gmm.mixture import Mixture
from gmm.online import Adaptation, BoolArray, find_background, watch
from gmm.points import FloatArray, IntArray

Frames = npt.NDArray[np.uint8]
MIXTURE, GAUSSIAN, MEDIAN = "Mixture", "One Gaussian", "Median"
METHODS = (MIXTURE, GAUSSIAN, MEDIAN)
MOST_K = 5  # components of a pixel
ALPHAS = (0.005, 0.01, 0.02, 0.03, 0.05)  # that are tried for the single Gaussian
DISTANCE = 25  # grey levels from the median, where no truth says which is best


class Watched(NamedTuple):
    """What the methods make of a film of T frames.

    Attributes
    ----------
    shape : tuple of int
        T, H, W.
    packed : ndarray of uint8, shape (3, T, bytes)
        A bit for each pixel, a mask for each of `METHODS`.
    found : tuple of Found
        One for each method, over the frames that count; none where the truth is not known.
    wrong : ndarray of int, shape (3, T)
        Pixels that are wrong in each frame; empty without a truth.
    alpha : float
        That of the single Gaussian.
    distance : float
        From the median, in grey levels: what is farther is foreground.
    """

    shape: tuple[int, int, int]
    packed: npt.NDArray[np.uint8]
    found: tuple[Found, ...]
    wrong: IntArray
    alpha: float
    distance: float

    def unpack(self) -> BoolArray:
        """The masks (3, T, H, W)."""
        frames, high, wide = self.shape
        bits = np.unpackbits(self.packed, axis=2, count=high * wide)
        return bits.astype(bool).reshape(len(METHODS), frames, high, wide)


class Story(NamedTuple):
    """A pixel's mixture through T frames.

    Attributes
    ----------
    values : ndarray, shape (T,)
    weights, means, spreads : ndarray, shape (T, K)
        After each frame; spreads are standard deviations.
    background : ndarray of bool, shape (T, K)
        Which components are background.
    taken : ndarray of int, shape (T,)
        Which component took the value.
    new : ndarray of bool, shape (T,)
        Whether the value made it.
    foreground : ndarray of bool, shape (T,)
    """

    values: FloatArray
    weights: FloatArray
    means: FloatArray
    spreads: FloatArray
    background: BoolArray
    taken: IntArray
    new: BoolArray
    foreground: BoolArray


def watch_scene(scene: str, seed: int, adaptation: Adaptation) -> Watched:
    """Let the three methods watch a film of ours.

    Parameters
    ----------
    scene : str
        One of `gmm.cases.clip.SCENES`.
    seed : int
    adaptation : Adaptation
        Of the mixture. The others have what is best for them by the truth.
    """
    return watch_clip(make_clip(scene, seed), adaptation)


def watch_frames(frames: Frames, adaptation: Adaptation) -> Watched:
    """Let the three methods watch a film of which no truth is known.

    Parameters
    ----------
    frames : ndarray of uint8, shape (T, H, W)
    adaptation : Adaptation
        Of the mixture, and its alpha of the single Gaussian.
    """
    return watch_clip(Clip(frames, None, None, 0), adaptation)


def watch_clip(clip: Clip, adaptation: Adaptation) -> Watched:
    """Let the three methods watch a film.

    Parameters
    ----------
    clip : Clip
    adaptation : Adaptation
    """
    count = len(clip.frames)
    flat = clip.frames.reshape(count, -1)
    mixture = find_foreground(flat, adaptation)
    distances = measure_from_median(flat)
    if clip.truth is None:
        alpha, distance = adaptation.alpha, float(DISTANCE)
        gaussian = _watch_gaussian(flat, alpha, adaptation)
        masks = np.stack([mixture, gaussian, distances > distance])
        none = np.zeros((len(METHODS), 0), dtype=int)
        return Watched(clip.frames.shape, np.packbits(masks, axis=2), (), none, alpha, distance)
    counted = slice(clip.learning, None)
    truth = clip.truth.reshape(count, -1)
    tries = {each: _watch_gaussian(flat, each, adaptation) for each in ALPHAS}
    alpha = max(tries, key=lambda each: hold_against(tries[each][counted], truth[counted]).f1)
    distance = find_best_threshold(distances[counted], truth[counted], np.arange(256))
    masks = np.stack([mixture, tries[alpha], distances > distance])
    found = tuple(hold_against(mask[counted], truth[counted]) for mask in masks)
    wrong = np.count_nonzero(masks != truth, axis=2)
    return Watched(clip.frames.shape, np.packbits(masks, axis=2), found, wrong, alpha, distance)


def score_scene(scene: str, seed: int, adaptation: Adaptation) -> tuple[Found, ...]:
    """Score the three methods on a film of ours.

    Parameters
    ----------
    scene : str
    seed : int
    adaptation : Adaptation
    """
    return watch_scene(scene, seed, adaptation).found


def score_mixture(scene: str, seed: int, adaptation: Adaptation) -> Found:
    """Score the mixture alone.

    Parameters
    ----------
    scene : str
    seed : int
    adaptation : Adaptation
    """
    clip = make_clip(scene, seed)
    assert clip.truth is not None
    mask = find_foreground(clip.frames.reshape(len(clip.frames), -1), adaptation)
    counted = slice(clip.learning, None)
    return hold_against(mask.reshape(clip.truth.shape)[counted], clip.truth[counted])


def find_foreground(flat: Frames, adaptation: Adaptation) -> BoolArray:
    """Find the foreground by a mixture of each pixel (T, P).

    Parameters
    ----------
    flat : ndarray of uint8, shape (T, P)
    adaptation : Adaptation
    """
    steps = watch((frame[:, np.newaxis] for frame in flat), adaptation)
    return np.array([step.foreground for step in steps])


def follow_pixel(values: npt.ArrayLike, adaptation: Adaptation) -> Story:
    """Follow the mixture of one pixel.

    Parameters
    ----------
    values : array_like, shape (T,)
    adaptation : Adaptation
    """
    values = np.asarray(values, dtype=np.float64)
    steps = list(watch(values[:, np.newaxis, np.newaxis], adaptation))
    return Story(
        values,
        np.array([step.mixtures.weights[:, 0] for step in steps]),
        np.array([step.mixtures.means[:, 0, 0] for step in steps]),
        np.sqrt([step.mixtures.variances[:, 0] for step in steps]),
        np.array([find_background(step.mixtures, adaptation.share)[:, 0] for step in steps]),
        np.array([step.taken[0] for step in steps]),
        np.array([step.new[0] for step in steps]),
        np.array([step.foreground[0] for step in steps]),
    )


def choose_pixel(clip: Clip) -> tuple[int, int]:
    """Choose the pixel to look at first: a restless one that the walker covers for long.

    Parameters
    ----------
    clip : Clip

    Returns
    -------
    tuple of int
        Row and column, from 0. Where no truth is known, of all pixels.
    """
    learning = clip.frames[: clip.learning or None]
    spread = learning.std(axis=0)
    if clip.truth is None:
        # A drawn film has pixels of two values: no mixture of more components can be fitted to one.
        values = 1 + np.count_nonzero(np.diff(np.sort(learning, axis=0), axis=0), axis=0)
        spread = np.where(values > MOST_K, 1 + spread, spread / (1 + spread))
    else:
        spread = spread * clip.truth.sum(axis=0)
    row, column = np.unravel_index(int(spread.argmax()), spread.shape)
    return int(row), int(column)


def list_components(story: Story) -> list[tuple[float, float, float]]:
    """List mean, standard deviation and weight of each component after the last frame, by mean.

    Parameters
    ----------
    story : Story
    """
    last = zip(story.means[-1], story.spreads[-1], story.weights[-1], strict=True)
    return sorted((float(a), float(b), float(c)) for a, b, c in last if c > 0)


def list_fitted(mixture: Mixture) -> list[tuple[float, float, float]]:
    """List mean, standard deviation and weight of each component of a mixture, by mean.

    Parameters
    ----------
    mixture : Mixture
        Of one column.
    """
    spreads = np.sqrt(mixture.covariances[:, 0, 0])
    fitted = zip(mixture.means[:, 0], spreads, mixture.weights, strict=True)
    return sorted((float(a), float(b), float(c)) for a, b, c in fitted)


def _watch_gaussian(flat: Frames, alpha: float, adaptation: Adaptation) -> BoolArray:
    return watch_gaussian(flat, alpha, adaptation.reach, adaptation.first_sd, adaptation.least_sd)
