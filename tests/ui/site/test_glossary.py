"""The glossary as a page."""

import json
import re

import pytest

from gmm.ui.course.glossary import find_term, glossary, search_terms, slug
from gmm.ui.site.glossary import write_glossary


@pytest.fixture(scope="module")
def page() -> str:
    return write_glossary()


def test_every_term_is_there_with_its_symbol_and_its_lesson(page: str) -> None:
    sections = dict(re.findall(r'<section id="([^"]*)">(.*?)</section>', page, re.DOTALL))
    assert list(sections) == [slug(term) for term in glossary()]
    for term in glossary():
        section = sections[slug(term)]
        assert f'href="lesson-{term.lesson}.html"' in section
        assert ("Symbol: <math" in section) == bool(term.symbol)
        # It does not lead to itself, and nothing is left that a script would have to open.
        assert f'href="glossary.html#{slug(term)}"' not in section
    assert "<button" not in page
    assert "data-term" not in page


def test_a_meaning_leads_to_other_terms(page: str) -> None:
    found = find_term("AIC")
    assert found
    section = page.partition(f'<section id="{slug(found)}">')[2].partition("</section>")[0]
    assert 'href="glossary.html#log-likelihood"' in section


@pytest.mark.parametrize("asked", ["covar", "posterior", "effective count", "xyzzy", "distance"])
def test_the_browser_finds_what_the_app_finds(page: str, asked: str) -> None:
    """assets/stage/search.js in three lines: what it is given is enough for it."""
    data = json.loads(page.partition('data-kind="search">')[2].partition("</script>")[0])
    found = [
        term
        for term, told in zip(glossary(), data["terms"], strict=True)
        if any(asked in each for each in told["called"]) or asked in told["meaning"]
    ]
    assert set(found) == set(search_terms(asked))
    assert data["count"] == f"{{found}} of {len(glossary())} terms"
