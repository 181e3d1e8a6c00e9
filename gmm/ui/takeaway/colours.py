"""Colours of the app's theme and of the components, read from where the stage has them."""

import json
import tomllib
from functools import cache
from typing import NamedTuple

from gmm.files import ASSETS, ROOT

Rgb = tuple[float, float, float]


class Theme(NamedTuple):
    """Colours: of the app's theme, and one for each component."""

    paper: Rgb
    ink: Rgb
    edge: Rgb
    accent: Rgb
    muted: Rgb
    faint: Rgb
    neutral: Rgb
    components: tuple[Rgb, ...]


@cache
def read_themes() -> tuple[Theme, Theme]:
    """Read the light theme and the dark one, as the app and the stage have them.

    From .streamlit/config.toml and assets/look.json.
    """
    return _read_theme("light"), _read_theme("dark")


def pick_colour(theme: Theme, k: int) -> Rgb:
    """A component's colour: more components than colours begin again."""
    return theme.components[k % len(theme.components)]


def parse_colour(colour: str) -> Rgb:
    """A colour such as "#0072b2" as three numbers from 0 to 1."""
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return red / 255, green / 255, blue / 255


def mix(one: Rgb, other: Rgb, share: float) -> Rgb:
    """A colour between two, with so large a share of the first."""
    red, green, blue = (share * a + (1 - share) * b for a, b in zip(one, other, strict=True))
    return red, green, blue


def _read_theme(ground: str) -> Theme:
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))["theme"][
        ground
    ]
    look = json.loads((ASSETS / "look.json").read_text("utf-8"))
    paper, ink = parse_colour(config["backgroundColor"]), parse_colour(config["textColor"])
    return Theme(
        paper=paper,
        ink=ink,
        edge=parse_colour(config["borderColor"]),
        accent=parse_colour(config["primaryColor"]),
        muted=mix(ink, paper, 0.68),
        faint=mix(ink, paper, 0.09),
        neutral=parse_colour(look["neutral"][ground]),
        components=tuple(map(parse_colour, look["palette"][ground])),
    )
