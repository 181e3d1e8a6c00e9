"""The first page leads on, and stays out of the way of a class."""

from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from gmm.ui import arrival
from gmm.ui.arrival import FIRST_LESSON, tell_wrong_page
from gmm.ui.course.lessons import list_lessons
from tests.app import open_app


def labels_of(app: AppTest) -> list[str]:
    return [each.proto.label for each in app.get("page_link")]


def test_a_newcomer_and_a_teacher_are_led_on() -> None:
    assert labels_of(open_app())[-2:] == ["New here? Lesson 1", "For teachers"]
    assert list_lessons()[0].name == FIRST_LESSON


def test_a_class_is_not() -> None:
    assert labels_of(open_app(hide="data", v="4")) == []


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://a.test/", ""),
        ("http://a.test/course?lesson=nowhere", ""),
        ("http://a.test/math/mixtape/", ""),
        ("http://a.test/math/mixtape/cuorse?k=3", "cuorse"),
        ("http://a.test/%3Cb%3E", "<b>"),
        (None, ""),
    ],
)
def test_a_page_that_is_not_there_is_told_once(
    monkeypatch: pytest.MonkeyPatch, url: str | None, said: str
) -> None:
    toasts: list[str] = []
    state: dict[str, str] = {}
    stand_in = SimpleNamespace(
        context=SimpleNamespace(url=url),
        session_state=state,
        toast=lambda words, **_: toasts.append(words.replace("\\", "")),
    )
    monkeypatch.setattr(arrival, "st", stand_in)
    for _ in range(2):
        tell_wrong_page(["", "course", "glossary", "teachers"])
    assert toasts == ([f"There is no page “{said}”. This is the playground."] if said else [])
