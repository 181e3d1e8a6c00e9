"""The playground as Streamlit runs it, without a browser."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from gmm.datasets import DATASETS
from gmm.ui.settings import UPLOAD

FRAME = Path(__file__).resolve().parents[2] / "gmm" / "ui" / "frame.py"


def opened(**query: str) -> AppTest:
    app = AppTest.from_file(str(FRAME), default_timeout=30)
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def run_of(app: AppTest) -> dict:
    return app.session_state["last_run"]


@pytest.mark.parametrize("name", list(DATASETS))
def test_every_data_set_is_recorded(name: str) -> None:
    app = opened()
    app.selectbox(key="data").select(name).run()
    assert not app.exception
    assert run_of(app)["em"]["frames"] > 2


def test_generated_sets_have_a_size_and_a_seed_bundled_ones_do_not() -> None:
    app = opened()
    assert [each.key for each in app.number_input if each.key == "n"] == []
    generated = next(name for name, recipe in DATASETS.items() if recipe.generated)
    app.selectbox(key="data").select(generated).run()
    app.number_input(key="n").set_value(120).run()
    assert run_of(app)["total"] == 120
    points = run_of(app)["points"]
    app.number_input(key="data_seed").set_value(5).run()
    assert run_of(app)["points"] != points


def test_each_setting_makes_another_run() -> None:
    app = opened()
    runs = {run_of(app)["run"]}
    app.slider(key="k").set_value(4).run()
    runs.add(run_of(app)["run"])
    app.selectbox(key="start").select("one place").run()
    runs.add(run_of(app)["run"])
    app.number_input(key="start_seed").set_value(3).run()
    runs.add(run_of(app)["run"])
    app.number_input(key="ridge").set_value(0.1).run()
    runs.add(run_of(app)["run"])
    app.toggle(key="twin").set_value(False).run()
    runs.add(run_of(app)["run"])
    assert run_of(app)["kmeans"] is None
    assert not app.exception
    assert len(runs) == 6


def test_a_link_sets_everything() -> None:
    app = opened(
        data="Unequal clusters",
        n="90",
        data_seed="4",
        k="3",
        start="k-means",
        start_seed="2",
        covariance="diag",
        ridge="0.01",
        scale="on",
        twin="false",
    )
    run = run_of(app)
    assert (run["total"], run["K"], run["kmeans"]) == (90, 3, None)
    assert run["summary"] == "K = 3 · diag · k-means · seed 2 · ridge 0.01 · standardised"
    assert not app.toast


def test_more_components_than_points_is_a_sentence_and_the_run_stays() -> None:
    app = opened(data=UPLOAD)
    app.file_uploader(key="file").upload("tiny.csv", b"x\n1\n2\n5\n").run()
    kept = run_of(app)["run"]
    app.slider(key="k").set_value(9).run()
    assert not app.exception
    assert "distinct" in app.error[0].value
    assert run_of(app)["run"] == kept


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "empty"),
        (b"a,b\nx,y\nz,w\n", "number"),
        (b"a\n1\n1\n1\n", "same"),
        (b"PK\x03\x04" + bytes(100), ""),
    ],
)
def test_a_file_that_cannot_be_used_is_explained(content: bytes, word: str) -> None:
    app = opened(data=UPLOAD)
    app.file_uploader(key="file").upload("odd.csv", content).run()
    assert not app.exception
    assert word in app.error[0].value
    assert run_of_or_none(app) is None


def run_of_or_none(app: AppTest) -> dict | None:
    return app.session_state.get("last_run", None)


def test_skipped_rows_are_counted() -> None:
    app = opened(data=UPLOAD)
    app.file_uploader(key="file").upload("gaps.csv", b"x,y\n1,2\n,3\n4,5\n6,\n7,1\n").run()
    assert "2 rows were left out" in app.caption[0].value
    assert run_of(app)["total"] == 3
