"""Lessons on a page of the app."""

from typing import Any

import pytest

from gmm.ui.course import component
from gmm.ui.course.component import show_lesson, show_list
from gmm.ui.course.lessons import list_entries, list_lessons, pack_entry


@pytest.fixture
def mounted(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What the components are mounted with."""
    calls: list[dict[str, Any]] = []
    for name in ("_register_lesson", "_register_list"):
        monkeypatch.setattr(component, name, lambda: lambda **given: calls.append(given))
    return calls


def test_a_lesson_is_given_once_and_sends_nothing_back(mounted: list[dict[str, Any]]) -> None:
    payload = pack_entry("the-climb")
    show_lesson(payload)
    assert mounted == [{"key": "lesson-the-climb", "data": [payload]}]
    assert pack_entry("the-climb") is payload  # packed once for all


def test_the_list_has_all_lessons(mounted: list[dict[str, Any]]) -> None:
    show_list(list_entries())
    numbers = [entry["number"] for entry in mounted[0]["data"][0]["lessons"]]
    assert numbers == [entry.number for entry in list_lessons()]
