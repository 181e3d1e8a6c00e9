"""The first page leads on, and stays out of the way of a class."""

from streamlit.testing.v1 import AppTest

from gmm.ui.arrival import FIRST_LESSON
from gmm.ui.course.lessons import list_lessons
from tests.app import open_app


def labels_of(app: AppTest) -> list[str]:
    return [each.proto.label for each in app.get("page_link")]


def test_a_newcomer_and_a_teacher_are_led_on() -> None:
    assert labels_of(open_app()) == ["New here? Lesson 1", "For teachers"]
    assert list_lessons()[0].name == FIRST_LESSON


def test_a_class_is_not() -> None:
    assert labels_of(open_app(hide="data", v="4")) == []
