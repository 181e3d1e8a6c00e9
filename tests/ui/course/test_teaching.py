"""What the teachers' page says."""

import re

from gmm.ui.course import teaching
from gmm.ui.course.places import APP, SITE
from gmm.ui.course.plans import read_template


def test_where_there_is_no_server_nothing_leads_to_one() -> None:
    assert "[Course](course)" in teaching.tell_writing(APP)
    assert "](" not in teaching.tell_writing(SITE)
    assert "playground" in teaching.tell_exercises(APP)
    assert "playground" not in teaching.tell_exercises(SITE)


def test_no_gap_is_left_open() -> None:
    for places in (APP, SITE):
        for words in (teaching.tell_writing(places), teaching.tell_exercises(places)):
            assert not re.search(r"(?<![`\[])\{\w*\}", words)


def test_the_template_stands_there_as_it_is() -> None:
    details = teaching.list_details()
    assert [each.words for each in details if each.verbatim] == [read_template()]
    assert len(details) == 3
