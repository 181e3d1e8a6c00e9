"""What all pages of the site share: one script and one style, a logo and an icon."""

import json

from gmm.files import ASSETS
from gmm.ui.course.places import SITE
from gmm.ui.course.sheet import write_font
from gmm.ui.site.frame import ICON, LOGO, SCRIPT, STYLE
from gmm.ui.stage.page import THEME
from gmm.ui.stage.script import assemble_alone, read_part

_STYLES = ("stage.css", "lesson.css", "course.css", "site.css")


def write_shared() -> dict[str, str]:
    """Write the files, by their names."""
    return {
        SCRIPT: _write_script(),
        SITE.font: write_font(),
        STYLE: THEME + "".join(map(read_part, _STYLES)) + _write_palette(),
        **{name: (ASSETS / name).read_text(encoding="utf-8") for name in (LOGO, ICON)},
    }


def _write_script() -> str:
    """A classic script: a browser loads no module from a folder."""
    return f'(() => {{\n"use strict";\n{assemble_alone("site", "site")}\nsite();\n}})();\n'


def _write_palette() -> str:
    """The components' colours, for pictures that no script draws."""
    palette = json.loads((ASSETS / "look.json").read_text(encoding="utf-8"))["palette"]
    light, dark = (
        "".join(f".k{k} {{ --colour: {colour}; }}\n" for k, colour in enumerate(palette[ground]))
        for ground in ("light", "dark")
    )
    return f"{light}@media (prefers-color-scheme: dark) {{\n{dark}}}\n"
