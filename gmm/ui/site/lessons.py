"""The list of lessons, which is where the site begins, and a page a lesson."""

from collections.abc import Iterator
from html import escape

from gmm.ui.course.lessons import INTRODUCTION, list_entries, list_lessons, pack_entry
from gmm.ui.course.places import SITE
from gmm.ui.site.frame import GALLERY, GLOSSARY, TEACHERS, Shown, write_site_page
from gmm.ui.stage.script import read_part

_MORE = {
    GALLERY: ("Gallery", "Real data, a run for each, with its story."),
    GLOSSARY: ("Glossary", "Every term and every symbol of the lessons."),
    TEACHERS: ("For teachers", "Plans, sheets to print, exercises with solutions."),
}


def write_course() -> str:
    """Write the list of lessons."""
    more = "".join(
        f'<li><a href="{address}">{escape(name)}</a><p>{escape(told)}</p></li>'
        for address, (name, told) in _MORE.items()
    )
    content = f"""<h1>Course</h1>
<p class="lead">{escape(INTRODUCTION)}</p>
{read_part("course.html")}
<h2>What else there is</h2>
<ul class="ways">{more}</ul>
<p class="beside">These pages need no server and no account, and they also work from a folder. To
set up a run yourself, or to use your own data, you need the Mixtape app, which runs on a computer
with Python.</p>"""
    shown = Shown("course", {"lessons": list_entries(SITE)})
    return write_site_page("Mixtape: a course", content, at=SITE.course, shown=shown)


def write_lessons() -> Iterator[tuple[str, str]]:
    """Write a page a lesson: its name and its text."""
    for entry in list_lessons():
        yield (
            SITE.find_lesson(entry.name),
            write_site_page(
                f"{entry.lesson.title}: Mixtape, lesson {entry.number}",
                read_part("lesson.html"),
                at=SITE.course,
                shown=Shown("lesson", pack_entry(entry.name, SITE)),
                kind="wide",
            ),
        )
