"""A lesson's file, from anywhere -> what the player is given."""

from gmm.ui.course.lesson import LessonError
from gmm.ui.course.payload import pack_lesson
from gmm.ui.course.places import ALONE
from gmm.ui.course.reading import LONGEST, read_lesson
from gmm.ui.stage.payload import Payload


def open_lesson(content: bytes, file: str) -> Payload:
    """Read and pack a lesson's file.

    Parameters
    ----------
    content : bytes
        As it came, from anywhere.
    file : str
        What it is called.

    Raises
    ------
    LessonError
        With a sentence for each thing that is wrong, and its line.
    """
    if len(content) > 4 * LONGEST:
        raise LessonError.of(f"A lesson has at most {LONGEST:,} characters.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise LessonError.of("The file is no text in UTF-8. Save it as UTF-8.") from None
    name = "".join(c if c.isalnum() and c.isascii() else "-" for c in file.rpartition(".")[0])
    return pack_lesson(read_lesson(text), f"own-{name.lower()[:40]}", places=ALONE)
