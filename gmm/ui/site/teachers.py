"""The teachers' page, and the files that it leads to."""

import io
import zipfile
from collections.abc import Iterator
from html import escape

from markdown_it import MarkdownIt

from gmm.ui.course import teaching
from gmm.ui.course.handouts import SITE_HANDOUTS, Handout, name_handout
from gmm.ui.course.lessons import Entry, list_lessons
from gmm.ui.course.places import SITE
from gmm.ui.course.plans import Advice, Exercise, Plan, list_material, read_template
from gmm.ui.site.frame import TEACHERS, write_site_page

_DATE = (1980, 1, 1, 0, 0, 0)  # a ZIP file's earliest: the same content is the same file

_MARKDOWN = MarkdownIt("commonmark", {"html": False})


def write_teachers(address: str) -> str:
    """Write the page.

    Parameters
    ----------
    address : str
        Where the site will be served; "" where that is not known.
    """
    material = list_material(SITE)
    parts = {
        "plans": (teaching.PLANS, "".join(map(_write_plan, material.plans))),
        "advice": (
            teaching.ADVICE,
            _write(teaching.PLAYGROUND) + "".join(map(_write_advice, material.advice)),
        ),
        "handouts": (
            teaching.HANDOUTS,
            _write(" ".join([teaching.HANDOUTS_TOLD, *([] if address else [teaching.NO_CODES])]))
            + _write_frame(list_lessons()[2], address)
            + "".join(map(_write_handouts, list_lessons())),
        ),
        "exercises": (
            teaching.EXERCISES,
            _write(teaching.tell_exercises(SITE))
            + "".join(
                _write_exercise(number, exercise)
                for number, exercise in enumerate(material.exercises, start=1)
            ),
        ),
        "writing": (teaching.WRITING, _write_writing()),
    }
    ways = "".join(f'<li><a href="#{name}">{title}</a></li>' for name, (title, _) in parts.items())
    sections = "\n".join(
        f'<h2 id="{name}">{title}</h2>\n{words}' for name, (title, words) in parts.items()
    )
    content = f"""<h1>{teaching.TITLE}</h1>
{_write(teaching.INTRODUCTION)}
<ul class="contents">{ways}</ul>
{sections}"""
    return write_site_page(f"Mixtape: {teaching.TITLE.lower()}", content, at=TEACHERS)


def write_handouts(address: str) -> Iterator[tuple[str, str | bytes]]:
    """Write the files: their names and what is in them.

    Parameters
    ----------
    address : str
        Where the site will be served; "" where that is not known.
    """
    for entry in list_lessons():
        for handout in SITE_HANDOUTS:
            name = name_handout(entry, handout)
            written = handout.write(entry, address, SITE)
            yield name, _zip(name, written) if name.endswith(".zip") else written
    yield teaching.TEMPLATE_FILE, read_template()


def _write_plan(plan: Plan) -> str:
    return f"<h3>{escape(plan.title)}</h3>{_wrap(plan.words)}"


def _write_advice(advice: Advice) -> str:
    return f"<h3>{escape(advice.title)}</h3>{_wrap(advice.words)}"


def _write_handouts(entry: Entry) -> str:
    ways = "".join(f"<li>{_write_handout(entry, handout)}</li>" for handout in SITE_HANDOUTS)
    title = f"{entry.number}. {entry.lesson.title}"
    return f'<h3>{escape(title)}</h3><ul class="handouts">{ways}</ul>'


def _write_frame(entry: Entry, address: str) -> str:
    """The line that shows a lesson inside another page."""
    source = f"{address}{SITE.find_lesson(entry.name)}"
    line = (
        f'<iframe src="{source}" title="{entry.lesson.title}" width="1200" height="760"></iframe>'
    )
    return f"{_write(teaching.FRAME)}<pre><code>{escape(line)}</code></pre>"


def _write_handout(entry: Entry, handout: Handout) -> str:
    name = name_handout(entry, handout)
    # What is no page is a file to keep.
    kept = "" if name.endswith(".html") else " download"
    label = handout.label.format(number=entry.number)
    return f'<a href="{name}" title="{escape(handout.told)}"{kept}>{escape(label)}</a>'


def _write_exercise(number: int, exercise: Exercise) -> str:
    return (
        f'<h3 id="exercise-{number}">{number}. {escape(exercise.title)}</h3>'
        f"{_wrap(exercise.question + exercise.write_ways(SITE, number))}"
        f"<details><summary>Solution {number}</summary>{_wrap(exercise.solution)}</details>"
    )


def _write_writing() -> str:
    details = "".join(
        f"<details><summary>{escape(each.title)}</summary>"
        + (f"<pre><code>{escape(each.words)}</code></pre>" if each.verbatim else _write(each.words))
        + "</details>"
        for each in teaching.list_details()
    )
    template = f'<a href="{teaching.TEMPLATE_FILE}" download>{teaching.TEMPLATE}</a>'
    return f"{_write(teaching.tell_writing(SITE))}<p>{template}</p>{details}"


def _write(markdown: str) -> str:
    written: str = _MARKDOWN.render(markdown)
    return written


def _wrap(words: str) -> str:
    """Words with tables in them, which a narrow window scrolls."""
    return f'<div class="passage">{words}</div>'


def _zip(name: str, page: str) -> bytes:
    """A page in a ZIP file: a fourth as large."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        inside = zipfile.ZipInfo(f"{name.removesuffix('.zip')}.html", _DATE)
        inside.compress_type = zipfile.ZIP_DEFLATED
        archive.writestr(inside, page, compresslevel=9)
    return file.getvalue()
