"""The glossary as a page: all terms in it, and a search that the browser does."""

import re
from html import escape

from gmm.ui.course.formulas import write_formula
from gmm.ui.course.glossary import (
    COUNT,
    HINT,
    LONGEST_SEARCH,
    NONE,
    SEARCH,
    TITLE,
    Term,
    glossary,
    normalise,
    slug,
)
from gmm.ui.course.lesson import Passage
from gmm.ui.course.lessons import list_lessons
from gmm.ui.course.places import SITE
from gmm.ui.course.words import Writer
from gmm.ui.site.frame import GLOSSARY, Shown, write_site_page

_TERM = re.compile(r'<button type="button" class="term" data-term="([^"]*)">(.*?)</button>')
_SCREEN = re.compile(r' (?:data-[\w-]+|tabindex)="[^"]*"')


def write_glossary() -> str:
    """Write the page."""
    terms = glossary()
    sections = "\n".join(map(_write_term, terms))
    content = f"""<h1>{TITLE}</h1>
<p class="search" hidden><label>{SEARCH}
<input type="search" placeholder="{HINT}" maxlength="{LONGEST_SEARCH}"></label>
<span class="found" role="status"></span></p>
<p class="none" hidden>{NONE}</p>
<div class="terms">
{sections}
</div>"""
    shown = {
        "count": COUNT.replace("{total}", f"{len(terms)}"),
        # As the search compares them.
        "terms": [
            {"called": [normalise(term.name), *term.forms], "meaning": normalise(term.meaning)}
            for term in terms
        ],
    }
    title = f"Mixtape: {TITLE.lower()}"
    return write_site_page(title, content, at=GLOSSARY, shown=Shown("search", shown))


def _write_term(term: Term) -> str:
    writer = Writer(_refuse, 0, SITE)
    writer.terms = {slug(term): term}  # it does not lead to itself
    meaning = _SCREEN.sub("", _TERM.sub(_lead, writer.write(Passage(term.meaning, 1))))
    number, title = _list_titles()[term.lesson]
    ways = f'<a href="{SITE.find_lesson(term.lesson)}">Lesson {number}: {escape(title)}</a>'
    symbol = f"Symbol: {write_formula(term.symbol, False, str, 0)}. " if term.symbol else ""
    return (
        f'<section id="{slug(term)}"><h2>{escape(term.name)}</h2>{meaning}'
        f'<p class="source">{symbol}{ways}</p></section>'
    )


def _lead(found: re.Match[str]) -> str:
    """A term in another's meaning is a way to it."""
    return f'<a class="term" href="{SITE.find_term(found[1])}">{found[2]}</a>'


def _list_titles() -> dict[str, tuple[int, str]]:
    return {name: (number, lesson.title) for number, name, lesson in list_lessons()}


def _refuse(name: str) -> float:
    raise ValueError(f"“{name}” needs a run: the glossary has no numbers.")
