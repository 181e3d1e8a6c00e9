"""Colours against the stage's own files: one source, read."""

import json
import re
from pathlib import Path

import numpy as np
from numpy.testing import assert_allclose

from gmm.ui.takeaway.colours import (
    measure_luminance,
    parse_colour,
    read_print_theme,
    read_themes,
)
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


def test_on_paper_greys_tell_components_apart() -> None:
    light, paper = read_themes()[0], read_print_theme()
    greys = np.array([measure_luminance(colour) for colour in paper.components])
    for count, least in ((2, 3.0), (3, 2.0), (4, 1.5), (8, 1.15)):
        steps = np.sort(greys[:count] + 0.05)
        assert (steps[1:] / steps[:-1]).min() > least
    # Their hues are the stage's.
    for own, other in zip(light.components, paper.components, strict=True):
        assert np.argsort(own).tolist() == np.argsort(other).tolist()
    for words in (paper.ink, paper.muted):
        ratio = (measure_luminance(paper.paper) + 0.05) / (measure_luminance(words) + 0.05)
        assert ratio > 4.5


def test_quiet_colours_are_mixed_as_on_the_stage() -> None:
    css = (STAGE / "stage.css").read_text("utf-8")
    for theme in read_themes():
        for name, mixed in (("muted", theme.muted), ("faint", theme.faint)):
            pattern = rf"--{name}: color-mix\(in srgb, var\(--ink\) (\d+)%, var\(--paper\)\)"
            share = int(present(re.search(pattern, css))[1]) / 100
            ink, paper = np.array(theme.ink), np.array(theme.paper)
            assert_allclose(mixed, share * ink + (1 - share) * paper)
