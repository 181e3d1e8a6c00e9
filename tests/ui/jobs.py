"""Jobs for worker processes: functions of a module, as a recorder wants them."""

import os
import time
from collections.abc import Callable
from pathlib import Path


def give(value: object) -> object:
    return value


def tell_process() -> int:
    return os.getpid()


def note(folder: Path, name: str) -> str:
    """Leave a line for each time that it is done."""
    with (folder / "notes").open("a") as notes:
        notes.write(f"{name}\n")
    return name


def hold(folder: Path, name: str) -> str:
    """Say that it has begun, and end when it may."""
    note(folder, name)
    while not (folder / "go").exists():
        time.sleep(0.01)
    return name


def refuse(sentence: str) -> None:
    raise ValueError(sentence)


def take_memory(size: int) -> int:
    return len(bytes(size))


def die() -> None:
    os.abort()


def count(most: int, report: Callable[..., object]) -> int:
    for i in range(most):
        report(i + 1, most)
    return most
