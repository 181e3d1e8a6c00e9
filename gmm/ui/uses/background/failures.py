"""Three films on which a background fails, and by how much: records for charts and sentences."""

from typing import NamedTuple

import numpy as np

from gmm.cases.clip import LEAVE, LIGHT, SHADOW, STOP, STOPPING, SUN, make_clip
from gmm.online import Adaptation, BoolArray, count_frames_until_background
from gmm.points import FloatArray, IntArray
from gmm.ui.uses.background.records import METHODS, watch_clip


class Failure(NamedTuple):
    """How a part of each frame fares, method by method.

    Attributes
    ----------
    scene : str
    shares : ndarray, shape (3, T)
        How much of the part each method calls foreground; NaN where the frame has no such part.
    begins, ends : int
        The frames, from 0, between which it happens.
    frames : tuple of (float or None)
        For each method after how many frames half of the part is background again: 0 where it was
        so all along, None where it is not until the end.
    foreseen : int
        How many frames that is by the formula, for the mixture.
    """

    scene: str
    shares: FloatArray
    begins: int
    ends: int
    frames: tuple[float | None, ...]
    foreseen: int


def stand_still(seed: int, adaptation: Adaptation) -> Failure:
    """Let the walker stop: how much of it is still found, frame by frame.

    Parameters
    ----------
    seed : int
    adaptation : Adaptation

    Notes
    -----
    A pixel's frames are counted from the one in which the walker came to cover it for good.
    """
    clip = make_clip(STOPPING, seed)
    assert clip.truth is not None
    masks = watch_clip(clip, adaptation).unpack()
    standing = clip.truth[STOP]
    covered = clip.truth[:, standing]
    since = np.array([_find_arrival(column) for column in covered[: STOP + 1].T])
    frames = [_count_until_lost(mask[: LEAVE + 1, standing], since) for mask in masks]
    shares = _share(masks, clip.truth)
    foreseen = count_frames_until_background(adaptation)
    return Failure(STOPPING, shares, STOP, LEAVE, tuple(frames), foreseen)


def let_sun_out(seed: int, adaptation: Adaptation) -> Failure:
    """Let the sun come out: how much of all but the walker is called foreground.

    Parameters
    ----------
    seed : int
    adaptation : Adaptation
    """
    clip = make_clip(SUN, seed)
    assert clip.truth is not None
    shares = _share(watch_clip(clip, adaptation).unpack(), ~clip.truth)
    frames = [_count_until_calm(share[LIGHT:]) for share in shares]
    foreseen = count_frames_until_background(adaptation)
    return Failure(SUN, shares, LIGHT, len(clip.frames) - 1, tuple(frames), foreseen)


def cast_shadow(seed: int, adaptation: Adaptation) -> Failure:
    """Let the walker have a shadow: how much of the shadow is called foreground.

    Parameters
    ----------
    seed : int
    adaptation : Adaptation
    """
    clip = make_clip(SHADOW, seed)
    assert clip.shadow is not None
    shares = _share(watch_clip(clip, adaptation).unpack(), clip.shadow)
    foreseen = count_frames_until_background(adaptation)
    nothing = (None,) * len(METHODS)
    return Failure(SHADOW, shares, clip.learning, len(clip.frames) - 1, nothing, foreseen)


FAILURES = {STOPPING: stand_still, SUN: let_sun_out, SHADOW: cast_shadow}


def _share(masks: BoolArray, part: BoolArray) -> FloatArray:
    """How much of a part of each frame is in each mask (3, T)."""
    size = np.count_nonzero(part, axis=(1, 2))
    inside = np.count_nonzero(masks & part, axis=(2, 3))
    return np.where(size > 0, inside / np.maximum(size, 1), np.nan)


def _find_arrival(covered: BoolArray) -> int:
    """Since when a pixel is covered without a break, to the last frame."""
    free = np.flatnonzero(~covered)
    return int(free[-1]) + 1 if len(free) else 0


def _count_until_lost(mask: BoolArray, since: IntArray) -> float | None:
    """The median over pixels of the frames until one is not found any more."""
    counts = []
    for found, begin in zip(mask.T, since, strict=True):
        lost = np.flatnonzero(~found[begin:])
        counts.append(float(lost[0]) if len(lost) else np.inf)
    middle = float(np.median(counts))
    return middle if middle < np.inf else None


def _count_until_calm(shares: FloatArray) -> float | None:
    """How many frames it takes until less than half is foreground."""
    calm = np.flatnonzero(shares < 0.5)
    return float(calm[0]) if len(calm) else None
