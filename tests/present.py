"""What may be None and is not: a type for the rest of the test, and a failure where it is."""

from typing import TypeVar

T = TypeVar("T")


def present(value: T | None) -> T:
    assert value is not None
    return value
