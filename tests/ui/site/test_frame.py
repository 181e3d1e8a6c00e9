"""What every page of the site stands in."""

import json
import re

import pytest

from gmm.ui.site.frame import GLOSSARY, PAGES, SCRIPT, STYLE, Shown, write_site_page


def test_it_is_a_page_with_a_way_over_the_bar_and_one_that_is_marked() -> None:
    page = write_site_page("A & B", "<p>Words.</p>", at=GLOSSARY)
    assert page.startswith('<!doctype html>\n<html lang="en">')
    assert "<title>A &amp; B</title>" in page
    assert page.index('href="#content"') < page.index("<nav")
    assert 'id="content"' in page
    for address in PAGES:
        assert f'<a href="{address}"' in page
    assert re.findall(r'<a href="([^"]*)" aria-current', page) == [GLOSSARY]


def test_all_pages_share_a_script_and_a_style_and_hold_none() -> None:
    page = write_site_page("A", "", shown=Shown("lesson", {"a": 1}))
    assert re.findall(r'<script src="([^"]*)"', page) == [SCRIPT]
    assert f'<link rel="stylesheet" href="{STYLE}">' in page
    assert "<style" not in page
    # What is in it is data.
    assert re.findall(r"<script (?!src)([^>]*)>", page) == [
        'type="application/json" data-kind="lesson"'
    ]
    assert 'type="module"' not in page
    policy = re.search(r'Security-Policy" content="([^"]*)"', page)
    assert policy
    assert "script-src 'self' file:" in policy[1]
    assert "http" not in policy[1]


@pytest.mark.parametrize("word", ["</script><!--", "\u2028", '"'])
def test_words_cannot_end_the_data(word: str) -> None:
    page = write_site_page("A", "", shown=Shown("lesson", {"title": word}))
    assert page.count("</script>") == 2
    found = re.search(r'data-kind="lesson">(.*?)</script>', page, re.DOTALL)
    assert found
    assert json.loads(found[1]) == {"title": word}
