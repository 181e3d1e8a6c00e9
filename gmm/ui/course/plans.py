"""What a teacher needs around the lessons: plans, advice, exercises with their solutions.

They are read from plans.md, which is written as lessons are. One `##` heading each:

    ## Plan: Ten minutes
    Minutes: 10

    Words, and one table: minutes, what the class does, what it opens. The minutes add up.

    ## Advice: In a hall

    Words.

    ## Exercise: A mean by hand
    Lesson: one-bell-curve
    Link: ?data=Cyclist+speeds&k=1&v=4      (several lines: scene.2 and so on in the names)

    Words with [[numbers]] of the link.

    Check: data.mean < 4
    Solution: words. A value goes on over following lines that are indented.

Names, numbers, checks and links are those of lessons (`gmm.ui.course.names`). A link to a
lesson has as its words the title of what it opens, so that it cannot lead elsewhere unseen.
"""

import re
from functools import cache
from html import escape
from typing import NamedTuple

from gmm.ui.course.expressions import compare
from gmm.ui.course.lesson import LessonError, Passage
from gmm.ui.course.lessons import FOLDER, find_lesson
from gmm.ui.course.measured import Measured
from gmm.ui.course.names import calculate
from gmm.ui.course.places import APP, Places
from gmm.ui.course.words import Writer, read_query
from gmm.ui.link import Link
from gmm.ui.recording import record_link

_HEAD = re.compile(r"## (Plan|Advice|Exercise): (.+)")
_FIELD = re.compile(r"(Minutes|Lesson|Link|Check|Solution):\s+(.*)")
_ROW = re.compile(r"\|\s*(\d+)\s*\|")
_LESSON_LINK = re.compile(r"\[([^\]]+)\]\(lesson:([^)#\s]+)(?:#(\d+))?\)")
_NEEDED: dict[str, tuple[str, ...]] = {
    "Plan": ("Minutes",),
    "Advice": (),
    "Exercise": ("Lesson", "Link", "Solution"),
}
_SCREEN = re.compile(r'<button type="button" class="term"[^>]*>(.*?)</button>')


class Plan(NamedTuple):
    """A lesson plan: what a class does in how many minutes, as HTML."""

    title: str
    minutes: int
    words: str


class Advice(NamedTuple):
    """How something is done with a class, as HTML."""

    title: str
    words: str


class Exercise(NamedTuple):
    """A question to set and to mark.

    Attributes
    ----------
    title : str
    lesson : str
        The name of the lesson that it belongs to.
    link : Link
        Its data in the playground.
    question, solution : str
        HTML.
    """

    title: str
    lesson: str
    link: Link
    question: str
    solution: str

    def write_ways(self, places: Places, number: int) -> str:
        """Write where its lesson and its data are, as HTML."""
        entry = find_lesson(self.lesson)
        assert entry is not None
        lesson, data = places.find_lesson(self.lesson), places.find_run(self.link)
        title = escape(f"{entry.number}. {entry.lesson.title}")
        return (
            f'<p>Lesson <a href="{escape(lesson)}">{title}</a>. '
            f'<a href="{escape(data)}">The data of exercise {number}</a></p>'
        )


class Material(NamedTuple):
    """All of it, in the order of the file."""

    plans: tuple[Plan, ...]
    advice: tuple[Advice, ...]
    exercises: tuple[Exercise, ...]


class _Part(NamedTuple):
    """A heading with what stands below it."""

    kind: str
    title: Passage
    fields: dict[str, list[Passage]]
    words: Passage


@cache
def list_material(places: Places = APP) -> Material:
    """Read the material that comes with the app, once for all who ask.

    Parameters
    ----------
    places : Places
        Where its words lead.
    """
    return read_material((FOLDER / "plans.md").read_text(encoding="utf-8"), places)


@cache
def read_template() -> str:
    """Read the lesson's file that a teacher begins with."""
    return (FOLDER / "template.md").read_text(encoding="utf-8")


def read_material(text: str, places: Places = APP) -> Material:
    """Read plans, advice and exercises: every number is calculated, every claim checked.

    Parameters
    ----------
    text : str
        In the form that this file begins with.
    places : Places
        Where its words lead.

    Raises
    ------
    LessonError
        With a sentence for each thing that is wrong, and its line.
    """
    parts, troubles = _cut(text)
    found: dict[str, list[Plan | Advice | Exercise]] = {"Plan": [], "Advice": [], "Exercise": []}
    for part in parts:
        try:
            found[part.kind].append(_read_part(part, places))
        except LessonError as error:
            troubles += error.troubles
    if troubles:
        raise LessonError(*troubles)
    return Material(*map(tuple, found.values()))  # type: ignore[arg-type]


# ------------------------------------------------------------------------------ lines -> parts


