"""The stage's modules as one script."""

import json
import re

import pytest

from gmm.files import ASSETS
from gmm.ui.stage.script import (
    STAGE,
    assemble_alone,
    assemble_script,
    read_module,
    read_part,
)

# Modules that a page begins with, and the function that each gives it.
ENTRIES = {
    "component": "stage",
    "lesson": "lesson",
    "course": "course",
    "away": "away",
    "site": "site",
}
LOADER = "loader"  # sent as it is: it fetches the others


def modules_of(entry: str) -> list[str]:
    script = assemble_script(entry)
    return re.findall(r"^const module_(\w+) = \(\(\) => \{$", script, re.MULTILINE)


def test_all_modules_are_in_one_of_the_scripts() -> None:
    files = {path.stem for path in STAGE.glob("*.js")}
    found = [name for entry in ENTRIES for name in modules_of(entry)]
    assert {*found, *ENTRIES, LOADER} == files


@pytest.mark.parametrize(("entry", "function"), ENTRIES.items())
def test_each_module_is_there_once_in_an_order_that_works(entry: str, function: str) -> None:
    script, names = assemble_script(entry), modules_of(entry)
    assert len(names) == len(set(names))
    for i, name in enumerate(names):
        own = script.split(f"const module_{name} =")[1].split("\nconst module_")[0]
        for used in re.findall(r"= module_(\w+);", own):
            if used != name:
                assert used in names[:i] or i == len(names) - 1
    assert (
        script.count("export default ") == script.count(f"export default function {function}") == 1
    )
    assert not re.search(r"^import ", script, re.MULTILINE)


def test_shared_numbers_and_colours_are_in_it() -> None:
    look = json.loads((ASSETS / "look.json").read_text("utf-8"))
    script = assemble_script()
    assert look["palette"]["light"][0] in script
    assert '.json"' not in script


def test_one_module_can_be_assembled_with_what_it_needs() -> None:
    script = assemble_script("marks")
    assert "const module_elements" in script
    assert "module_stage" not in script


def test_a_default_export_is_imported_from_another_script() -> None:
    script = assemble_script("site")
    for name in ("course", "lesson"):
        assert f"const {name} = module_{name}.default;" in script
        assert re.search(rf"^return \{{ .*default: {name}\b.* \}};$", script, re.MULTILINE)
    assert "export" not in assemble_alone("site", "site").replace("exported", "")


@pytest.mark.parametrize("name", ["stage.html", "stage.css", "lesson.css"])
def test_markup_and_style_are_read_as_they_are(name: str) -> None:
    assert read_part(name) == (STAGE / name).read_text("utf-8")


def test_the_stages_markup_stands_within_that_of_a_lesson() -> None:
    markup = read_part("lesson.html")
    assert read_part("stage.html") in markup
    assert "<!--" not in markup


def test_comments_stay_at_home_and_code_does_not() -> None:
    script = "".join(map(assemble_script, ENTRIES)) + read_module(LOADER)
    assert not re.search(r"^\s*(//|/\*\*[^\n]*\n)", script, re.MULTILINE)
    ours = "".join(path.read_text("utf-8") for path in STAGE.glob("*.js"))
    data = sum(len((ASSETS / name).read_text("utf-8")) for name in ("look.json", "mathfont.json"))
    assert len(assemble_script("lesson")) - data < 0.85 * len(ours)
    # What shares its line with code is still there, and so is each function.
    for name in re.findall(r"^(?:export )?function (\w+)", ours, re.MULTILINE):
        assert re.search(rf"function {name}\(", script), name


def test_no_text_goes_over_the_end_of_a_line() -> None:
    """Indents are taken out of the script: in a text they would be missed."""
    for path in STAGE.glob("*.js"):
        texts = re.findall(r"`[^`]*`", path.read_text("utf-8"))
        assert not [text for text in texts if "\n" in text], path.name
