"""The gallery, a page a set, and a page a link."""

import json
import re
from html import unescape

import pytest

from gmm.data.datasets import DATASETS
from gmm.ui.course.places import SITE
from gmm.ui.course.plans import list_material
from gmm.ui.link import Link, open_settings
from gmm.ui.recording import record_link
from gmm.ui.site.frame import GALLERY
from gmm.ui.site.runs import write_gallery, write_linked_runs
from gmm.ui.stage.page import pack_alone
from gmm.ui.stage.payload import Payload


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    return dict(write_gallery())


def data_of(page: str) -> Payload:
    data: Payload = json.loads(page.partition('data-kind="stage">')[2].partition("</script>")[0])
    return data


def test_every_set_has_a_card_and_a_page_with_its_own_settings(pages: dict[str, str]) -> None:
    cards = re.findall(r'<h3><a href="([^"]*)">([^<]*)</a>', pages[GALLERY])
    assert [unescape(name) for _, name in cards] == list(DATASETS)
    for (address, _), name in zip(cards, DATASETS, strict=True):
        link = Link(open_settings(name))
        assert data_of(pages[address]) == pack_alone(record_link(link), link)


def test_a_set_has_its_story_its_units_and_its_source(pages: dict[str, str]) -> None:
    page, data = pages["run-crabs.html"], DATASETS["Crabs"].make()
    said = unescape(re.sub(r"<[^>]*>", "", page))
    for words in (data.note, data.source, "carapace length (mm), rear width (mm)", "orange males"):
        assert words in said
    assert all(each.make().note in unescape(pages[GALLERY]) for each in DATASETS.values())


def test_each_link_has_one_page_that_says_where_it_comes_from(pages: dict[str, str]) -> None:
    found = dict(write_linked_runs(set(pages)))
    addresses = [SITE.find_run(each.link) for each in list_material(SITE).exercises]
    assert set(addresses) <= {*found, *pages}
    assert not set(found) & set(pages)
    # Four exercises have the same data.
    shared = next(each for each in addresses if addresses.count(each) == 4)
    assert len(re.findall(r'href="teachers\.html#exercise-\d+"', found[shared])) == 4
    asked = [page for page in found.values() if data_of(page)["ask"]]
    assert len(asked) == 2
    assert all('href="teachers.html#plans"' in page for page in asked)


def test_a_page_opens_as_its_link_says(pages: dict[str, str]) -> None:
    found = dict(write_linked_runs(set(pages)))
    exercise = list_material(SITE).exercises[0]
    data = data_of(found[SITE.find_run(exercise.link)])
    assert (data["frame"], data["row_count"], data["linked"]) == (2, 7, False)
