"""What the README tells somebody to type, and what it says that they will read then."""

import re
from pathlib import Path
from typing import NamedTuple

README = (Path(__file__).resolve().parent.parent / "README.md").read_text(encoding="utf-8")


class Told(NamedTuple):
    """Something to type, and what is printed then; None where the README does not say."""

    typed: str
    printed: str | None


def read_snippets() -> list[Told]:
    """Python, with the block that follows it."""
    found = re.findall(r"```python\n(.*?)```\n(?:\n```\n(.*?)```)?", README, re.DOTALL)
    return [Told(code, printed or None) for code, printed in found]


def read_commands() -> list[Told]:
    """Lines after a `$`, with those below them."""
    commands = []
    for block in re.findall(r"```console\n(.*?)```", README, re.DOTALL):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            typed, _, printed = part.partition("\n")
            commands.append(Told(typed, printed or None))
    return commands
