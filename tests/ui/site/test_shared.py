"""What all pages of the site share."""

import json
import re

from gmm.files import ASSETS
from gmm.ui.course.places import SITE
from gmm.ui.site.frame import ICON, LOGO, SCRIPT, STYLE
from gmm.ui.site.shared import write_shared


def test_the_script_is_a_classic_one_with_all_kinds_of_pages() -> None:
    script = write_shared()[SCRIPT]
    assert not re.search(r"^(?:import|export)\b", script, re.MULTILINE)
    assert script.startswith("(() => {")
    assert script.rstrip().endswith("site();\n})();")
    for name in ("stage", "lesson", "course", "search", "record"):
        assert script.count(f"const module_{name} =") == 1
    for name in ("component", "lesson", "course"):
        assert f"= module_{name}.default;" in script


def test_pictures_have_the_palette_of_the_stage() -> None:
    style = write_shared()[STYLE]
    palette = json.loads((ASSETS / "look.json").read_text("utf-8"))["palette"]
    light, dark = style.rsplit("@media (prefers-color-scheme: dark)", 1)
    for k in range(len(palette["light"])):
        assert f".k{k} {{ --colour: {palette['light'][k]}; }}" in light
        assert f".k{k} {{ --colour: {palette['dark'][k]}; }}" in dark


def test_the_rest_are_a_font_a_logo_and_an_icon() -> None:
    files = write_shared()
    assert set(files) == {SCRIPT, STYLE, SITE.font, LOGO, ICON}
    assert files[SITE.font].startswith("@font-face")
    assert files[LOGO] == (ASSETS / "logo.svg").read_text("utf-8")
