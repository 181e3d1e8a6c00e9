"""The font for formulas: given to the document once, whatever its policy, and nothing missing."""

import re
from html import unescape

import pytest
from playwright.sync_api import Browser, Page

from gmm.ui.course.lessons import list_lessons, pack_entry
from gmm.ui.stage.payload import Payload
from gmm.ui.stage.script import assemble_script

POLICY = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'"
# Letters that a browser slants when they stand alone: upright -> the slanted one.
LATIN = {chr(0x61 + i): chr(0x1D44E + i) for i in range(26)} | {"h": "ℎ"}
CAPITALS = {chr(0x41 + i): chr(0x1D434 + i) for i in range(26)}
GREEK = {chr(0x3B1 + i): chr(0x1D6FC + i) for i in range(25)}


@pytest.fixture
def page(browser: Browser) -> Page:
    """A page that may not fetch anything, with a formula within a shadow tree."""
    script = re.sub(r"^export ", "", assemble_script("mathfont"), flags=re.MULTILINE)
    opened = browser.new_page()
    opened.set_content(
        f"""<meta http-equiv="Content-Security-Policy" content="{POLICY}"><div></div><script>{script}
        const root = document.querySelector("div").attachShadow({{ mode: "open" }});
        root.innerHTML = `<style>math {{ font: 20px "Mixtape Math", math }}</style><math display="block"><mrow>
          <mo stretchy="true">(</mo><mfrac><mn>1</mn><mfrac><mn>1</mn><mn>2</mn></mfrac></mfrac></mrow></math>`;
        </script>"""
    )
    return opened


def test_the_document_has_it_once(page: Page) -> None:
    bracket = "() => document.querySelector('div').shadowRoot.querySelector('mo').getBoundingClientRect().height"
    before = page.evaluate(bracket)
    for _ in range(2):
        page.evaluate("loadMathFont()")
    page.evaluate("document.fonts.ready.then(() => null)")
    assert page.evaluate("[...document.fonts].map((face) => face.status)") == ["loaded"]
    fraction = "() => document.querySelector('div').shadowRoot.querySelector('mfrac').getBoundingClientRect().height"
    assert page.evaluate(bracket) >= page.evaluate(fraction) > before * 0.5
    page.close()


def test_it_has_every_character_of_the_lessons_formulas(page: Page) -> None:
    page.evaluate("loadMathFont()")
    page.evaluate("document.fonts.ready.then(() => null)")
    used = {character for entry in list_lessons() for character in list_characters(entry.name)} - {
        " ",
        "\u2061",
        "\u2062",
        "\u2063",
    }
    assert {"𝜇", "𝒩", "∑"} <= used
    # What a font lacks has the width of the one after it.
    missing = page.evaluate(
        """(used) => {
          const pen = document.createElement("canvas").getContext("2d");
          const wide = (text, next) => { pen.font = `100px "Mixtape Math", ${next}`; return pen.measureText(text).width; };
          return used.filter((each) => wide(each, "monospace") !== wide(each, "serif"));
        }""",
        sorted(used),
    )
    assert missing == []
    page.close()


def list_characters(name: str) -> set[str]:
    """The characters of a lesson's formulas as a browser draws them."""
    found = set()
    for formula in re.findall(r"<math.*?</math>", str(words_of(pack_entry(name)))):
        for kind, text in re.findall(r"<(m[ino])\b[^>]*>([^<]*)<", formula):
            shown = unescape(text)
            if kind == "mi" and len(shown) == 1:
                shown = (LATIN | CAPITALS | GREEK).get(shown, shown)
            found |= set(shown)
    return found


def words_of(packed: Payload) -> list[object]:
    return [[scene["words"], str(scene["task"])] for scene in packed["scenes"]]
