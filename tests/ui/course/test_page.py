"""A lesson as one file; how it plays there is in tests/browser/test_course.py."""

import json
import re

from gmm.ui.course.lessons import pack_entry
from gmm.ui.course.page import lesson_page, lesson_style
from gmm.ui.course.places import ALONE
from tests.ui.course.files import pack, scene_of


def test_it_holds_the_lesson_and_asks_for_nothing() -> None:
    payload = pack_entry("ellipses", ALONE)
    page = lesson_page(payload)
    assert page.startswith("<!doctype html>")
    assert "<title>Ellipses</title>" in page
    assert "default-src 'none'" in page
    assert 'data-testid="lesson"' in page
    assert 'data-testid="stage"' in page
    inline = re.search(r"lesson\(\{ data: (.*), parentElement", page)
    assert inline is not None
    assert json.loads(inline[1]) == json.loads(json.dumps(payload))
    assert not re.search(r"(src|href)=[\"']?(https?:)?//", page)


def test_words_cannot_end_the_script() -> None:
    payload = pack(scene_of("`</script><script>alert(1)</script>`"))
    assert lesson_page(payload).count("</script>") == 1


def test_its_style_is_the_stages_and_its_own() -> None:
    assert ".stage {" in lesson_style()
    assert ".lesson" in lesson_style()
