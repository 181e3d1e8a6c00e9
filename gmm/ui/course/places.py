"""Where the words of the course lead: a table for each kind of place that shows them."""

import hashlib
import re
from typing import NamedTuple
from urllib.parse import quote, urlencode

from gmm.data.datasets import DATASETS
from gmm.ui.link import DATA, VERSION, VERSION_NAME, Link, open_settings, write_link


class Places(NamedTuple):
    """Addresses with gaps, as seen from a page of the place; "" for what is not there.

    Attributes
    ----------
    course : str
        The list of lessons.
    lesson : str
        A lesson, with gaps for its {name} and its {scene}.
    term : str
        A {term} of the glossary.
    playground : str
        A run: the {query} that the playground reads, or the {run}'s name.
    laboratory : str
        A {page} of the laboratory, with the {query} that it reads.
    use : str
        The {page} of a worked case.
    recorded : bool
        Whether runs are recorded before somebody asks: then there are those alone that bring
        their points.
    font : str
        A style with the font of formulas, for files that would have it in them otherwise.
    """

    course: str = ""
    lesson: str = ""
    term: str = ""
    playground: str = ""
    laboratory: str = ""
    use: str = ""
    recorded: bool = False
    font: str = ""

    def find_lesson(self, name: str, scene: int = 0) -> str:
        """Give the address of a lesson, or of a scene of it, from 1."""
        return self.lesson.format(name=quote(name), scene=f"#{scene}" if scene else "")

    def find_term(self, term: str) -> str:
        """Give the address of a term, by its name in addresses."""
        return self.term.format(term=term)

    def find_run(self, link: Link) -> str:
        """Give the address of what a link shows."""
        if self.recorded and not _brings_points(link):
            return ""
        query = urlencode(write_link(link), quote_via=quote)
        return self.playground.format(query=query, run=name_run(link))

    def find_laboratory(self, page: str, link: Link | None = None) -> str:
        """Give the address of a page of the laboratory: with what a link shows, or its example."""
        query = ""
        if link is not None:  # it names its data always: without them it would be the example
            named = {DATA.name: link.settings.data, VERSION_NAME: str(VERSION)} | write_link(link)
            query = f"?{urlencode(named, quote_via=quote)}"
        return self.laboratory.format(page=page, query=query)

    def find_use(self, page: str) -> str:
        """Give the address of a worked case."""
        return self.use.format(page=page)


APP = Places(
    course="course",
    lesson="course?lesson={name}{scene}",
    term="glossary#{term}",
    playground="./?{query}",
    laboratory="{page}{query}",
    use="{page}",
)
ALONE = Places()  # a page of its own, on a disk or in a frame
SITE = Places(
    "index.html",
    "lesson-{name}.html{scene}",
    "glossary.html#{term}",
    "run-{run}.html",
    recorded=True,
    font="mathfont.css",
)


def name_run(link: Link) -> str:
    """Name what a link shows: the same for the same link, in letters that a file's name may have.

    What a data set opens with has the set's name alone.
    """
    data = re.sub(r"[^a-z0-9]+", "-", link.settings.data.lower()).strip("-")
    if link == Link(open_settings(link.settings.data)):
        return data
    return f"{data}-{hashlib.sha256(urlencode(write_link(link)).encode()).hexdigest()[:8]}"


def _brings_points(link: Link) -> bool:
    return link.settings.data in DATASETS or bool(link.carried.drawn or link.carried.points)
