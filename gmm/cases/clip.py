"""A film of a street, made by us: leaves that sway, a lamp and a screen that flicker, a walker.

What makes it hard is known, since it is drawn by code: which pixels the walker covers in each frame
is the truth that a mask is held against. Grey levels from 0, black, to 255, white.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from gmm.online import BoolArray
from gmm.points import FloatArray

HEIGHT, WIDTH, LENGTH = 64, 96, 180
LEARNING = 70  # frames without a walker, which count in no score
NOISE = 3.0  # grey levels
LEAF = 62  # how bright a leaf is
TALL, BROAD = 26, 9  # the walker, in pixels
GROUND = 54  # the row that the walker's feet are on
STOP, LEAVE = 120, 160  # frames between which a walker who stops stands still
LIGHT, BRIGHTER = 110, 1.3  # the frame at which the sun comes out, and how much it adds
DUSK = 0.2  # how much of the light is gone at the end, where evening comes slowly
SHADE = 0.72  # what a shadow leaves of the light
STOPPING, SUN, SHADOW = "A walker who stops", "The sun comes out", "A walker with a shadow"
STREET, CALM, EVENING = "A street with leaves and a lamp", "A calm street", "Evening comes"


class Clip(NamedTuple):
    """A film and what is known of it.

    Attributes
    ----------
    frames : ndarray of uint8, shape (T, H, W)
        Read-only.
    truth : ndarray of bool, shape (T, H, W), or None
        The walker; None where it is not known. Read-only.
    shadow : ndarray of bool, shape (T, H, W), or None
        Where the walker's shadow falls, on what is no walker. Read-only.
    learning : int
        Frames at the beginning that count in no score.
    """

    frames: npt.NDArray[np.uint8]
    truth: BoolArray | None
    shadow: BoolArray | None
    learning: int


class Scene(NamedTuple):
    """What goes on in a film.

    Attributes
    ----------
    restless : bool
        Whether leaves sway and lights flicker.
    stops, sun, shadow, evening : bool
    """

    restless: bool = True
    stops: bool = False
    sun: bool = False
    shadow: bool = False
    evening: bool = False


SCENES = {
    STREET: Scene(),
    CALM: Scene(restless=False),
    EVENING: Scene(evening=True),
    STOPPING: Scene(stops=True),
    SUN: Scene(sun=True),
    SHADOW: Scene(shadow=True),
}


@lru_cache(maxsize=6)
def make_clip(scene: str, seed: int) -> Clip:
    """Draw a film.

    Parameters
    ----------
    scene : str
        One of `SCENES`.
    seed : int
        Of the leaves, the flicker, the noise and the walker's pace.
    """
    what = SCENES[scene]
    rng = np.random.default_rng(seed)
    still = _draw_street()
    leaves, flicker = _grow_leaves(rng), _draw_flicker(rng)
    pace, phase = rng.uniform(0.95, 1.05), rng.uniform(0, 2 * np.pi)
    noise = rng.normal(scale=NOISE, size=(LENGTH, HEIGHT, WIDTH))
    frames = np.empty((LENGTH, HEIGHT, WIDTH))
    truth, shadow = (np.zeros(frames.shape, dtype=bool) for _ in range(2))
    for at in range(LENGTH):
        frame = still.copy()
        if what.restless:
            flicker(frame, at)
            leaves(frame, at)
        place = _place_walker(at, pace, what.stops)
        body, brightness = _draw_walker(place, phase)
        if what.shadow and body.any():
            fallen = _cast(place) & ~body
            frame[fallen] *= SHADE
            shadow[at] = fallen
        frame[body] = brightness[body]
        truth[at] = body
        light = BRIGHTER if what.sun and at >= LIGHT else 1.0
        light -= DUSK * at / (LENGTH - 1) if what.evening else 0.0
        frames[at] = frame * light
    whole = np.clip(np.rint(frames + noise), 0, 255).astype(np.uint8)
    for array in (whole, truth, shadow):
        array.flags.writeable = False
    return Clip(whole, truth, shadow if what.shadow else None, LEARNING)


# ------------------------------------------------------------------------------ the street


def _draw_street() -> FloatArray:
    """Sky, a bright wall with a window, pavement, a lamp post and a trunk."""
    rows, columns = np.mgrid[:HEIGHT, :WIDTH].astype(np.float64)
    frame: FloatArray = 190 - 0.4 * rows
    wall = (rows >= 16) & (rows < 50)
    frame[wall] = 164 + 5 * ((rows // 3 + columns // 6) % 2)[wall]
    frame[rows >= 50] = 146 - 0.5 * (rows[rows >= 50] - 50)
    frame[(np.abs(columns - 74) <= 1.5) & (rows >= 24) & (rows < 52)] = 88
    frame[(np.abs(columns - 42) < 1) & (rows >= 10) & (rows < 52)] = 88
    return frame


def _draw_flicker(rng: np.random.Generator) -> Callable[[FloatArray, int], None]:
    """A lamp with its light on the street, and a large screen in a window, each on or off."""
    rows, columns = np.mgrid[:HEIGHT, :WIDTH].astype(np.float64)
    lamp = np.hypot(rows - 10, columns - 42) < 4
    pool = ((rows - 54) / 6) ** 2 + ((columns - 42) / 16) ** 2 < 1
    screen = (rows >= 24) & (rows < 46) & (columns >= 7) & (columns < 34)
    lit, shown = _switch(rng, 0.4, 0.4), _switch(rng, 0.4, 0.4)

    def flicker(frame: FloatArray, at: int) -> None:
        frame[lamp] = 240 if lit[at] else 130
        frame[pool] += 40 * lit[at]
        frame[screen] = 190 if shown[at] else 84

    return flicker


def _switch(rng: np.random.Generator, on: float, off: float) -> BoolArray:
    """A chain of two states: the chances to be switched on, and off, from one frame to the next."""
    chances = rng.random(LENGTH)
    state = np.zeros(LENGTH, dtype=bool)
    for at in range(1, LENGTH):
        state[at] = chances[at] >= off if state[at - 1] else chances[at] < on
    return state


def _grow_leaves(rng: np.random.Generator) -> Callable[[FloatArray, int], None]:
    """A crown and a hedge: small dark leaves, each swaying to and fro before what is bright."""
    crown = np.column_stack([rng.uniform(1, 26, 110), rng.uniform(56, 92, 110)])
    inside = np.hypot((crown[:, 0] - 13) / 13, (crown[:, 1] - 74) / 19) < 1
    hedge = np.column_stack([rng.uniform(30, 49, 90), rng.uniform(54, 94, 90)])
    places = np.concatenate([crown[inside], hedge])
    count = len(places)
    wide, period = rng.uniform(1.2, 2.2, count), rng.uniform(4, 9, count)
    phases = rng.uniform(0, 2 * np.pi, count)

    def sway(frame: FloatArray, at: int) -> None:
        shift = wide * np.sin(2 * np.pi * at / period + phases)
        rows = places[:, 0].astype(int)
        columns = np.rint(places[:, 1] + shift).astype(int)
        for down in (0, 1):
            for right in (0, 1, 2):
                up = np.clip(rows + down, 0, HEIGHT - 1)
                frame[up, np.clip(columns + right, 0, WIDTH - 1)] = LEAF

    return sway


# ------------------------------------------------------------------------------ the walker


def _place_walker(at: int, pace: float, stops: bool) -> float:
    """The column of the walker's middle, outside the picture before and after."""
    walked = at - LEARNING
    if stops and at > STOP:
        walked = STOP - LEARNING + max(0, at - LEAVE)
    return pace * walked - BROAD / 2


