"""The page without a server, as text."""

import json
import re
from typing import Any

import pytest

from gmm.data.datasets import DATASETS
from gmm.ui.link import Classroom, Link, Settings, View
from gmm.ui.run import Run, record_run
from gmm.ui.stage.page import standalone_page
from tests.present import present


def run_of(**settings: Any) -> Run:
    chosen = Settings(**settings)
    return record_run(chosen, DATASETS[chosen.data].make(chosen.n, chosen.data_seed))


def data_of(page: str) -> dict[str, Any]:
    found = re.search(r"^stage\(\{ data: (\{.*\}), parentElement", page, re.MULTILINE)
    data: dict[str, Any] = json.loads(present(found).group(1))
    return data


def test_the_page_asks_for_nothing() -> None:
    page = standalone_page(run_of())
    assert "default-src 'none'" in page
    # The name of a namespace is no request, nor is a reference within the page.
    page = page.replace("http://www.w3.org/2000/svg", "").replace("url(#", "")
    for word in ("http://", "https://", "@import", "url(", "fetch(", "XMLHttpRequest"):
        assert word not in page


@pytest.mark.parametrize(("k", "most"), [(3, 340_000), (5, 1_000_000)])
def test_a_thousand_points_stay_small_also_where_a_run_is_long(k: int, most: int) -> None:
    run = run_of(data="Elongated clusters", n=1000, k=k)
    assert (run.frames > 1500) == (k == 5)
    assert len(standalone_page(run).encode()) < most


def test_it_opens_where_the_link_says() -> None:
    view = View(on=frozenset({"cells", "trails"}), point=4)
    data = data_of(standalone_page(run_of(), Link(frame=3, view=view)))
    assert (data["frame"], data["view"]) == (3, "trails.point-5")
    assert not data["linked"]
    assert data["editable"]


def test_a_class_sees_what_its_link_says() -> None:
    classroom = Classroom(frozenset({"curve", "data"}), True, "How many?", "Two.")
    data = data_of(standalone_page(run_of(), Link(classroom=classroom)))
    assert (data["ask"], data["answer"], data["hidden"]) == ("How many?", "Two.", ["curve"])
    plain = data_of(standalone_page(run_of()))
    assert (plain["ask"], plain["answer"], plain["hidden"]) == ("", "", [])


@pytest.mark.parametrize("word", ["</script><!--", "\u2028\u2029", "<b>"])
def test_words_cannot_end_the_script(word: str) -> None:
    run = run_of()
    page = standalone_page(run._replace(dataset=run.dataset._replace(title=word)))
    assert page.count("</script>") == 1
    assert data_of(page)["title"].startswith(word)
    assert "\u2028" not in page.partition("<script")[2]
