"""Pages of runs: one a data set, with its story, and one a link that words have to a run."""

import re
from collections.abc import Iterator
from html import escape
from typing import NamedTuple

from gmm.data.datasets import DATASETS
from gmm.ui.course.lessons import FOLDER, list_lessons
from gmm.ui.course.places import SITE
from gmm.ui.course.plans import list_material
from gmm.ui.course.words import read_query
from gmm.ui.link import Link, open_settings
from gmm.ui.recording import record_link
from gmm.ui.run import Run, name_columns, write_summary, write_title
from gmm.ui.site.frame import GALLERY, TEACHERS, Shown, write_site_page
from gmm.ui.site.thumbnail import draw_thumbnail
from gmm.ui.stage.page import pack_alone
from gmm.ui.stage.script import read_part

_TARGET = re.compile(r"\(playground:([^)\s]*)\)")
_STORIES = {
    False: ("Real data", "Each is opened with the settings that show what it is good for."),
    True: ("Drawn by chance", "Here the truth is known: View has a layer that shows it."),
}


class _Way(NamedTuple):
    """Where a page's link comes from: an address and its words."""

    address: str
    words: str


def write_gallery() -> Iterator[tuple[str, str]]:
    """Write the gallery and a page a set: their names and their texts."""
    parts = [
        "<h1>Gallery</h1>",
        '<p class="lead">One run for each data set. Step it, play it, or drag a mean.</p>',
    ]
    for generated, (title, told) in _STORIES.items():
        cards = []
        for name in (each for each, recipe in DATASETS.items() if recipe.generated == generated):
            link = Link(open_settings(name))
            run = record_link(link)
            address = SITE.find_run(link)
            cards.append(_write_card(name, address, run))
            yield address, _write_set(name, run, link)
        parts.append(f"<h2>{title}</h2><p>{told}</p>")
        parts.append(f'<ul class="gallery">{"".join(cards)}</ul>')
    yield GALLERY, write_site_page("Mixtape: gallery", "\n".join(parts), at=GALLERY)


def write_linked_runs(known: set[str]) -> Iterator[tuple[str, str]]:
    """Write a page a link of lessons, plans and exercises: its name and its text.

    Parameters
    ----------
    known : set of str
        Pages that are there already.
    """
    for address, (link, ways) in _list_links().items():
        if address not in known:
            run = record_link(link)
            links = ", ".join(f'<a href="{way.address}">{escape(way.words)}</a>' for way in ways)
            story = f'<p class="source">From {links}. {escape(write_summary(run))}.</p>'
            yield address, _write_run(write_title(run), run, link, "", story, TEACHERS)


def _list_links() -> dict[str, tuple[Link, list[_Way]]]:
    found: dict[str, tuple[Link, list[_Way]]] = {}

    def add(link: Link, way: _Way) -> None:
        if address := SITE.find_run(link):
            ways = found.setdefault(address, (link, []))[1]
            ways += [way] if way not in ways else []

    for number, name, lesson in list_lessons():
        text = (FOLDER / f"{number:02}-{name}.md").read_text(encoding="utf-8")
        for target in _TARGET.findall(text):
            add(
                read_query(target)[0],
                _Way(SITE.find_lesson(name), f"Lesson {number}: {lesson.title}"),
            )
    for target in _TARGET.findall((FOLDER / "plans.md").read_text(encoding="utf-8")):
        add(read_query(target)[0], _Way(f"{TEACHERS}#plans", "the plans"))
    for number, exercise in enumerate(list_material(SITE).exercises, start=1):
        add(exercise.link, _Way(f"{TEACHERS}#exercise-{number}", f"exercise {number}"))
    return found


def _write_card(name: str, address: str, run: Run) -> str:
    data, k = run.dataset, run.settings.k
    components = "1 component" if k == 1 else f"{k} components"
    return (
        f'<li>{draw_thumbnail(run)}<h3><a href="{address}">{escape(name)}</a></h3>'
        f"<p>{escape(data.note)}</p>"
        f'<p class="source">{len(run.points):,} {escape(data.rows)}, {components}</p></li>'
    )


def _write_set(name: str, run: Run, link: Link) -> str:
    data = run.dataset
    told = [f"Columns: {escape(', '.join(name_columns(data)))}."]
    if data.label_names:
        told.append(f"Known kinds: {escape(', '.join(data.label_names))}.")
    told.append(f"Source: {escape(data.source)}")
    story = f'<p class="source">{" ".join(told)} <a href="{GALLERY}">All sets</a></p>'
    return _write_run(
        name, run, link, f'<p class="note-of">{escape(data.note)}</p>', story, GALLERY
    )


def _write_run(title: str, run: Run, link: Link, above: str, below: str, at: str) -> str:
    content = f"{above}\n{read_part('stage.html')}\n{below}"
    shown = Shown("stage", pack_alone(run, link))
    return write_site_page(f"{title}: Mixtape", content, at=at, shown=shown, kind="wide")
