"""A script with its style and markup in it, and what asks for it."""

import re

import pytest

from gmm.ui.course.page import lesson_style
from gmm.ui.stage.bundle import BUNDLES, read_loader, write_bundle
from gmm.ui.stage.script import assemble_script, read_part


@pytest.mark.parametrize("entry", BUNDLES)
def test_it_has_all_that_a_part_of_a_page_needs(entry: str) -> None:
    bundle = write_bundle(entry)
    assert bundle.startswith(assemble_script(entry))
    assert bundle.count("export default function") == 1
    assert re.findall(r"^export const (style|markup) = \"", bundle, re.MULTILINE) == [
        "style",
        "markup",
    ]


def test_a_lesson_has_the_style_of_its_page_on_a_disk() -> None:
    _, styles = BUNDLES["lesson"]
    assert "".join(read_part(name) for name in styles) == lesson_style()


def test_what_is_sent_with_each_message_is_small() -> None:
    loader = read_loader("_mixtape/component-0123456789abcdef.js")
    sent = loader + read_part("loader.html") + read_part("loader.css")
    assert len(sent) < 2800
    assert "//" not in re.sub(r'"[^"]*"|`[^`]*`', "", loader).replace("; //", "")


def test_it_is_told_where_the_file_is_and_what_is_called_there() -> None:
    loader = read_loader("_mixtape/a-1.js", "keep")
    assert 'const FILE = "_mixtape/a-1.js";' in loader
    assert 'const CALL = "keep";' in loader
    assert "ADDRESS" not in loader
    assert "CALLED" not in loader
