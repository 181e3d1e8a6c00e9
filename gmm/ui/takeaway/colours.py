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


@cache
def read_print_theme() -> Theme:
    """Read the light theme for paper, with components that greys tell apart as well.

    Hues are the stage's; what changes is how bright they are.
    """
    light = read_themes()[0]
    # The first ones are far apart, whichever of them meet.
    bright = (0.05, 0.45, 0.19, 0.75, 0.1, 0.32, 0.58, 0.02)
    toned = tuple(map(_set_luminance, light.components, bright))
    return light._replace(components=toned)


def measure_luminance(colour: Rgb) -> float:
    """How bright a colour is, from 0 to 1 (relative luminance by WCAG 2.2)."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


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


def _set_luminance(colour: Rgb, aim: float) -> Rgb:
    """A colour of the same hue, mixed with black or white until it is as bright as asked for."""
    other: Rgb = (0.0, 0.0, 0.0) if measure_luminance(colour) > aim else (1.0, 1.0, 1.0)
    low, high = 0.0, 1.0
    for _ in range(30):
        share = (low + high) / 2
        off = measure_luminance(mix(other, colour, share)) - aim
        low, high = (share, high) if (off > 0) == (other[0] == 0) else (low, share)
    return mix(other, colour, low)
