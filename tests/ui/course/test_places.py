"""Where words lead: in the app, on a page of its own, on a site."""

import pickle
from urllib.parse import parse_qsl

import pytest

from gmm.ui.course.places import ALONE, APP, SITE, Places, name_run
from gmm.ui.link import UPLOAD, VERSION, Carried, Link, Settings, open_settings, read_link


@pytest.mark.parametrize(
    ("places", "lesson", "scene", "term", "laboratory"),
    [
        (
            *(APP, "course?lesson=starts", "course?lesson=starts#3", "glossary#em"),
            "components?data=Penguins&v=4&k=5",
        ),
        (SITE, "lesson-starts.html", "lesson-starts.html#3", "glossary.html#em", ""),
        (ALONE, "", "", "", ""),
    ],
    ids=["app", "site", "alone"],
)
def test_addresses(places: Places, lesson: str, scene: str, term: str, laboratory: str) -> None:
    assert places.find_lesson("starts") == lesson
    assert places.find_lesson("starts", 3) == scene
    assert places.find_term("em") == term
    penguins = Link(open_settings("Penguins")._replace(k=5))
    assert places.find_laboratory("components", penguins) == laboratory
    assert places.find_laboratory("components") == laboratory.partition("?")[0]
    assert places.find_use("pulsars") == ("pulsars" if places is APP else "")


def test_the_app_reads_what_it_is_led_to() -> None:
    link = Link(Settings(data="Penguins", k=5), frame=4)
    query = dict(parse_qsl(APP.find_run(link).removeprefix("./?")))
    assert read_link(query) == (link, [])
    assert ALONE.find_run(link) == ""


def test_the_laboratory_is_told_the_data_also_where_they_are_what_the_app_opens_with() -> None:
    """Without data a page of the laboratory opens with an example of its own."""
    query = dict(parse_qsl(APP.find_laboratory("starts", Link()).removeprefix("starts?")))
    assert query == {"data": "Old Faithful", "v": str(VERSION)}
    assert read_link(query) == (Link(), [])


def test_a_run_has_a_name_for_all_that_its_link_says() -> None:
    opening = Link(open_settings("Galton's families"))
    assert SITE.find_run(opening) == "run-galton-s-families.html"
    others = [opening._replace(frame=2), Link(opening.settings._replace(twin=False))]
    names = {name_run(link) for link in (opening, *others)}
    assert len(names) == 3
    assert all(name.startswith("galton-s-families") for name in names)
    assert name_run(others[0]) == name_run(others[0]._replace(frame=2))


def test_a_site_has_no_run_of_points_that_nobody_has() -> None:
    upload = Link(Settings(data=UPLOAD))
    assert SITE.find_run(upload) == ""
    assert APP.find_run(upload)
    assert SITE.find_run(upload._replace(carried=Carried(points="p")))


def test_a_process_that_packs_is_told_them() -> None:
    for places in (APP, SITE, ALONE):
        assert pickle.loads(pickle.dumps(places)) == places
