"""A lesson's file -> Lesson. What is wrong in it is told by line, all of it at once.

The form is described in .github/CONTRIBUTING.md.
"""

import re
from collections.abc import Callable, Iterator
from difflib import get_close_matches
from typing import NamedTuple
from urllib.parse import parse_qsl

from gmm.ui.course.lesson import (
    Choose,
    Do,
    Guess,
    Lesson,
    LessonError,
    Number,
    Option,
    Passage,
    Scene,
    Task,
)
from gmm.ui.link import (
    HIDE,
    HIDEABLE,
    VERSION,
    VERSION_NAME,
    Link,
    list_parameters,
    read_link,
)

LONGEST = 200_000  # characters of a file
MOST_SCENES = 40

_FIELD = re.compile(r"([A-Z][a-z]+):(?:\s+(.*))?$")
_OPTION = re.compile(r"- \[( |x|X)\]\s+(.*)$")

# What a task is told by, and what it may be told with; "" is what is said where there is nothing.
_NEEDED = {
    "Choose": ("Choose",),
    "Number": ("Number", "Answer", "Tolerance", "Right"),
    "Guess": ("Guess", "Component", "Frame", "Tolerance", "Right", "Wrong"),
    "Do": ("Do", "When", "Right"),
}
_ALLOWED = {
    "Choose": (),
    "Number": ("Unit", "Hint", "Wrong"),
    "Guess": (),
    "Do": ("Hint",),
}
_FIELDS = {"Link", "Check", *_NEEDED, *(name for names in _NEEDED.values() for name in names)} | {
    name for names in _ALLOWED.values() for name in names
}


class _Part(NamedTuple):
    """A heading with what stands below it: fields by name, options, and the words."""

    title: Passage
    fields: dict[str, list[Passage]]
    options: list[Option]
    words: Passage


def read_lesson(text: str) -> Lesson:
    """Read a lesson's file.

    Parameters
    ----------
    text : str

    Returns
    -------
    Lesson
        Its expressions are not calculated yet (`gmm.ui.course.payload`).

    Raises
    ------
    LessonError
        With a sentence for each thing that is wrong, and its line.
    """
    if len(text) > LONGEST:
        raise LessonError(Passage(f"A lesson has at most {LONGEST:,} characters.", 1))
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    head, parts, troubles = _cut(lines.lstrip("\ufeff"))
    scenes = []
    if not parts:
        troubles.append(Passage("There is no scene. A scene begins with “## ” and its title.", 1))
    if len(parts) > MOST_SCENES:
        troubles.append(Passage(f"A lesson has at most {MOST_SCENES} scenes.", 1))
    for part in parts[:MOST_SCENES]:
        try:
            scenes.append(_read_scene(part))
        except LessonError as error:
            troubles += error.troubles
    goal, minutes = (head.fields.get(name, [Passage("", 1)])[0] for name in ("Goal", "Minutes"))
    if not head.title.text:
        troubles.append(Passage("The file does not begin with “# ” and the lesson's title.", 1))
    if not goal.text:
        troubles.append(Passage("“Goal:” is missing: what can one do after the lesson?", 1))
    if not minutes.text.isdecimal() or not 1 <= int(minutes.text) <= 600:
        troubles.append(Passage("“Minutes:” needs a whole number from 1 to 600.", minutes.line))
    if troubles:
        raise LessonError(*troubles)
    return Lesson(head.title.text, goal.text, int(minutes.text), tuple(scenes))


# ------------------------------------------------------------------------------ lines -> parts


