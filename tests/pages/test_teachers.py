"""The page for teachers as Streamlit runs it, without a browser."""

import pytest
from streamlit.testing.v1 import AppTest

from gmm.files import PAGES
from gmm.ui.course.handouts import HANDOUTS
from gmm.ui.course.lessons import list_lessons
from gmm.ui.course.plans import list_material


@pytest.fixture(scope="module")
def page() -> AppTest:
    app = AppTest.from_file(str(PAGES / "teachers.py"), default_timeout=60).run()
    assert not app.exception
    return app


def test_it_has_a_tab_for_each_plan(page: AppTest) -> None:
    assert [tab.label for tab in page.tabs] == [
        *("Ten minutes", "45 minutes", "90 minutes", "45 minutes more"),
    ]


def test_it_has_every_handout_of_every_lesson(page: AppTest) -> None:
    labels = [each.proto.label for each in page.get("download_button")]
    wanted = [
        handout.label.format(number=entry.number)
        for entry in list_lessons()
        for handout in HANDOUTS
    ]
    assert labels == [*wanted, "The template as a file"]


def test_it_has_every_exercise_with_its_solution(page: AppTest) -> None:
    exercises = list_material().exercises
    titles = [each.value for each in page.subheader]
    for number, exercise in enumerate(exercises, start=1):
        assert any(title.startswith(f"{number}. ") for title in titles), exercise.title
    labels = [each.label for each in page.expander]
    assert labels[:-3] == [f"Solution {number}" for number in range(1, len(exercises) + 1)]
