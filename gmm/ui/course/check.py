"""`python -m gmm.ui.course.check FILE...` says what is wrong in lessons, or else what they say."""

import html
import json
import re
import sys
from pathlib import Path

from gmm.ui.course.lesson import LessonError
from gmm.ui.course.payload import pack_lesson
from gmm.ui.course.reading import read_lesson
from gmm.ui.stage.payload import Payload


def check_file(path: Path) -> tuple[bool, str]:
    """Check a lesson's file.

    Parameters
    ----------
    path : Path

    Returns
    -------
    right : bool
    told : str
        What is wrong, by line; else the words of each scene with their numbers.
    """
    try:
        packed = pack_lesson(read_lesson(path.read_text(encoding="utf-8")), path.stem)
    except LessonError as error:
        return False, f"{path}\n{error}"
    except (OSError, UnicodeDecodeError) as error:
        return False, f"{path}\nThe file cannot be read: {error}"
    size = len(json.dumps(packed).encode())
    scenes = [_tell_scene(scene, at) for at, scene in enumerate(packed["scenes"], start=1)]
    return True, "\n\n".join([f"{path}: {packed['title']}, {size / 1000:.0f} kB", *scenes])


def _tell_scene(scene: Payload, at: int) -> str:
    task = scene["task"] or {}
    lines = [f"{at}. {scene['title']} (frame {scene['frame']})", _read(scene["words"])]
    lines += [_read(f"{task.get('kind', '')}: {task['question']}")] if task else []
    for option in task.get("options", []):
        mark = "x" if option["right"] else " "
        lines.append(f"  [{mark}] {_read(option['words'])}: {_read(option['because'])}")
    for name in ("answer", "tolerance", "when", "hint", "right", "wrong"):
        if task.get(name) not in (None, ""):
            lines.append(f"  {name}: {_read(str(task[name]))}")
    return "\n".join(lines)


def _read(written: str) -> str:
    """HTML as plain text."""
    return html.unescape(
        re.sub(r"<[^>]*>", "", re.sub(r"</(p|li|tr)>|<br>", "\n", written))
    ).strip()


def main() -> None:
    """Check the files that the command names."""
    results = [check_file(Path(name)) for name in sys.argv[1:]]
    print("\n\n".join(told for _, told in results))
    sys.exit(not all(right for right, _ in results))


if __name__ == "__main__":
    main()
