"""Lesson -> what the player is given: scenes with their words as HTML, and each run once.

assets/stage/lesson.js plays it; no message goes to the server between the first scene and the last.
"""

from collections.abc import Callable
from typing import Any, cast

from gmm.ui.course.conditions import read_condition
from gmm.ui.course.expressions import calculate, compare, list_names
from gmm.ui.course.glossary import glossary, slug
from gmm.ui.course.lesson import (
    Choose,
    Do,
    Guess,
    Lesson,
    LessonError,
    Number,
    Passage,
    Scene,
    Task,
    refuse,
)
from gmm.ui.course.measured import Measured, Tried
from gmm.ui.course.names import calculate as find_number
from gmm.ui.course.places import ALONE, APP, Places
from gmm.ui.course.words import Writer
from gmm.ui.link import STAGE_PARTS, write_view
from gmm.ui.recording import record_link
from gmm.ui.stage.payload import Payload, pack_run

MOST_BYTES = 1_500_000  # of a lesson's runs: a teacher's own file may have larger ones than ours


def pack_lesson(lesson: Lesson, name: str, number: int = 0, places: Places = APP) -> Payload:
    """Pack a lesson for the player: every number of it is calculated, every claim checked.

    Parameters
    ----------
    lesson : Lesson
    name : str
        Of the lesson, in addresses and in what the browser keeps.
    number : int
        Where it stands in the course, from 1; 0 for a teacher's own.
    places : Places
        Where its words lead.

    Returns
    -------
    dict
        JSON-ready.

    Raises
    ------
    LessonError
        With a sentence for each thing that is wrong, and its line.
    """
    runs: list[Payload] = []
    measured: list[Measured | None] = []
    which: list[int] = []  # of the runs a scene shows
    tried: dict[Tried, Measured] = {}
    troubles: list[Passage] = []
    for scene in lesson.scenes:
        try:
            run = record_link(scene.link)
        except ValueError as error:
            troubles.append(Passage(str(error), scene.address.line))
            measured.append(None)
            which.append(0)
            continue
        packed = pack_run(run)
        known = next((at for at, other in enumerate(runs) if _is_same(other, packed)), len(runs))
        runs += [packed] if known == len(runs) else []
        measured.append(Measured(run, scene.link.frame, tried))
        which.append(known)
    if sum(_weigh(run) for run in runs) > MOST_BYTES:
        sentence = "The runs of this lesson are too large to send. Use fewer points or fewer runs."
        troubles.append(Passage(sentence, 1))
    terms: dict[str, Payload] = {}
    scenes: list[Payload] = []
    for at, scene in enumerate(lesson.scenes):
        data = measured[at]
        if data is None:
            continue
        try:
            packing = _Packing(measured, at, data, places)
            scenes.append(packing.pack(scene) | {"run": which[at]})
            terms |= packing.define_terms()
        except LessonError as error:
            troubles += error.troubles
    if troubles:
        raise LessonError(*troubles)
    return {
        "lesson": name,
        "number": number,
        "title": lesson.title,
        "goal": lesson.goal,
        "minutes": lesson.minutes,
        "home": places.course,
        "next": None,
        "scenes": scenes,
        "runs": runs,
        "terms": terms,
    }


def _is_same(run: Payload, other: Payload) -> bool:
    """Whether they show the same: a run's name does not tell how many tapes there are."""
    return run == other


def _weigh(run: Payload) -> int:
    arrays = [run["points"], *(text for tape in run["tapes"] for text in tape.values())]
    return sum(len(text) for text in arrays if isinstance(text, str))


