"""The playground as Streamlit runs it, without a browser."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from gmm.archive import tape_to_json
from gmm.data.datasets import DATASETS
from gmm.ui.recording import provided, record
from gmm.ui.settings import DEFAULT, UPLOAD

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
    assert any("2 rows were left out" in caption.value for caption in app.caption)
    assert run_of(app)["total"] == 3


def with_file(content: bytes, name: str = "own.csv") -> AppTest:
    app = opened(data=UPLOAD)
    app.file_uploader(key="file").upload(name, content).run()
    assert not app.exception
    return app


PEOPLE = b"id,size,weight,kind,count\n" + b"\n".join(
    b"%d,%d,%d,%s,%d" % (i, 10 ** (i % 4), (i * 37) % 50, b"ab"[i % 2 : i % 2 + 1], 1 + i % 3)
    for i in range(40)
)


def test_generators_have_their_knobs_in_the_link() -> None:
    app = opened(data="Elongated clusters", tilt="45", elongation="2")
    turned = run_of(app)["points"]
    assert (app.slider(key="tilt").value, app.slider(key="elongation").value) == (45, 2)
    app.slider(key="tilt").set_value(0.0).run()
    assert run_of(app)["points"] != turned


def test_row_numbers_are_not_the_first_choice() -> None:
    app = with_file(PEOPLE)
    assert [axis["label"] for axis in run_of(app)["axes"]] == ["size", "weight"]
    assert "id" in app.selectbox(key="across").options


def test_labels_frequencies_and_a_log_scale_from_the_table() -> None:
    app = with_file(PEOPLE)
    app.multiselect(key="logarithmic").select("size").run()
    assert run_of(app)["axes"][0]["label"] == "log10 size"
    app.selectbox(key="labels").select("kind").run()
    assert run_of(app)["truth"] == [0, 1] * 20
    app.selectbox(key="frequencies").select("count").run()
    assert run_of(app)["total"] == sum(1 + i % 3 for i in range(40))
    assert not app.exception


def test_a_log_of_nothing_is_explained_and_the_run_stays() -> None:
    app = with_file(PEOPLE)
    kept = run_of(app)["run"]
    app.multiselect(key="logarithmic").select("weight").run()
    assert "weight" in app.error[0].value
    assert run_of(app)["run"] == kept


def test_fewer_rows_are_a_sample() -> None:
    app = with_file(PEOPLE)
    app.number_input(key="rows_of_40").set_value(12).run()
    assert run_of(app)["total"] == 12


def test_pasted_numbers_are_a_table_like_any_other() -> None:
    app = opened(data=UPLOAD)
    app.text_area(key="pasted").set_value("x\ty\n1\t2\n3\t5\n2,5\t1\n8\t9\n").run()
    assert not app.exception
    assert run_of(app)["title"] == "Pasted numbers, 4 rows"


def test_the_fit_can_be_held_against_the_truth() -> None:
    app = opened(data="Round clusters", k="3", start="k-means++")
    button = next(each for each in app.button if each.label == "Compare with the truth")
    button.click().run()
    table = app.dataframe[0].value
    assert list(table["True component"]) == [1, 2, 3]
    assert sorted(table["Found as"]) == ["component 1", "component 2", "component 3"]
    assert (table["in standard deviations"] < 1).all()


def test_without_a_truth_there_is_nothing_to_compare() -> None:
    labels = [each.label for each in opened(data="Moons").button]
    assert "Compare with the truth" not in labels


def test_the_doors_lead_to_ones_own_data() -> None:
    app = opened()
    next(each for each in app.button if each.label == "Draw").click().run()
    assert app.selectbox(key="data").value == "Draw by hand"
    assert run_of(app)["blank"]


def test_a_tape_taken_away_opens_again() -> None:
    chosen = DEFAULT._replace(k=3)
    recording = record(chosen, provided(chosen))
    text = tape_to_json(recording.em, recording.kmeans, title="Mine")
    app = with_file(text.encode(), "tape.json")
    assert run_of(app)["title"] == "Mine, a recorded run"
    assert run_of(app)["em"]["frames"] == len(recording.em.frames)
    app.slider(key="k").set_value(5).run()
    assert run_of(app)["K"] == 3
    broken = with_file(text.encode()[:-40], "tape.json")
    assert len(broken.error) == 1


def test_what_can_be_taken_away() -> None:
    app = opened(k="3", frame="4")
    next(each for each in app.button if each.label == "Take it away").click().run()
    assert not app.exception
    code = [each.value for each in app.code]
    assert code[0].endswith("?k=3&frame=4")
    assert any("GaussianMixture" in each for each in code)
    assert any("record_em" in each for each in code)


def test_nothing_can_be_taken_from_an_empty_easel() -> None:
    app = opened(data="Draw by hand")
    assert next(each for each in app.button if each.label == "Take it away").disabled


def test_pasted_numbers_travel_in_the_link() -> None:
    app = opened(data=UPLOAD)
    app.text_area(key="pasted").set_value("1 2\n3 5\n2.5 1\n8 9\n7 7.25\n").run()
    carried = app.query_params["points"]
    other = opened(data=UPLOAD, points=carried if isinstance(carried, str) else carried[0])
    for part in ("points", "em", "kmeans"):
        assert run_of(other)[part] == run_of(app)[part]
    app.text_area(key="pasted").set_value("").run()
    assert not app.exception


ODD = st.text(max_size=40) | st.sampled_from(
    ["nan", "-1", "1e999", "true", "\x00", "💥" * 9, "a" * 3000]
)
PARAMETERS = [*DEFAULT._fields, "frame", "view", "hide", "lock", "ask", "answer", "drawn", "hand"]


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.dictionaries(st.sampled_from([*PARAMETERS, "points", "tilt", "clusters"]), ODD, max_size=6),
    st.sampled_from([None, UPLOAD, "Draw by hand", "Round clusters"]),
)
def test_no_link_breaks_the_page(query: dict[str, str], data: str | None) -> None:
    app = opened(**query, **({} if data is None or "data" in query else {"data": data}))
    assert not app.exception
