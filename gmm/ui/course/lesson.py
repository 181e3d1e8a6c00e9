"""What a lesson is: scenes with words, a run each, and at most one thing to do."""

from typing import NamedTuple

from gmm.ui.link import Link


class Passage(NamedTuple):
    """Text of a lesson's file, as its author wrote it.

    Attributes
    ----------
    text : str
    line : int
        Where in the file it begins, from 1.
    """

    text: str
    line: int

    def add(self, line: str, number: int) -> "Passage":
        """Give the passage with a line of the file more; what lies between stays empty.

        So it keeps its lines, and what is wrong in it can be told by line.
        """
        if not self.text:
            return Passage(line, number)
        gap = number - self.line - self.text.count("\n")
        return self._replace(text=self.text + "\n" * gap + line)


class Option(NamedTuple):
    """An answer to choose, and why it is right or wrong."""

    words: Passage
    right: bool
    because: Passage


class Choose(NamedTuple):
    """A question with answers to choose from, of which one is right."""

    question: Passage
    options: tuple[Option, ...]


class Number(NamedTuple):
    """A question whose answer is a number.

    Attributes
    ----------
    question : Passage
    answer, tolerance : Passage
        Expressions (`gmm.ui.course.expressions`).
    unit : Passage
        "" for none.
    hint, right, wrong : Passage
        What is said after two wrong tries, at the right answer, and at a wrong one.
    """

    question: Passage
    answer: Passage
    tolerance: Passage
    unit: Passage
    hint: Passage
    right: Passage
    wrong: Passage


class Guess(NamedTuple):
    """A place or a shape dragged on the stage before the M-step shows the true one.

    Attributes
    ----------
    question : Passage
    component : int
        From 1.
    frame : int
        The frame that shows the answer.
    tolerance : float
        In standard deviations of the component: closer than this is close.
    right, wrong : Passage
        What is said when it is close, and when it is not.
    """

    question: Passage
    component: int
    frame: int
    tolerance: float
    right: Passage
    wrong: Passage


class Do(NamedTuple):
    """A task that is done when a condition on the stage's state holds.

    Attributes
    ----------
    question : Passage
    when : Passage
        A name in `gmm.ui.course.conditions.CONDITIONS` and its arguments.
    hint, right : Passage
    """

    question: Passage
    when: Passage
    hint: Passage
    right: Passage


Task = Choose | Number | Guess | Do


class Scene(NamedTuple):
    """A link with words, and at most one thing to do.

    Attributes
    ----------
    title : str
    link : Link
    words : Passage
    checks : tuple of Passage
        Comparisons that have to be true of the runs.
    task : Task or None
    address : Passage
        The link as it was written.
    """

    title: str
    link: Link
    words: Passage
    checks: tuple[Passage, ...]
    task: Task | None
    address: Passage


class Lesson(NamedTuple):
    """Some minutes of scenes.

    Attributes
    ----------
    title : str
    goal : str
        What one can do afterwards.
    minutes : int
    scenes : tuple of Scene
    """

    title: str
    goal: str
    minutes: int
    scenes: tuple[Scene, ...]


class LessonError(ValueError):
    """What is wrong in a lesson's file.

    Attributes
    ----------
    troubles : tuple of Passage
        A sentence each, with the line that it is about.
    """

    def __init__(self, *troubles: Passage) -> None:
        self.troubles = tuple(sorted(set(troubles), key=lambda trouble: trouble.line))
        super().__init__("\n".join(f"Line {line}: {text}" for text, line in self.troubles))

    def __reduce__(self) -> tuple[type["LessonError"], tuple[Passage, ...]]:
        """It travels between processes with its troubles, not with its words."""
        return type(self), self.troubles

    @classmethod
    def of(cls, sentence: str) -> "LessonError":
        """Say what is wrong with a file as a whole."""
        return cls(Passage(sentence, 1))


def refuse(passage: Passage, sentence: str) -> LessonError:
    """Say what is wrong with a passage."""
    return LessonError(Passage(sentence, passage.line))
