"""What is wrong with a table, told to the person, and a file's own text in such a sentence."""


class TableError(ValueError):
    """A table that cannot be used, told to the person: what, where, what to do.

    The message is plain text and may quote the file: show it as text, or escape it.
    """


SAVE_AS_CSV = "Save the table as CSV, and use that file."

# How much of a file's own text goes into a column name or an error.
QUOTED_CHARACTERS = 40


def call_file(name: str) -> str:
    """How a sentence about a file begins."""
    return quote(name) if name.strip() else "The file"


def quote(text: object) -> str:
    """A cell's or a column's own text in a sentence."""
    return f"'{shorten(str(text))}'"


def shorten(text: str) -> str:
    """One line of printable characters, cut to a length that fits into a sentence."""
    start = text[: 10 * QUOTED_CHARACTERS]
    plain = " ".join("".join(c if c.isprintable() else " " for c in start).split())
    return plain if len(plain) <= QUOTED_CHARACTERS else plain[: QUOTED_CHARACTERS - 1] + "…"


def explain_damage(name: str, what: str) -> str:
    """Say that a file has the marks of what it cannot be read as."""
    return f"{call_file(name)} looks like {what}, but cannot be read as one. {SAVE_AS_CSV}"


def explain_missing_reader(name: str, what: str) -> str:
    """Say that what reads such files is not installed."""
    return (
        f"{call_file(name)} is {what}, and the reader for those is not installed here. "
        f"{SAVE_AS_CSV}"
    )
