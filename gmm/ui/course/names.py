"""What a lesson calls a number: "mean.1.x", "end.gap", "frame.3.share.17.2", "scene.2.N".

Components, points, kinds and scenes count from 1, as people do.
"""

from gmm.covariance import COVARIANCES
from gmm.limits import MAX_K
from gmm.ui.course.measured import Measured
from gmm.ui.course.quantities import OF_FRAME, OF_SCENE, Quantity

# What follows a name, in the list for authors.
_PARTS = {"k": "k", "n": "n", "j": "j", "a": "x", "v": "value", "m": "m", "s": "scene"}


def list_names() -> str:
    """List the names of numbers for who writes a lesson, in Markdown."""

    def spell(name: str, quantity: Quantity) -> str:
        parts = [_PARTS[part] for part in quantity.parts]
        head, dot, tail = name.partition(".")
        path = [head + dot + tail, *parts]
        if head == "seeds":
            path = [head, parts[0], tail, *parts[1:]]
        return f"`{'.'.join(path)}`"

    scene, frame = (
        ", ".join(spell(name, quantity) for name, quantity in table.items())
        for table in (OF_SCENE, OF_FRAME)
    )
    return (
        f"Of a scene: {scene}.\n\nOf the frame on show, or after `start.`, `end.` or `frame.3.`: "
        f"{frame}.\n\n`scene.2.` before a name means another scene. `k` is a component, `n` a row, "
        "`j` a true kind, each from 1; `x` is x or y in two dimensions and nothing in one; `m` is "
        "how many start seeds are tried. `lowest.1` is the lowest density at a row, `lowest.2` the "
        "next one. `seeds.10.unseen.2` is the log-likelihood of scene 2's points under the best of "
        "ten.\n\nAfter `scene.2.`, if it is there, `components.4.` and `shape.tied.` mean the same "
        "scene with four components, or with tied covariances."
    )


def is_of_frame(name: str) -> bool:
    """Whether a name without a prefix is of a frame, and so changes with the one on show."""
    return _match(name, OF_FRAME) is not None


def calculate(name: str, scenes: list[Measured | None], scene: int) -> float:
    """Calculate the number that a name stands for.

    Parameters
    ----------
    name : str
        Such as "mean.1.x", "end.log_likelihood", "frame.3.share.17.2" or "scene.2.N".
    scenes : list of Measured or None
        None where a scene's link does not work.
    scene : int
        Which of them the name stands in, from 0.

    Raises
    ------
    ValueError
        With a sentence, if there is no such number.
    """
    words = name.split(".")
    if words[0] == "scene":
        data = _find_scene(words[1] if len(words) > 1 else "", scenes, name)
        words = words[2:]
    else:
        data = _find_scene(str(scene + 1), scenes, name)
    data, words = _change(words, data, name)
    frame, rest = _find_frame(words, data, name)
    path = ".".join(rest)
    quantity = _match(path, OF_FRAME)
    if quantity is not None:
        return float(quantity[0].calculate(data, frame, *_read_parts(quantity, data, scenes, name)))
    quantity = _match(path, OF_SCENE)
    if quantity is None or rest != words:
        raise ValueError(f"“{name}” is none of the numbers that a lesson knows.")
    return float(quantity[0].calculate(data, *_read_parts(quantity, data, scenes, name)))


def _find_scene(number: str, scenes: list[Measured | None], name: str) -> Measured:
    data = scenes[_whole(number, len(scenes), f"There is no scene {{}} ({name}).")]
    if data is None:
        raise ValueError(f"“{name}” belongs to a scene whose link does not work.")
    return data


def _change(words: list[str], data: Measured, name: str) -> tuple[Measured, list[str]]:
    """The scene with the settings that a name asks for, and what follows in the name."""
    changed: dict[str, int | str] = {}
    while len(words) > 1:
        if words[0] == "components":
            sentence = f"“{name}” needs a number from 1 to {MAX_K} there, of components."
            changed["k"] = _whole(words[1], MAX_K, sentence) + 1
        elif words[0] == "shape":
            if words[1] not in COVARIANCES:
                raise ValueError(f"“{name}” needs one of: {', '.join(COVARIANCES)}.")
            changed["covariance"] = words[1]
        else:
            break
        words = words[2:]
    return data.change(**changed) if changed else data, words


def _find_frame(words: list[str], data: Measured, name: str) -> tuple[int, list[str]]:
    if words[:1] == ["start"]:
        return 0, words[1:]
    if words[:1] == ["end"]:
        return data.run.frames - 1, words[1:]
    if words[:1] == ["frame"]:
        sentence = f"The run has frames from 0 to {data.run.frames - 1} ({name})."
        text = words[1] if len(words) > 1 else ""
        if not text.isdecimal() or int(text) >= data.run.frames:
            raise ValueError(sentence)
        return int(text), words[2:]
    return data.frame, words


def _match(path: str, table: dict[str, Quantity]) -> tuple[Quantity, list[str]] | None:
    """The quantity that a path names, and the parts that follow: the longest name that fits.

    "seeds.10.best" has its part in the middle.
    """
    words = path.split(".")
    if words[0] == "seeds" and len(words) >= 3:
        words = [words[0], words[2], words[1], *words[3:]]
    for length in range(min(2, len(words)), 0, -1):
        quantity = table.get(".".join(words[:length]))
        if quantity is not None:
            return quantity, words[length:]
    return None


def _read_parts(
    found: tuple[Quantity, list[str]], data: Measured, scenes: list[Measured | None], name: str
) -> list[float | Measured]:
    quantity, words = found
    dimensions = data.points.shape[1]
    parts: list[float | Measured] = []
    for kind in quantity.parts:
        if kind == "a":
            parts.append(_read_axis(words, dimensions, name))
        elif kind == "v":
            parts.append(_read_value(".".join(words), name))
            words = []
        elif kind == "s":
            parts.append(_find_scene(words.pop(0) if words else "", scenes, name))
        else:
            text = words.pop(0) if words else ""
            parts.append(_read_number(kind, text, data, name))
    if words:
        raise ValueError(f"“{name}” has too many parts.")
    return parts


def _read_axis(words: list[str], dimensions: int, name: str) -> int:
    if dimensions == 1:
        return 0
    if not words or words[0] not in ("x", "y"):
        raise ValueError(f"“{name}” needs .x or .y at its end: the data have two columns.")
    return "xy".index(words.pop(0))


def _read_value(text: str, name: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise ValueError(f"“{name}” needs a value at its end.") from None


def _read_number(kind: str, text: str, data: Measured, name: str) -> int:
    most = {
        "k": len(data.em.frames[0].mixture.weights),
        "n": len(data.points),
        "j": int(data.kinds.max()) + 1 if kind == "j" else 0,
        "m": 100,
    }[kind]
    what = {"k": "components", "n": "rows", "j": "kinds", "m": "start seeds"}[kind]
    sentence = f"“{name}” needs a number from 1 to {most} there, of {what}."
    number = _whole(text, most, sentence)
    return number + 1 if kind == "m" else number


def _whole(text: str, most: int, sentence: str) -> int:
    """A number that counts from 1, as one that counts from 0."""
    if not text.isdecimal() or not 1 <= int(text) <= most:
        raise ValueError(sentence.format(text))
    return int(text) - 1
