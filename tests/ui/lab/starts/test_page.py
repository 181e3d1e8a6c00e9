"""The page of many starts as Streamlit runs it, without a browser."""

import re

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from gmm.data.datasets import DATASETS, Dataset
from gmm.files import PAGES
from gmm.ui.lab import working
from gmm.ui.link import DRAW


def open_page(**query: str) -> AppTest:
    app = AppTest.from_file(str(PAGES / "starts.py"), default_timeout=60)
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def tell(app: AppTest) -> str:
    return "\n".join(each.value for each in app.markdown).replace("\\", "")


def list_links(app: AppTest) -> dict[str, str]:
    return {each.proto.label: each.proto.query_string for each in app.get("page_link")[1:]}


def test_it_opens_with_the_answer() -> None:
    app = open_page()
    told = tell(app)
    assert "**9 of 200 starts (4.5\u00a0%) end at the best top**, log-likelihood −1,106.03." in told
    assert "**The method that pays best is random responsibilities:**" in told
    assert "None of 67 starts by k-means reached it" in told
    assert len(app.get("plotly_chart")) == 2
    assert app.selectbox(key="top").value == "2"
    assert len(app.get("bidi_component")) >= 1


def test_another_top_comes_to_the_stage_and_leads_to_its_very_run() -> None:
    app = open_page(starts="40", by_k_means="false", by_random_responsibilities="false")
    app.selectbox(key="top").select("1").run()
    assert not app.exception
    assert list(list_links(app)) == ["Open in the playground: the best run"]
    app.selectbox(key="top").select("3").run()
    assert not app.exception
    told = re.search(r"a run from k-means\+\+, seed (\d+), which ends", tell(app))
    assert told
    links = list_links(app)
    assert list(links)[1:] == ["Open in the playground: the chosen run"]
    chosen = links["Open in the playground: the chosen run"]
    assert f"start_seed={told[1]}" in chosen
    assert "k=4" in chosen


def test_an_address_says_all_of_it() -> None:
    app = open_page(starts="20", by_k_means="false", by_one_place="true", k="2", top="2", v="4")
    assert app.slider(key="starts").value == 20
    assert app.checkbox(key="by_one_place").value
    assert not app.checkbox(key="by_k_means").value
    assert "20 starts" in tell(app)
    app.slider(key="k").set_value(1).run()  # one top only
    assert not app.exception
    assert "**All 20 starts end at the same top**" in tell(app)
    assert app.selectbox(key="top").value == "1"


def test_without_a_method_it_says_what_to_do() -> None:
    off = {f"by_{name}": "false" for name in ("k_means", "k_means_plus_plus")}
    app = open_page(starts="10", by_random_responsibilities="false", **off)
    assert [each.value for each in app.info] == ["Choose at least one method on the left."]


def test_data_in_which_everything_collapses_has_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    line = np.repeat(np.arange(3.0), 20)[:, np.newaxis] * np.ones(2)
    recipe = DATASETS["Old Faithful"]
    flat: Dataset = recipe.make(300, 0)._replace(points=line, frequencies=None, labels=None)
    monkeypatch.setattr("gmm.ui.sources.bundled.make_dataset", lambda *settings: flat, raising=True)
    monkeypatch.setattr(working, "_share", working._keep_own)
    app = open_page(starts="10", k="2", data="Old Faithful", v="4")
    told = tell(app)
    assert "In all 10 starts a component collapsed." in told
    assert "in which a component collapses" in told


def test_no_points_have_a_sentence() -> None:
    app = open_page(data=DRAW)
    assert len(app.info) == 1
    assert not app.get("plotly_chart")