def _cut(text: str) -> tuple[list[_Part], list[Passage]]:
    parts: list[_Part] = []
    troubles: list[Passage] = []
    lines = list(enumerate(text.split("\n"), start=1))
    while lines:
        number, line = lines.pop(0)
        if head := _HEAD.fullmatch(line.rstrip()):
            parts.append(_Part(head[1], Passage(head[2], number), {}, Passage("", number)))
        elif line.startswith("#") and (number > 1 or not line.startswith("# ")):
            sentence = "A heading is “## Plan: ”, “## Advice: ” or “## Exercise: ” and a title."
            troubles.append(Passage(sentence, number))
        elif not parts:
            continue
        elif field := _FIELD.fullmatch(line.rstrip()):
            value = [field[2]]
            while lines and lines[0][1].startswith("  "):
                value.append(lines.pop(0)[1].strip())
            passage = Passage("\n".join(value), number)
            parts[-1].fields.setdefault(field[1], []).append(passage)
        elif line.strip() or parts[-1].words.text:
            parts[-1] = parts[-1]._replace(words=parts[-1].words.add(line, number))
    return parts, troubles


# ------------------------------------------------------------------------------ a part -> HTML


def _read_part(part: _Part, places: Places) -> Plan | Advice | Exercise:
    line = part.title.line
    for name in _NEEDED[part.kind]:
        if name not in part.fields:
            raise LessonError(Passage(f"“{name}:” is missing.", line))
    _compare_titles(part)
    if part.kind == "Exercise":
        return _read_exercise(part, places)
    writer = Writer(_refuse_number, 0, places)
    words = _write(writer, part.words)
    if part.kind == "Advice":
        return Advice(part.title.text, words)
    return Plan(part.title.text, _add_minutes(part), words)


def _add_minutes(part: _Part) -> int:
    told = part.fields["Minutes"][0]
    rows = [int(row[1]) for line in part.words.text.split("\n") if (row := _ROW.match(line))]
    if not told.text.isdecimal() or sum(rows) != int(told.text):
        sentence = f"The rows take {sum(rows)} minutes, not {told.text}."
        raise LessonError(Passage(sentence, told.line))
    return int(told.text)


def _read_exercise(part: _Part, places: Places) -> Exercise:
    links = [_read_address(passage) for passage in part.fields["Link"]]
    try:
        scenes: list[Measured | None] = [Measured(record_link(link), link.frame) for link in links]
    except ValueError as error:
        raise LessonError(Passage(str(error), part.fields["Link"][0].line)) from None
    first = scenes[0]
    assert first is not None

    def look(name: str) -> float:
        return calculate(name, scenes, 0)

    for check in part.fields.get("Check", []):
        try:
            holds = compare(check.text, look)
        except ValueError as error:
            raise LessonError(check._replace(text=str(error))) from None
        if not holds:
            raise LessonError(check._replace(text=f"The check “{check.text}” is false."))
    lesson = part.fields["Lesson"][0]
    if find_lesson(lesson.text) is None:
        raise LessonError(lesson._replace(text=f"There is no lesson “{lesson.text}”."))
    components = len(first.em.frames[0].mixture.weights)
    writer = Writer(look, components, places)
    return Exercise(
        part.title.text,
        lesson.text,
        links[0],
        _write(writer, part.words),
        _write(writer, part.fields["Solution"][0]),
    )


def _read_address(passage: Passage) -> Link:
    link, remarks = read_query(passage.text)
    if remarks:
        raise LessonError(*(Passage(remark, passage.line) for remark in remarks))
    return link


def _refuse_number(name: str) -> float:
    raise ValueError(f"“{name}” needs an exercise's link: plans and advice have no numbers.")


def _write(writer: Writer, passage: Passage) -> str:
    """Words for a page where no term opens its meaning."""
    written = writer.write(passage)
    # Streamlit takes every element of a formula out of the HTML that it is given.
    if "<math" in written:
        raise LessonError(passage._replace(text="Here formulas are written without dollars."))
    return _SCREEN.sub(r"\1", written)


def _compare_titles(part: _Part) -> None:
    """A link to a lesson has the title of what it opens."""
    passages = [part.words, *part.fields.get("Solution", [])]
    for passage in passages:
        for found in _LESSON_LINK.finditer(passage.text):
            line = passage.line + passage.text.count("\n", 0, found.start())
            entry = find_lesson(found[2])
            if entry is None:
                raise LessonError(Passage(f"There is no lesson “{found[2]}”.", line))
            scene = int(found[3] or 0)
            if scene > len(entry.lesson.scenes):
                raise LessonError(Passage(f"“{found[2]}” has no scene {scene}.", line))
            title = entry.lesson.scenes[scene - 1].title if scene else entry.lesson.title
            if found[1] != title:
                raise LessonError(Passage(f"“{found[1]}” opens “{title}”.", line))
