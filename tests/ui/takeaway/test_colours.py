"""Colours against the stage's own files: one source, read."""

import json
import re
from pathlib import Path

import numpy as np
from numpy.testing import assert_allclose

from gmm.ui.takeaway.colours import blend, parse_colour, read_themes
from gmm.ui.takeaway.geometry import MARKS
from tests.present import present

STAGE = Path(__file__).parents[3] / "assets/stage"


def test_the_palette_and_the_neutral_colour_are_the_stages_own() -> None:
    # The stage's script reads the same file.
    assert 'import look from "../look.json"' in (STAGE / "colours.js").read_text("utf-8")
    look = json.loads((STAGE.parent / "look.json").read_text("utf-8"))
    for theme, ground in zip(read_themes(), ("light", "dark"), strict=True):
        assert list(theme.components) == [
            parse_colour(colour) for colour in look["palette"][ground]
        ]
        assert theme.neutral == parse_colour(look["neutral"][ground])
        assert len(set(theme.components)) == 8 == len(MARKS)


def test_the_theme_is_the_one_that_the_stage_falls_back_to() -> None:
    css = (STAGE / "stage.css").read_text("utf-8")
    light = read_themes()[0]
    for colour, name in (
        (light.paper, "background-color"),
        (light.ink, "text-color"),
        (light.edge, "border-color"),
        (light.accent, "primary-color"),
    ):
        assert parse_colour(present(re.search(rf"var\(--st-{name}, (#\w+)\)", css))[1]) == colour


def test_colours_blend_by_responsibility() -> None:
    colours = np.array(read_themes()[0].components[:3])
    gamma = np.array([[1, 0, 0], [0.25, 0.75, 0]])
    assert_allclose(blend(gamma, colours)[0], colours[0])
    assert_allclose(blend(gamma, colours)[1], 0.25 * colours[0] + 0.75 * colours[1])


def test_quiet_colours_are_mixed_as_on_the_stage() -> None:
    css = (STAGE / "stage.css").read_text("utf-8")
    for theme in read_themes():
        for name, mixed in (("muted", theme.muted), ("faint", theme.faint)):
            pattern = rf"--{name}: color-mix\(in srgb, var\(--ink\) (\d+)%, var\(--paper\)\)"
            share = int(present(re.search(pattern, css))[1]) / 100
            ink, paper = np.array(theme.ink), np.array(theme.paper)
            assert_allclose(mixed, share * ink + (1 - share) * paper)
