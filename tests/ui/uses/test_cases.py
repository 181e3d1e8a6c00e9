"""What the cases ask, and where they lead."""

from gmm.ui.course.lessons import find_lesson
from gmm.ui.pages import USES
from gmm.ui.uses.cases import CASES, QUESTIONS


def test_each_page_has_its_case_in_the_order_of_the_contents() -> None:
    assert tuple(CASES) == tuple(QUESTIONS) == USES


def test_each_asks_something_and_leans_on_a_lesson_that_there_is() -> None:
    for case in CASES.values():
        assert case.question.endswith("?")
        assert find_lesson(case.lesson) is not None
        assert case.reading
