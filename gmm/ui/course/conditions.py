"""What a task may wait for on the stage: one table of named conditions.

assets/stage/conditions.js has the same names and decides; here is what each needs.
"""

from typing import NamedTuple

from gmm.ui.course.expressions import Look, calculate
from gmm.ui.course.lesson import Passage, refuse
from gmm.ui.link import VIEWS


class Condition(NamedTuple):
    """What a task may wait for.

    Attributes
    ----------
    counts : tuple of int
        How many numbers may follow its name.
    given, meaning : str
        What they stand for, and when the task is done.
    """

    counts: tuple[int, ...]
    given: str
    meaning: str


CONDITIONS: dict[str, Condition] = {
    "frame": Condition((1,), "F", "Frame F or a later one is on show."),
    "end": Condition((0,), "", "The last frame is on show."),
    "flat": Condition((1,), "G", "The iteration on show gained less than G nats."),
    "point": Condition((0,), "", "A point's card is open."),
    "undecided": Condition((1,), "P", "A card is open of a point with no responsibility above P."),
    "rare": Condition((1,), "D", "A card is open of a point with a density of D or less."),
    "component": Condition((0,), "", "A component's card is open."),
    "collapsed": Condition((0,), "", "The end of a run is on show that collapses."),
    "hand": Condition((0,), "", "A start set by hand is on show."),
    "worse": Condition((1,), "G", "A run from a hand's start ended G nats lower than the scene's."),
    "same": Condition((1,), "G", "It ended within G nats of the scene's own run."),
    "better": Condition((1,), "G", "It ended G nats higher."),
    "above": Condition((1,), "L", "The log-likelihood on show is L or higher."),
    "temperature": Condition((1,), "T", "The temperature mode is on, with circles of width T."),
    "differ": Condition((1,), "N", "EM and k-means disagree on N points or more."),
    "agree": Condition((1,), "N", "They disagree on N points or fewer."),
    "near": Condition((3, 4), "K X Y R", "The mean of component K is within R of the place X, Y."),
    "swapped": Condition((0,), "", "A hand's start led to the same end in another order."),
}
LAYER = "layer"  # the one that is followed by a word: a layer or a mode of the View menu


def list_conditions() -> str:
    """List the conditions and what they mean, in Markdown."""
    rows = [(f"{name} {each.given}".strip(), each.meaning) for name, each in CONDITIONS.items()]
    rows.append((f"{LAYER} NAME", f"This is on in the View menu: {', '.join(VIEWS)}."))
    return "\n".join(f"- `{form}`: {meaning}" for form, meaning in rows)


def read_condition(passage: Passage, look: Look) -> list[str | float]:
    """Read a condition: its name and its arguments, calculated.

    Parameters
    ----------
    passage : Passage
        Such as "near 1 end.mean.1 2".
    look : callable
        Gives the number of a name.

    Raises
    ------
    LessonError
        If there is no such condition, or it needs other arguments.
    """
    name, *arguments = passage.text.split()
    if name == LAYER:
        if len(arguments) != 1 or arguments[0] not in VIEWS:
            raise refuse(passage, f"“{LAYER}” needs one of: {', '.join(VIEWS)}.")
        return [name, arguments[0]]
    if name not in CONDITIONS:
        known = ", ".join([*CONDITIONS, LAYER])
        raise refuse(passage, f"There is no condition “{name}”. There are: {known}.")
    if len(arguments) not in CONDITIONS[name].counts:
        needed = " or ".join(map(str, CONDITIONS[name].counts))
        raise refuse(passage, f"“{name}” needs {needed} numbers after it.")
    try:
        return [name, *(calculate(argument, look) for argument in arguments)]
    except ValueError as error:
        raise refuse(passage, str(error)) from None