def _cut(text: str) -> tuple[_Part, list[_Part], list[Passage]]:
    """The head, a part for each scene, and what is wrong."""
    parts = [_Part(Passage("", 1), {}, [], Passage("", 1))]
    troubles: list[Passage] = []
    lines = list(enumerate(text.split("\n"), start=1))
    while lines:
        number, line = lines.pop(0)
        if line.startswith("## "):
            parts.append(_Part(Passage(line[3:].strip(), number), {}, [], Passage("", number)))
        elif line.startswith("# ") and len(parts) == 1:
            parts[0] = parts[0]._replace(title=Passage(line[2:].strip(), number))
        elif line.startswith("#"):
            troubles.append(Passage("A scene's heading begins with “## ”.", number))
        elif option := _OPTION.match(line):
            because = Passage(_take_indented(lines), number + 1)
            if not because.text:
                sentence = "An answer needs its explanation on the next line, indented."
                troubles.append(Passage(sentence, number))
            words = Passage(option[2].strip(), number)
            parts[-1].options.append(Option(words, option[1] != " ", because))
        elif (field := _FIELD.match(line)) and _is_field(field[1], len(parts) == 1):
            rest = [(field[2] or "").strip(), _take_indented(lines)]
            value = Passage("\n".join(filter(None, rest)), number)
            parts[-1].fields.setdefault(field[1], []).append(value)
        elif near := _find_misspelt(line, len(parts) == 1):
            troubles.append(
                Passage(f"“{near[0]}:” is not known. Do you mean “{near[1]}:”?", number)
            )
        elif line.strip() or parts[-1].words.text:
            parts[-1] = parts[-1]._replace(words=parts[-1].words.add(line, number))
    return parts[0], parts[1:], troubles


def _is_field(name: str, in_head: bool) -> bool:
    return name in ({"Goal", "Minutes"} if in_head else _FIELDS)


def _find_misspelt(line: str, in_head: bool) -> tuple[str, str] | None:
    """A word with a colon at a line's beginning that is nearly a field's name."""
    found = re.match(r"([A-Za-z]{2,12}):(?=\s|$)", line)
    fields = ["Goal", "Minutes"] if in_head else sorted(_FIELDS)
    near = get_close_matches(found[1].capitalize(), fields, 1, 0.8) if found else []
    return (found[1], near[0]) if found and near else None


def _take_indented(lines: list[tuple[int, str]]) -> str:
    taken = []
    while lines and lines[0][1].startswith(("  ", "\t")) and lines[0][1].strip():
        taken.append(lines.pop(0)[1].strip())
    return "\n".join(taken)


# ------------------------------------------------------------------------------ a part -> a scene


def _read_scene(part: _Part) -> Scene:
    troubles: list[Passage] = []
    for name, values in part.fields.items():
        if name != "Check" and len(values) > 1:
            troubles.append(Passage(f"“{name}:” is there twice.", values[1].line))
        if not values[0].text:
            troubles.append(Passage(f"“{name}:” says nothing.", values[0].line))
    title, line = part.title
    if not title:
        troubles.append(Passage("A scene needs a title after “## ”.", line))
    link = Link()
    if "Link" in part.fields:
        link, remarks = _read_address(part.fields["Link"][0])
        troubles += remarks
    else:
        troubles.append(Passage("“Link:” is missing: the address that the scene shows.", line))
    if troubles:
        raise LessonError(*troubles)
    words = part.words._replace(text=part.words.text.rstrip())
    checks = tuple(part.fields.get("Check", []))
    return Scene(title, link, words, checks, _read_task(part), part.fields["Link"][0])


def _read_address(passage: Passage) -> tuple[Link, list[Passage]]:
    _, mark, query_text = passage.text.partition("?")
    query = dict(parse_qsl((query_text if mark else passage.text).partition("#")[0]))
    if not query:
        return Link(), [Passage("“Link:” needs what stands after the address's “?”.", passage.line)]
    query.setdefault(VERSION_NAME, str(VERSION))
    link, remarks = read_link(query)
    known = {
        VERSION_NAME,
        *(parameter.name for _, parameter in list_parameters(link.settings.data)),
    }
    remarks += [f"The link has “{name}”, which means nothing here." for name in {*query} - known]
    hidden = {*filter(None, query.get(HIDE.name, "").split("."))} - {*HIDEABLE}
    remarks += [f"“{part}” cannot be hidden. There are: {', '.join(HIDEABLE)}." for part in hidden]
    return link, [Passage(remark, passage.line) for remark in remarks]