def _draw_walker(place: float, phase: float) -> tuple[BoolArray, FloatArray]:
    """Which pixels are the walker's, and how bright each is: dark hair, grey coat, dark legs."""
    rows, columns = np.mgrid[:HEIGHT, :WIDTH].astype(np.float64)
    across, up = columns - place, GROUND - rows  # seen from the feet
    head = np.hypot(across, up - (TALL - 3)) <= 3
    coat = (np.abs(across) <= BROAD / 2 - 0.04 * (up - 10) ** 2 / 10) & (up >= 9) & (up < TALL - 5)
    stride = 3.2 * np.sin(0.42 * place + phase)
    legs = np.zeros_like(coat)
    for side in (-1, 1):
        foot = side * stride * (9 - up) / 9
        legs |= (np.abs(across - foot) <= 1.5) & (up >= 0) & (up < 9)
    brightness = np.zeros_like(rows)
    brightness[legs] = 30
    brightness[coat] = 114 + 4 * np.sin(up[coat])
    brightness[head] = 25
    return head | coat | legs, brightness


def _cast(place: float) -> BoolArray:
    """The walker's shadow on the pavement, behind the feet."""
    rows, columns = np.mgrid[:HEIGHT, :WIDTH].astype(np.float64)
    down = rows - GROUND
    lean = columns - place + 2.2 * down
    fallen: BoolArray = (np.abs(lean) <= 5.5) & (down >= -1) & (down < 9)
    return fallen
