"""The list of lessons, and a page a lesson."""

import json
import re

from gmm.ui.course.lessons import list_entries, list_lessons, pack_entry
from gmm.ui.course.places import SITE
from gmm.ui.site.lessons import write_course, write_lessons
from gmm.ui.stage.payload import Payload


def data_of(page: str, kind: str) -> Payload:
    found = page.partition(f'data-kind="{kind}">')[2].partition("</script>")[0]
    data: Payload = json.loads(found)
    return data


def test_the_list_leads_to_the_pages() -> None:
    listed = data_of(write_course(), "course")["lessons"]
    assert [each["address"] for each in listed] == list(dict(write_lessons()))
    assert listed == list_entries(SITE)


def test_a_page_has_the_lesson_of_the_app_with_ways_of_the_site() -> None:
    pages = dict(write_lessons())
    entry = list_lessons()[0]
    data = data_of(pages["lesson-one-bell-curve.html"], "lesson")
    app = pack_entry(entry.name)
    told = re.sub(r"lesson-([a-z-]+)\.html", r"course?lesson=\1", json.dumps(data["scenes"]))
    assert json.loads(told) == app["scenes"]
    assert data["runs"] == app["runs"]
    assert (data["home"], data["next"]["address"]) == ("index.html", "lesson-several-bells.html")
    assert data_of(pages[SITE.find_lesson(list_lessons()[-1].name)], "lesson")["next"] is None