def _read_task(part: _Part) -> Task | None:
    kinds = [kind for kind in _NEEDED if kind in part.fields]
    if not kinds:
        stray = [values[0] for name, values in part.fields.items() if name not in ("Link", "Check")]
        stray += [option.words for option in part.options]
        if stray:
            sentence = "This belongs to a thing to do: “Choose:”, “Number:”, “Guess:” or “Do:”."
            raise LessonError(Passage(sentence, stray[0].line))
        return None
    if len(kinds) > 1:
        sentence = "A scene has at most one thing to do. Make a second scene of it."
        raise LessonError(Passage(sentence, part.fields[kinds[1]][0].line))
    return _TASKS[kinds[0]](part, {name: values[0] for name, values in _fields(part, kinds[0])})


def _fields(part: _Part, kind: str) -> Iterator[tuple[str, list[Passage]]]:
    """What the task is told with; what is not said is an empty passage."""
    line = part.fields[kind][0].line
    missing = [name for name in _NEEDED[kind] if name not in part.fields]
    if missing:
        raise LessonError(Passage(f"“{missing[0]}:” is missing for “{kind}:”.", line))
    known = {*_NEEDED[kind], *_ALLOWED[kind], "Link", "Check"}
    for name, values in part.fields.items():
        if name not in known:
            raise LessonError(Passage(f"“{name}:” means nothing for “{kind}:”.", values[0].line))
    if part.options and kind != "Choose":
        sentence = "Answers to choose belong to “Choose:”."
        raise LessonError(Passage(sentence, part.options[0].words.line))
    for name in (*_NEEDED[kind], *_ALLOWED[kind]):
        yield name, part.fields.get(name, [Passage("", line)])


def _read_choose(part: _Part, said: dict[str, Passage]) -> Choose:
    question, options = said["Choose"], tuple(part.options)
    if not 2 <= len(options) <= 6:
        raise LessonError(Passage("“Choose:” needs two to six answers (“- [ ] ”).", question.line))
    if sum(option.right for option in options) != 1:
        raise LessonError(Passage("Exactly one answer is right (“- [x] ”).", question.line))
    return Choose(question, options)


def _read_number(part: _Part, said: dict[str, Passage]) -> Number:
    return Number(
        question=said["Number"],
        answer=said["Answer"],
        tolerance=said["Tolerance"],
        unit=said["Unit"],
        hint=said["Hint"],
        right=said["Right"],
        wrong=said["Wrong"],
    )


def _read_guess(part: _Part, said: dict[str, Passage]) -> Guess:
    component = _read_whole(said["Component"], "Component")
    frame = _read_whole(said["Frame"], "Frame")
    try:
        tolerance = float(said["Tolerance"].text)
    except ValueError:
        tolerance = 0.0
    if not 0 < tolerance < 100:
        sentence = "“Tolerance:” is a number of standard deviations, above 0."
        raise LessonError(Passage(sentence, said["Tolerance"].line))
    return Guess(said["Guess"], component, frame, tolerance, said["Right"], said["Wrong"])


def _read_whole(passage: Passage, name: str) -> int:
    if not passage.text.isdecimal() or not 1 <= int(passage.text) <= 9999:
        raise LessonError(Passage(f"“{name}:” is a whole number from 1 on.", passage.line))
    return int(passage.text)


def _read_do(part: _Part, said: dict[str, Passage]) -> Do:
    return Do(said["Do"], said["When"], said["Hint"], said["Right"])


_TASKS: dict[str, Callable[[_Part, dict[str, Passage]], Task]] = {
    "Choose": _read_choose,
    "Number": _read_number,
    "Guess": _read_guess,
    "Do": _read_do,
}
