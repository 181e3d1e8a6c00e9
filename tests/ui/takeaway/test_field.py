"""Density and regions below the points, pixel by pixel."""

import io

import numpy as np
import pytest
from PIL import Image

from gmm import Mixture, log_density, log_joint
from gmm.ui.link import View
from gmm.ui.takeaway.colours import read_themes
from gmm.ui.takeaway.field import BANDS, draw_field
from gmm.ui.takeaway.geometry import Scene
from gmm.ui.takeaway.pane import Pane
from gmm.ui.takeaway.sheet import Area, make_sheet, write_file
from tests.ui.takeaway.readers import colour_at, near

PANE = Pane(Area(20, 10, 180, 130), Scene((-4.0, -3.0, 4.0, 3.0), 160, 120))
PLACES = np.random.default_rng(0).uniform([-3.9, -2.9], [3.9, 2.9], (2_000, 2))
TWO = Mixture(
    np.array([0.3, 0.7]),
    np.array([[-1.5, 0.5], [1.0, -0.5]]),
    np.array([[[1.0, 0.3], [0.3, 0.5]], [[0.6, -0.2], [-0.2, 1.2]]]),
)


def paint(mixture: Mixture, on: str, dark: bool = False) -> np.ndarray:
    theme = read_themes()[dark]
    sheet = make_sheet((200, 140), theme)
    draw_field(sheet, PANE, mixture, View(frozenset(on.split())), theme)
    return np.asarray(Image.open(io.BytesIO(write_file(sheet, "png", ""))).convert("RGB")) / 255


@pytest.mark.parametrize("dark", [False, True])
def test_bands_tell_the_density(dark: bool) -> None:
    theme, picture = read_themes()[dark], paint(TWO, "density", dark)
    axes = np.meshgrid(np.linspace(-4, 4, 400), np.linspace(-3, 3, 300))
    peak = log_density(np.stack(axes, -1).reshape(-1, 2), TWO).max()
    level = BANDS * np.exp((log_density(PLACES, TWO) - peak) / 2)
    inside = np.abs(level - np.round(level)) > 0.4  # of a band, whose edges are blurred
    assert inside.sum() > 100
    assert len(set(np.floor(level[inside]))) == BANDS
    for place, band in zip(PLACES[inside], np.floor(level[inside]), strict=True):
        alpha = 15 * band / 255
        expected = alpha * np.array(theme.ink) + (1 - alpha) * np.array(theme.paper)
        assert near(colour_at(picture, *PANE.place(place[None])[0]), expected)


@pytest.mark.parametrize("dark", [False, True])
def test_regions_have_the_winners_colour(dark: bool) -> None:
    theme, picture = read_themes()[dark], paint(TWO, "regions", dark)
    joint = log_joint(PLACES, TWO)
    clear = np.abs(joint[:, 0] - joint[:, 1]) > 1.5
    alpha = 46 / 255
    for place, k in zip(PLACES[clear], joint[clear].argmax(axis=1), strict=True):
        colour = np.array(theme.components[k])
        expected = alpha * colour + (1 - alpha) * np.array(theme.paper)
        assert near(colour_at(picture, *PANE.place(place[None])[0]), expected)


def test_the_field_stays_in_its_pane_and_the_density_comes_first() -> None:
    picture, paper = paint(TWO, "density regions"), read_themes()[0].paper
    assert (picture == paint(TWO, "density")).all()
    for outside in (picture[:18], picture[264:], picture[:, :38], picture[:, 364:]):
        assert near(outside, paper)


def test_there_is_no_field_where_it_is_not_asked_for_or_makes_no_sense() -> None:
    paper = read_themes()[0].paper
    cube = Mixture(np.ones(1), np.zeros((1, 3)), np.eye(3)[None])
    line = Mixture(np.ones(1), np.zeros((1, 1)), np.ones((1, 1, 1)))
    lost = Mixture(np.ones(1), np.full((1, 2), 1e200), np.eye(2)[None] * 1e-9)
    for mixture, on in ((TWO, "cells rings"), (cube, "density"), (line, "regions")):
        assert near(paint(mixture, on), paper)
    assert near(paint(lost, "density"), paper)  # everywhere out of a float's reach
    needle = Mixture(np.ones(1), np.zeros((1, 2)), np.eye(2)[None] * 1e-300)
    paint(needle, "density")
