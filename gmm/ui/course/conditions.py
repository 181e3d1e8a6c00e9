"""What a task may wait for on the stage: one table of named conditions.

assets/stage/conditions.js has the same names and decides; here is what each needs.
"""

from gmm.ui.course.expressions import Look, calculate
from gmm.ui.course.lesson import Passage, refuse
from gmm.ui.link import VIEWS

# A name, and how many numbers follow it.
CONDITIONS: dict[str, tuple[int, ...]] = {
    "frame": (1,),
    "end": (0,),
    "flat": (1,),
    "point": (0,),
    "undecided": (1,),
    "component": (0,),
    "collapsed": (0,),
    "hand": (0,),
    "worse": (1,),
    "same": (1,),
    "better": (1,),
    "above": (1,),
    "temperature": (1,),
    "differ": (1,),
    "agree": (1,),
    "near": (3, 4),
    "swapped": (0,),
}
LAYER = "layer"  # the one that is followed by a word: a layer or a mode of the View menu


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
    if len(arguments) not in CONDITIONS[name]:
        needed = " or ".join(map(str, CONDITIONS[name]))
        raise refuse(passage, f"“{name}” needs {needed} numbers after it.")
    try:
        return [name, *(calculate(argument, look) for argument in arguments)]
    except ValueError as error:
        raise refuse(passage, str(error)) from None