class _Packing:
    """One scene: its numbers are found, and its words written, in one place."""

    def __init__(
        self, scenes: list[Measured | None], at: int, data: Measured, places: Places
    ) -> None:
        self._scenes, self._at, self._data = scenes, at, data
        self._writer = Writer(self._look, len(data.em.frames[0].mixture.weights), places)
        self._troubles: list[Passage] = []

    def _look(self, name: str) -> float:
        return find_number(name, self._scenes, self._at)

    def pack(self, scene: Scene) -> Payload:
        link = scene.link
        words = self._write(scene.words)
        for check in scene.checks:
            self._check(check)
        if link.frame > self._data.run.frames - 1:
            last = self._data.run.frames - 1
            self._tell(scene.address, f"The run has frames from 0 to {last}.")
        view = link.view
        task: Payload | None = None
        if scene.task is not None:
            task = self._pack_task(scene.task)
            if isinstance(task, dict) and task["kind"] == "guess":
                view = view._replace(on=view.on | {"predict"})
        if self._troubles:
            raise LessonError(*self._troubles)
        return {
            "title": scene.title,
            "words": words,
            "frame": link.frame,
            "view": write_view(view),
            "hidden": [part for part in STAGE_PARTS if part in link.classroom.hide],
            "task": task,
        }

    def define_terms(self) -> dict[str, Payload]:
        """The meanings of the terms that the words name."""
        defined = {}
        for name, term in self._writer.terms.items():
            writer = Writer(self._look, 0, ALONE)
            # A meaning has no further meanings in it.
            writer.terms = {slug(each): each for each in glossary()}
            defined[name] = {"name": term.name, "meaning": writer.write(Passage(term.meaning, 1))}
        return defined

    # -------------------------------------------------------------------------- tasks

    def _pack_task(self, task: Task) -> Payload:
        # By name: a module that was loaded again has other classes of the same names.
        pack = cast(Callable[["_Packing", Any], Payload], _TASKS[type(task).__name__])
        return pack(self, task)

    def _pack_choose(self, task: Choose) -> Payload:
        options = [
            {
                "words": self._write(option.words, inline=True, pressed=True),
                "right": option.right,
                "because": self._write(option.because, inline=True),
            }
            for option in task.options
        ]
        question = self._write(task.question, inline=True)
        return {"kind": "choose", "question": question, "options": options}

    def _pack_number(self, task: Number) -> Payload:
        tolerance = self._calculate(task.tolerance)
        if tolerance <= 0:
            self._tell(task.tolerance, "“Tolerance:” is above 0.")
        return {
            "kind": "number",
            "question": self._write(task.question, inline=True),
            "answer": self._calculate(task.answer),
            "tolerance": tolerance,
            "unit": task.unit.text,
            "hint": self._write(task.hint, inline=True),
            "right": self._write(task.right, inline=True),
            "wrong": self._write(task.wrong, inline=True),
        }

    def _pack_guess(self, task: Guess) -> Payload:
        components = len(self._data.em.frames[0].mixture.weights)
        if task.component > components:
            self._tell(task.question, f"There is no component {task.component} in this scene.")
        here = self._data.frame
        if task.frame != here + 1 or task.frame % 2 or task.frame >= len(self._data.em.frames):
            sentence = "“Frame:” is the M-step that follows the scene's own frame, an E-step."
            self._tell(task.question, sentence)
        return {
            "kind": "guess",
            "question": self._write(task.question, inline=True),
            "component": task.component - 1,
            "frame": task.frame,
            "tolerance": task.tolerance,
            "right": self._write(task.right, inline=True),
            "wrong": self._write(task.wrong, inline=True),
        }

    def _pack_do(self, task: Do) -> Payload:
        try:
            when = read_condition(task.when, self._look)
        except LessonError as error:
            self._troubles += error.troubles
            when = []
        return {
            "kind": "do",
            "question": self._write(task.question, inline=True),
            "when": when,
            "hint": self._write(task.hint, inline=True),
            "right": self._write(task.right, inline=True),
        }

    # -------------------------------------------------------------------------- passages

    def _write(self, passage: Passage, inline: bool = False, pressed: bool = False) -> str:
        try:
            return self._writer.write(passage, inline, pressed)
        except LessonError as error:
            self._troubles += error.troubles
            return ""

    def _calculate(self, passage: Passage) -> float:
        try:
            return calculate(passage.text, self._look)
        except ValueError as error:
            self._tell(passage, str(error))
            return 1.0

    def _check(self, passage: Passage) -> None:
        try:
            holds = compare(passage.text, self._look)
        except ValueError as error:
            self._tell(passage, str(error))
            return
        if not holds:
            values = (f"{name} is {self._look(name):.6g}" for name in list_names(passage.text))
            told = f"The check “{passage.text}” is false: {', '.join(values)}."
            self._tell(passage, told)

    def _tell(self, passage: Passage, sentence: str) -> None:
        self._troubles += refuse(passage, sentence).troubles


_TASKS: dict[str, Any] = {
    "Choose": _Packing._pack_choose,
    "Number": _Packing._pack_number,
    "Guess": _Packing._pack_guess,
    "Do": _Packing._pack_do,
}
