"""Colours against the stage's own files: one source, read."""

import json
import re
from pathlib import Path

import numpy as np
from numpy.testing import assert_allclose

from gmm.ui.takeaway.colours import blend, palettes, rgb, themes
from gmm.ui.takeaway.geometry import MARKS

STAGE = Path(__file__).parents[3] / "assets/stage"


def test_the_palette_is_the_stages_own() -> None:
    script = (STAGE / "colours.js").read_text("utf-8")
    light, dark = (
        json.loads(re.search(rf"const {name} = (\[.*?\]);", script)[1])
        for name in ("LIGHT", "DARK")
    )
    assert [rgb(colour) for colour in light] == list(palettes()[0])
    assert [rgb(colour) for colour in dark] == list(palettes()[1])
    assert len(set(light)) == len(set(dark)) == 8 == len(MARKS)


def test_the_neutral_colours_are_the_stages_own() -> None:
    script = "".join(path.read_text("utf-8") for path in STAGE.glob("*.js"))
    dark, light = re.search(r"neutral: [^?\n]+ \? (\[.*?\]) : (\[.*?\])", script).groups()
    for theme, numbers in zip(themes(), (light, dark), strict=True):
        assert_allclose(theme.neutral, np.array(json.loads(numbers)) / 255)


def test_the_theme_is_the_one_that_the_stage_falls_back_to() -> None:
    css = (STAGE / "stage.css").read_text("utf-8")
    light = themes()[0]
    for colour, name in (
        (light.paper, "background-color"),
        (light.ink, "text-color"),
        (light.edge, "border-color"),
        (light.accent, "primary-color"),
    ):
        assert rgb(re.search(rf"var\(--st-{name}, (#\w+)\)", css)[1]) == colour


def test_colours_blend_by_responsibility() -> None:
    colours = np.array(palettes()[0][:3])
    gamma = np.array([[1, 0, 0], [0.25, 0.75, 0]])
    assert_allclose(blend(gamma, colours)[0], colours[0])
    assert_allclose(blend(gamma, colours)[1], 0.25 * colours[0] + 0.75 * colours[1])


def test_quiet_colours_are_mixed_as_on_the_stage() -> None:
    css = (STAGE / "stage.css").read_text("utf-8")
    for theme in themes():
        for name, mixed in (("muted", theme.muted), ("faint", theme.faint)):
            pattern = rf"--{name}: color-mix\(in srgb, var\(--ink\) (\d+)%, var\(--paper\)\)"
            share = int(re.search(pattern, css)[1]) / 100
            ink, paper = np.array(theme.ink), np.array(theme.paper)
            assert_allclose(mixed, share * ink + (1 - share) * paper)
