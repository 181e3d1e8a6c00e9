"""A lesson on paper: one HTML file made for A4, its answers on pages of their own at the end.

The file asks for nothing over the network, and its own policy forbids it to. What a lesson says
about the frame on show is said here about the frame that the scene opens with.
"""

import html
import json
import math
import re
from functools import cache
from typing import Any
from urllib.parse import urljoin

from gmm.files import ASSETS
from gmm.ui.course.drawing import NARROW, Drawing, draw_frame
from gmm.ui.course.lesson import Lesson, Scene
from gmm.ui.course.payload import pack_lesson
from gmm.ui.course.places import ALONE, APP, Places
from gmm.ui.link import Link
from gmm.ui.numbers import write_fixed
from gmm.ui.recording import record_link
from gmm.ui.run import Run
from gmm.ui.stage.payload import Payload
from gmm.ui.takeaway.geometry import MARKS
from gmm.ui.takeaway.qr import draw_qr

# The last two are for a font in a style of its own, beside a sheet in a folder or on a server.
# A density is drawn as an image within the picture.
_POLICY = (
    "default-src 'none'; font-src data:; img-src data:; style-src 'unsafe-inline' 'self' file:"
)

_LETTERS = "ABCDEF"


def write_sheet(
    lesson: Lesson,
    name: str,
    solutions: bool = True,
    base: str = "",
    places: Places = APP,
    *,
    questions: bool = True,
    font: str = "",
) -> str:
    """Write a lesson as a sheet to print.

    Parameters
    ----------
    lesson : Lesson
    name : str
        Of the lesson in addresses.
    solutions : bool
        Whether the answers follow, from a new page on.
    base : str
        The address of the folder that the course is in, such as "https://example.org/": what can be
        done on the screen alone then has a code to scan. "" where there is none.
    places : Places
        Where the course is in that folder.
    questions : bool
        Whether there are scenes and questions before the answers.
    font : str
        The address of a style with the font of formulas; "" to have it in the file.

    Returns
    -------
    str
        HTML, to be saved as UTF-8.

    Raises
    ------
    LessonError
        With a sentence for each thing that is wrong in the lesson, and its line.
    """
    packed = pack_lesson(lesson, name, places=ALONE)
    runs = _Runs()
    asked, answered = [], []
    drawn: dict[tuple[object, ...], int] = {}  # which scene has a picture already
    for at, (scene, told) in enumerate(zip(lesson.scenes, packed["scenes"], strict=True), start=1):
        run = runs.find(scene.link)
        answered.append(_write_answer(at, told, run) if solutions else "")
        if not questions:
            continue
        known = drawn.setdefault(_name_look(scene), at)
        if known == at:
            picture = _write_picture(_draw_scene(run, scene, f"s{at}"))
        else:
            picture = f'<p class="again">The picture is that of scene {known}.</p>'
        address = urljoin(base, places.find_lesson(name, at)) if base else ""
        asked.append(_write_scene(at, told, picture, address))
    title = html.escape(lesson.title)
    header = answers = ""
    if questions:
        header = f"""<header>
<p class="who"><span>Name</span><span>Date</span></p>
<h1>{title}</h1>
<p class="goal">Goal: {html.escape(lesson.goal)}</p>
</header>"""
    if solutions:
        answers = f'<section class="answers"><h1>Answers: {title}</h1>{"".join(answered)}</section>'
    return f"""<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}">
<title>{title}: {"sheet" if questions else "answers"}</title>
{f'<link rel="stylesheet" href="{font}">' if font else f"<style>{write_font()}</style>"}
<style>{_STYLE}</style>
<main>
{header}
{"".join(asked)}
{answers}
</main>
</html>
"""


class _Runs:
    """Each run once: scenes of a lesson share theirs."""

    def __init__(self) -> None:
        self._found: dict[tuple[object, ...], Run] = {}

    def find(self, link: Link) -> Run:
        key = (link.settings, link.carried)
        if key not in self._found:
            self._found[key] = record_link(link)
        return self._found[key]


# ------------------------------------------------------------------------------ pictures


def _name_look(scene: Scene) -> tuple[object, ...]:
    link = scene.link
    return link.settings, link.carried, link.frame, link.view.on, "curve" in link.classroom.hide


def _draw_scene(run: Run, scene: Scene, mark: str) -> Drawing:
    curve = "curve" not in scene.link.classroom.hide
    return draw_frame(run, scene.link.frame, scene.link.view, mark, curve=curve)


def _write_picture(drawing: Drawing, caption: str = "") -> str:
    kind = "beside" if drawing.width <= NARROW else "across"
    told = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f'<figure class="{kind}">{drawing.svg}{told}</figure>'


# ------------------------------------------------------------------------------ scenes


def _write_scene(at: int, told: Payload, picture: str, address: str) -> str:
    title = html.escape(told["title"])
    task = _ASKED[told["task"]["kind"]](told["task"], address) if told["task"] else ""
    words = _to_paper(told["words"], terms=True)
    # On a phone what is too wide is moved by the keys as well.
    return (
        f'<section class="scene"><h2><span class="at">{at}</span> {title}</h2>'
        f'<div class="told" tabindex="0">{picture}{words}</div>{task}</section>'
    )


def _ask_choose(task: Payload, _address: str) -> str:
    options = "".join(
        f'<li><span class="box"></span><b>{letter}</b> {_to_paper(option["words"])}</li>'
        for letter, option in zip(_LETTERS, task["options"], strict=False)
    )
    return _wrap_task(task, f'<ul class="options">{options}</ul>')


def _ask_number(task: Payload, _address: str) -> str:
    unit = html.escape(task["unit"])
    place = f'<p class="number"><span class="blank"></span> {unit}</p>'
    return _wrap_task(task, f'<div class="lines"><i></i><i></i></div>{place}')


def _ask_guess(task: Payload, _address: str) -> str:
    how = (
        '<p class="how">On paper: draw a cross into the picture where the mean of '
        f"component {task['component'] + 1} will be. Say why.</p>"
    )
    return _wrap_task(task, f'{how}<div class="lines"><i></i></div>')


def _ask_do(task: Payload, address: str) -> str:
    how = '<p class="how">This is done on the screen. Then write down what you have seen.</p>'
    code = ""
    if address:
        told = html.escape(address)
        code = f'<div class="code">{_draw_code(address)}<p>{told}</p></div>'
    return _wrap_task(task, f'{how}<div class="lines"><i></i><i></i></div>', code)


def _draw_code(address: str) -> str:
    try:
        return draw_qr(address)
    except ValueError:  # the address stands beside it
        return ""


def _wrap_task(task: Payload, place: str, code: str = "") -> str:
    question = _to_paper(task["question"])
    return f'<div class="task">{code}<p class="question">{question}</p>{place}</div>'


_ASKED: dict[str, Any] = {
    "choose": _ask_choose,
    "number": _ask_number,
    "guess": _ask_guess,
    "do": _ask_do,
}

# ------------------------------------------------------------------------------ answers


def _write_answer(at: int, told: Payload, run: Run) -> str:
    task = told["task"]
    if not task:
        return ""
    title = html.escape(told["title"])
    body = _ANSWERED[task["kind"]](task, told, run, f"a{at}")
    return f'<section class="answer"><h2><span class="at">{at}</span> {title}</h2>{body}</section>'


def _answer_choose(task: Payload, _told: Payload, _run: Run, _mark: str) -> str:
    rows = []
    for letter, option in zip(_LETTERS, task["options"], strict=False):
        kind = ' class="right"' if option["right"] else ""
        sign = "✓" if option["right"] else ""
        words, because = _to_paper(option["words"]), _to_paper(option["because"])
        rows.append(f"<li{kind}><b>{sign} {letter}</b> {words}<br>{because}</li>")
    return f'<ul class="options">{"".join(rows)}</ul>'


def _answer_number(task: Payload, _told: Payload, _run: Run, _mark: str) -> str:
    # As many digits as the tolerance lets count.
    answer, unit = task["answer"], html.escape(task["unit"])
    digits = max(0, math.ceil(-math.log10(task["tolerance"]) - 1e-9))
    number = write_fixed(answer, 0 if answer == round(answer) else min(digits, 9))
    hint = f"<br>Hint: {_to_paper(task['hint'])}" if task["hint"] else ""
    return f"<p><b>{number} {unit}</b><br>{_to_paper(task['right'])}{hint}</p>"


def _answer_do(task: Payload, _told: Payload, _run: Run, _mark: str) -> str:
    return f"<p>{_to_paper(task['right'])}</p>"


def _answer_guess(task: Payload, told: Payload, run: Run, mark: str) -> str:
    view = Link().view
    drawing = draw_frame(run, task["frame"], view, mark, moved_from=told["frame"])
    caption = "Arrows lead from the means before to the means after."
    return _write_picture(drawing, caption) + f"<p>{_to_paper(task['right'])}</p>"


_ANSWERED: dict[str, Any] = {
    "choose": _answer_choose,
    "number": _answer_number,
    "guess": _answer_guess,
    "do": _answer_do,
}

# ------------------------------------------------------------------------------ words on paper

_TERM = re.compile(r'<button type="button" class="term"[^>]*>(.*?)</button>')
_LIVE = re.compile(r"<output[^>]*>(.*?)</output>")
_COMPONENT = re.compile(r'<span data-component="(\d+)">(.*?)</span>')
_SCREEN = re.compile(r' (?:data-[\w-]+|tabindex)="[^"]*"')


def _to_paper(words: str, terms: bool = False) -> str:
    """Words of a lesson without what a screen alone can do; its terms can stand out."""
    words = _LIVE.sub(r"\1", _TERM.sub(r"<em>\1</em>" if terms else r"\1", words))
    words = _COMPONENT.sub(
        lambda found: f'<span class="whole">{_draw_mark(int(found[1]))} {found[2]}</span>', words
    )
    return _SCREEN.sub("", words)


@cache
def _draw_mark(k: int) -> str:
    """A component's mark, as it stands in the pictures."""
    corners = " ".join(f"{x:.1f},{y:.1f}" for x, y in MARKS[k % len(MARKS)])
    fill = "none" if k >= len(MARKS) else "currentColor"
    shape = f'<polygon points="{corners}" fill="{fill}" stroke="currentColor"/>'
    return f'<svg class="mark" viewBox="-9 -9 18 18" aria-hidden="true">{shape}</svg>'


@cache
def write_font() -> str:
    """Write the style that has the font of formulas in it."""
    font = json.loads((ASSETS / "mathfont.json").read_text("utf-8"))["base64"]
    source = f"url(data:font/woff2;base64,{font})"
    return f'@font-face {{ font-family: "Mixtape Math"; src: {source} format("woff2"); }}'


_STYLE = """
@page { size: A4; margin: 14mm 15mm 16mm; @bottom-right { content: counter(page); font: 9pt
  sans-serif; } }
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0; color: #000; background: #fff;
  font: 10pt/1.38 system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
main { max-width: 180mm; margin: 0 auto; padding: 6mm 0; }
h1 { font-size: 18pt; line-height: 1.2; margin: 0 0 2mm; }
h2 { font-size: 12.5pt; line-height: 1.25; margin: 0 0 2mm; break-after: avoid; }
p { margin: 0 0 2mm; orphans: 3; widows: 3; }
ul, ol { margin: 0 0 2mm; padding-left: 6mm; }
math { font-family: "Mixtape Math", math; font-size: 1.1em; }
math[display="block"] { margin: 1.5mm 0 2.5mm; }
table { border-collapse: collapse; margin: 0 0 2.5mm; font-variant-numeric: tabular-nums; }
th, td { border: 0.3mm solid #767676; padding: 0.6mm 2mm; text-align: left; }
figure { margin: 0; }
figure svg { display: block; width: 100%; height: auto; }
figcaption { font-size: 8.5pt; }
.beside { float: right; width: 78mm; margin: 0 0 1mm 5mm; }
.across { width: 150mm; margin: 0 auto 1mm; }
.mark { width: 0.95em; height: 0.95em; vertical-align: -0.12em; }
.who { display: flex; gap: 8mm; justify-content: flex-end; }
.who span { width: 62mm; border-bottom: 0.3mm solid #000; color: #333; font-size: 9pt;
  padding-top: 3mm; }
.who span + span { width: 38mm; }
.goal { margin-bottom: 5mm; }
.scene, .answer { break-inside: avoid; }
.scene { border-top: 0.3mm solid #767676; padding: 2.5mm 0 4mm; }
.at { display: inline-block; min-width: 6mm; text-align: center; border: 0.4mm solid #000;
  border-radius: 1mm;
  font-size: 10.5pt; padding: 0 1mm; }
.again { font-size: 9pt; }
.whole { white-space: nowrap; }
.told::after, .task::after, .answer::after { content: ""; display: block; clear: both; }
.task { border-left: 1.2mm solid #000; padding-left: 4mm; margin-top: 2mm; }
.question { font-weight: bold; }
.question math { font-weight: normal; }
.how { font-size: 9pt; }
.options { list-style: none; padding: 0; }
.options li { margin-bottom: 1.4mm; }
.scene .options li { padding-left: 8mm; }
.box { float: left; width: 4.2mm; height: 4.2mm; border: 0.4mm solid #000; margin: 0.3mm 0 0
  -8mm; }
.lines { overflow: hidden; }
.lines i { display: block; height: 7.5mm; border-bottom: 0.25mm solid #767676; }
.number { margin-top: 3mm; }
.blank { display: inline-block; width: 42mm; height: 9mm; border: 0.4mm solid #000;
  vertical-align: middle; }
.code { float: right; width: 32mm; margin-left: 5mm; font-size: 6.5pt; line-height: 1.2;
  overflow-wrap: anywhere; }
.code svg { width: 100%; }
.answers { break-before: page; font-size: 9.5pt; }
.answer { border-top: 0.3mm solid #767676; padding: 2.5mm 0 2mm; }
.answer .right { border-left: 1.2mm solid #000; padding-left: 2.5mm; }
@media screen { main { padding: 6mm 5mm; } .answers { margin-top: 12mm; border-top: 1mm solid
  #000; padding-top: 4mm; } }
@media screen and (max-width: 640px) { .beside { float: none; width: auto; margin-left: 0; }
  .told { overflow-x: auto; } }
@media print { main { max-width: none; padding: 0; } }
"""
