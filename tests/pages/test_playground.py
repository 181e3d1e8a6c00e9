"""The playground as Streamlit runs it, without a browser."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Element

from gmm import record_em
from gmm.covariance import COVARIANCES
from gmm.data.datasets import DATASETS
from gmm.starts import OLDER, STARTS
from gmm.ui.controls import COVARIANCE_WORDS, START_WORDS
from gmm.ui.link import DRAW, PASTE, UPLOAD, VERSION, Classroom, Settings, open_settings
from gmm.ui.plain import plain
from gmm.ui.run import write_summary, write_title
from gmm.ui.stage.payload import pack_run
from gmm.ui.units import restore_frame
from tests.app import address_of, link_of, open_app, open_file, press, run_of
from tests.present import present


@pytest.mark.parametrize("name", list(DATASETS))
def test_every_data_set_is_recorded(name: str) -> None:
    app = open_app()
    app.selectbox(key="data").select(name).run()
    assert not app.exception
    assert run_of(app).frames > 2
    assert run_of(app).settings.data == name


SHOWN = [("slider", "k"), ("selectbox", "start"), ("number_input", "start_seed")]
SHOWN += [("selectbox", "covariance"), ("number_input", "ridge"), ("toggle", "twin")]


def assert_opened(app: AppTest, name: str) -> None:
    """The page shows the set as it opens: the run, the widgets and the address."""
    opening = open_settings(name)
    assert not app.exception
    assert not app.toast
    assert app.selectbox(key="data").value == name
    assert run_of(app).settings == link_of(app).settings == opening
    for kind, key in SHOWN:
        assert getattr(app, kind)(key=key).value == getattr(opening, key)
    for key, value in opening.knobs:
        assert app.slider(key=key).value == value
    address = address_of(app)
    assert address == ({} if opening == Settings() else {"data": name, "v": str(VERSION)})
    # Opened again, the address shows the same.
    assert run_of(open_app(**address)).settings == opening


def test_each_set_opens_with_its_own_settings_whatever_the_one_before_had() -> None:
    app = open_app()
    for name in [*DATASETS, *reversed(DATASETS)]:
        app.selectbox(key="data").select(name).run()
        assert_opened(app, name)


def test_what_was_changed_on_a_set_stays_with_neither_it_nor_the_next() -> None:
    app = open_app(data="Iris petals", v=str(VERSION))
    assert_opened(app, "Iris petals")
    app.slider(key="k").set_value(5).run()
    app.selectbox(key="covariance").select("tied").run()
    app.number_input(key="ridge").set_value(0.25).run()
    assert run_of(app).settings != open_settings("Iris petals")
    app.selectbox(key="data").select("Crabs").run()
    assert_opened(app, "Crabs")
    app.selectbox(key="data").select("Iris petals").run()
    assert_opened(app, "Iris petals")


def test_a_knob_of_two_sets_has_the_default_of_each() -> None:
    app = open_app(data="Round clusters", distance="3", n="90", v=str(VERSION))
    app.selectbox(key="data").select("Overlapping clusters").run()
    assert_opened(app, "Overlapping clusters")


def test_a_link_says_the_sets_own_k_by_leaving_it_out() -> None:
    app = open_app(data="Iris petals", k="5", v=str(VERSION))
    assert run_of(app).settings == open_settings("Iris petals")._replace(k=5)
    press(app, "Take it away")
    assert app.code[0].value.endswith("?data=Iris+petals&k=5&v=4")
    app.slider(key="k").set_value(3).run()
    press(app, "Take it away")
    assert app.code[0].value.endswith("?data=Iris+petals&v=4")


def test_k_that_a_teacher_locked_stays_with_other_data() -> None:
    app = open_app(data="Iris petals", lock="k", v=str(VERSION))
    app.selectbox(key="data").select("Crabs").run()
    assert app.slider(key="k").disabled
    assert run_of(app).settings == open_settings("Crabs")._replace(k=3)
    assert address_of(app) == {"data": "Crabs", "k": "3", "lock": "k", "v": str(VERSION)}


def test_k_means_stays_off_with_other_data() -> None:
    app = open_app(data="Iris petals", twin="false", v=str(VERSION))
    app.selectbox(key="data").select("Crabs").run()
    assert run_of(app).kmeans is None
    assert address_of(app) == {"data": "Crabs", "twin": "false", "v": str(VERSION)}


def test_own_data_open_with_the_general_settings_and_follow_what_is_changed() -> None:
    app = open_app(data="Iris petals", v=str(VERSION))
    iris = run_of(app)
    press(app, "Your file")
    assert run_of(app) is iris
    assert app.slider(key="k").value == 2
    app.slider(key="k").set_value(4).run()
    assert (run_of(app).settings.data, run_of(app).settings.k) == ("Iris petals", 4)
    app.slider(key="k").set_value(2).run()
    assert (run_of(app).settings.data, run_of(app).settings.k) == ("Iris petals", 2)
    app.file_uploader[0].upload("own.csv", b"x,y\n1,2\n3,5\n4,1\n9,9\n").run()
    assert run_of(app).settings == open_settings(UPLOAD)


def test_each_start_says_what_it_does() -> None:
    app = open_app(v=str(VERSION), k="3")
    for name in app.selectbox(key="start").options:
        app.selectbox(key="start").select(name).run()
        assert START_WORDS[name] in [each.value for each in app.caption]
        assert plain(START_WORDS[name]) in app.selectbox(key="start").help
    assert START_WORDS.keys() == STARTS.keys()
    assert COVARIANCE_WORDS.keys() == COVARIANCES.keys()
    assert all(
        plain(text) in app.selectbox(key="covariance").help for text in COVARIANCE_WORDS.values()
    )


def test_how_points_are_made_is_folded_away() -> None:
    app = open_app(data="Round clusters")
    folded = next(each for each in app.expander if each.label == "How the points are made")
    assert not folded.proto.expanded
    assert [each.key for each in folded.number_input] == ["n", "data_seed"]
    assert [each.key for each in folded.slider] == ["clusters", "distance"]
    assert "How the points are made" not in [each.label for each in open_app().expander]


def test_generated_sets_have_a_size_and_a_seed_bundled_ones_do_not() -> None:
    app = open_app()
    assert [each.key for each in app.number_input if each.key == "n"] == []
    generated = next(name for name, recipe in DATASETS.items() if recipe.generated)
    app.selectbox(key="data").select(generated).run()
    app.number_input(key="n").set_value(120).run()
    points = run_of(app).points
    assert len(points) == 120
    app.number_input(key="data_seed").set_value(5).run()
    assert not np.array_equal(run_of(app).points, points)


def test_each_setting_makes_another_run() -> None:
    app = open_app()
    runs = [run_of(app)]
    app.slider(key="k").set_value(4).run()
    runs.append(run_of(app))
    app.selectbox(key="start").select("one place").run()
    runs.append(run_of(app))
    app.number_input(key="start_seed").set_value(3).run()
    runs.append(run_of(app))
    app.number_input(key="ridge").set_value(0.1).run()
    runs.append(run_of(app))
    assert not app.exception
    assert len({pack_run(run)["run"] for run in runs}) == 5
    app.toggle(key="twin").set_value(False).run()
    assert run_of(app).kmeans is None
    # The stage stays where it is: it is the same run with one tape less.
    assert pack_run(run_of(app))["run"] == pack_run(runs[-1])["run"]


def test_a_link_sets_everything() -> None:
    app = open_app(
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
        v=str(VERSION),
    )
    run = run_of(app)
    assert (len(run.points), run.settings.k, run.kmeans) == (90, 3, None)
    assert write_summary(run) == "K = 3 · diag · k-means · seed 2 · ridge 0.01 SD² · standardised"
    assert not app.toast


def test_a_class_sees_what_its_link_leaves_in_sight() -> None:
    app = open_app(v=str(VERSION), hide="start.k", lock="k", ask="Why?", answer="So.")
    assert link_of(app).classroom == Classroom(frozenset({"start", "k"}), True, "Why?", "So.")
    assert app.slider(key="k").disabled
    hidden = next(
        each.body
        for each in app.get("html")
        if isinstance(each, Element) and "display: none" in each.body
    )
    assert ".st-key-control-k, .st-key-control-start {" in hidden


# ------------------------------------------------------------------------------ no run for it


def test_more_components_than_points_is_a_sentence_and_the_run_stays() -> None:
    app = open_file(b"x\n1\n2\n5\n", "tiny.csv")
    kept = run_of(app)
    app.slider(key="k").set_value(9).run()
    assert not app.exception
    assert "distinct" in app.error[0].value
    assert run_of(app) is kept


def test_three_points_and_nine_components_can_still_be_taken_away() -> None:
    app = open_file(b"x\n1\n2\n5\n", "tiny.csv")
    app.slider(key="k").set_value(9).run()
    press(app, "Take it away")
    # What is taken away is what is on show: the run with two components.
    assert any("n_components=2" in code.value for code in app.code)


def test_a_comparison_is_that_of_the_run_on_show() -> None:
    app = open_app(data="Mixture on a line", n="10", k="12")
    assert "Compare with the truth" not in [each.label for each in app.button]
    app = open_app(data="Mixture on a line", n="10", k="2")
    app.slider(key="k").set_value(12).run()
    assert app.error
    press(app, "Compare with the truth")
    truth = run_of(app).dataset.truth
    assert len(app.dataframe[0].value) == len(present(truth).weights)
    # Another data set with as many columns, and no run on it: the truth is that of the points.
    app = open_app(data="Round clusters", n="300", k="3", start="k-means++")
    app.selectbox(key="data").select(UPLOAD).run()
    press(app, "Compare with the truth")
    assert (app.dataframe[0].value["in standard deviations"] < 1).all()


def test_own_data_keep_the_run_before_until_they_are_there() -> None:
    app = open_app(k="3")
    before = run_of(app)
    for source in (UPLOAD, PASTE):
        app.selectbox(key="data").select(source).run()
        assert run_of(app) is before
        # The link that is made is one to the run on show.
        assert link_of(app).settings == before.settings


def test_opened_without_its_points_the_page_shows_how_it_opens() -> None:
    app = open_app(data=UPLOAD)
    press(app, "Take it away")
    assert app.code[0].value.split("?")[-1].count("Upload") == 0


# ------------------------------------------------------------------------------ remarks


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("k", "99"),
        ("k", "3.5"),
        ("data", "Nothing"),
        ("covariance", "round"),
        ("ridge", "nan"),
        ("twin", "perhaps"),
        ("start", "anywhere"),
        ("frame", "-3"),
        ("view", "everything"),
        ("hand", "nonsense"),
    ],
)
def test_what_a_link_cannot_have_is_remarked_once(name: str, text: str) -> None:
    app = open_app(**{name: text})
    assert len(app.toast) == 1
    app.slider(key="k").set_value(4).run()
    assert not app.toast


def test_a_knob_out_of_its_range_is_remarked() -> None:
    app = open_app(data="Elongated clusters", tilt="999")
    assert [each.value.count("tilt") for each in app.toast] == [1]


def test_the_apps_own_settings_are_never_remarked() -> None:
    app = open_app(data="Round clusters", n="500")
    app.selectbox(key="data").select("Old Faithful").run()
    assert not app.toast
    app.selectbox(key="data").select("Elongated clusters").run()
    assert not app.toast


# ------------------------------------------------------------------------------ versions

# What the first version showed for links without a version, the second for v=2 and the third for
# v=3: made by them, and kept.
FIRST = json.loads((Path(__file__).parent / "first_links.json").read_text("utf-8"))
SECOND = json.loads((Path(__file__).parent / "second_links.json").read_text("utf-8"))
THIRD = json.loads((Path(__file__).parent / "third_links.json").read_text("utf-8"))


def in_todays_words(summary: str) -> str:
    """A summary of an earlier version: the start method's name of today, a ridge with its unit."""
    parts = [OLDER.get(part, part) for part in summary.split(" · ")]
    if "standardised" in parts:
        parts = [f"{part} SD²" if part.startswith("ridge") else part for part in parts]
    return " · ".join(parts)


@pytest.mark.parametrize("first", FIRST, ids=lambda first: urlencode(first["query"])[:60])
def test_a_link_of_the_first_version_opens_the_same_picture(first: dict[str, Any]) -> None:
    app = open_app(**first["query"])
    run = run_of(app)
    assert not app.toast
    assert write_title(run) == first["title"]
    assert write_summary(run) == in_todays_words(first["summary"])
    assert run.points.size == first["points"][0]
    assert run.points.sum() == pytest.approx(first["points"][1], abs=1e-9)
    assert run.em is not None
    assert run.em.frames[0].log_likelihood == pytest.approx(first["first"], rel=1e-11)
    # A run may go on for longer than it did then; what it showed then it still shows.
    chosen = run.settings
    then = record_em(
        *(run.points, run.em.frames[0].mixture, chosen.covariance, chosen.ridge),
        *(0, first["frames"] // 2),
        weights=run.dataset.frequencies,
    )
    shown = then.frames[first["frames"] - 1]
    assert shown.log_likelihood == pytest.approx(first["last"], rel=1e-9)
    # It said so in the units of what was scaled; now it is in the data's own.
    own = restore_frame(run, shown).log_likelihood
    shift = run.number * np.log(run.scaling.spread).sum()
    assert own == pytest.approx(first["last"] - shift, rel=1e-9)
    assert (run.kmeans is None) == (first["inertia"] is None)
    if run.kmeans is not None:
        assert run.kmeans.frames[-1].inertia == pytest.approx(first["inertia"], rel=1e-9)
    assert address_of(app).get("v", "") == (str(VERSION) if first["query"] else "")


@pytest.mark.parametrize("second", SECOND, ids=lambda second: urlencode(second["query"])[:60])
def test_a_link_of_the_second_version_starts_where_it_did(second: dict[str, Any]) -> None:
    app = open_app(**second["query"])
    run = run_of(app)
    assert not app.toast
    assert write_title(run) == second["title"]
    assert write_summary(run) == in_todays_words(second["summary"])
    assert run.points.size == second["points"][0]
    assert run.points.sum() == pytest.approx(second["points"][1], abs=1e-9)
    assert run.em is not None
    first = run.em.frames[0]
    assert first.log_likelihood == pytest.approx(second["log_likelihood"], rel=1e-11)
    for part, kept in zip(first.mixture, ("weights", "means", "covariances"), strict=True):
        np.testing.assert_allclose(part, second[kept], rtol=1e-9, atol=1e-12)
    # A start by hand belongs to what it was set for.
    assert (run.hand is not None) == ("hand" in second["query"])
    assert address_of(app)["v"] == str(VERSION)


@pytest.mark.parametrize("third", THIRD, ids=lambda third: urlencode(third["query"])[:60])
def test_a_link_of_the_third_version_opens_the_same_picture(third: dict[str, Any]) -> None:
    app = open_app(**third["query"])
    run = run_of(app)
    assert not app.toast
    assert write_title(run) == third["title"]
    assert write_summary(run) == third["summary"]
    assert run.points.size == third["points"][0]
    assert run.points.sum() == pytest.approx(third["points"][1], abs=1e-9)
    em = present(run.em)
    assert len(em.frames) == third["frames"]
    assert em.frames[0].log_likelihood == pytest.approx(third["first"], rel=1e-11)
    assert em.frames[-1].log_likelihood == pytest.approx(third["last"], rel=1e-9)
    assert (run.kmeans is None) == (third["inertia"] is None)
    if run.kmeans is not None:
        assert run.kmeans.frames[-1].inertia == pytest.approx(third["inertia"], rel=1e-9)
    assert (run.hand is not None) == ("hand" in third["query"])
    # The widgets say what the link meant, too.
    assert app.slider(key="k").value == run.settings.k
    assert app.number_input(key="start_seed").value == run.settings.start_seed
    assert address_of(app)["v"] == str(VERSION)


def test_the_frozen_links_are_links_to_every_set() -> None:
    assert {each["query"].get("data", "Old Faithful") for each in THIRD} >= {*DATASETS}
    assert {each["query"]["v"] for each in THIRD} == {"3"}


@pytest.mark.parametrize("name", OLDER)
def test_an_older_start_is_in_the_list_for_the_link_that_means_it(name: str) -> None:
    todays = [each for each in STARTS if each not in OLDER.values()]
    assert open_app(k="3").selectbox(key="start").options == todays
    app = open_app(k="3", start=name)
    assert app.selectbox(key="start").value == OLDER[name]
    assert app.selectbox(key="start").options == [*todays, OLDER[name]]
    older = run_of(app)
    app.selectbox(key="start").select(name).run()
    assert run_of(app).settings.start == name
    assert pack_run(run_of(app))["run"] != pack_run(older)["run"]
    app.query_params["start"] = name  # as the browser does it
    app.slider(key="k").set_value(4).run()
    assert (run_of(app).settings.start, run_of(app).settings.k) == (name, 4)
    assert app.selectbox(key="start").options == todays
    assert not app.toast


def test_a_knob_has_its_place_in_the_link() -> None:
    app = open_app(data="Elongated clusters", tilt="45", elongation="2")
    turned = run_of(app).points
    assert (app.slider(key="tilt").value, app.slider(key="elongation").value) == (45, 2)
    app.slider(key="tilt").set_value(0.0).run()
    assert not np.array_equal(run_of(app).points, turned)


# ------------------------------------------------------------------------------ what stands beside


def test_the_fit_can_be_held_against_the_truth() -> None:
    app = press(open_app(data="Round clusters", k="3", start="k-means++"), "Compare with the truth")
    table = app.dataframe[0].value
    assert list(table["True component"]) == [1, 2, 3]
    assert sorted(table["Found as"]) == ["component 1", "component 2", "component 3"]
    assert (table["in standard deviations"] < 1).all()


def test_without_a_truth_there_is_nothing_to_compare() -> None:
    labels = [each.label for each in open_app(data="Moons").button]
    assert "Compare with the truth" not in labels


def test_what_can_be_taken_away() -> None:
    app = press(open_app(k="3", frame="4"), "Take it away")
    code = [each.value for each in app.code]
    assert code[0].endswith("?k=3&frame=4&v=4")
    assert any("GaussianMixture" in each for each in code)
    assert any("record_em" in each for each in code)


def test_nothing_can_be_taken_from_an_empty_easel() -> None:
    app = open_app(data=DRAW)
    assert next(each for each in app.button if each.label == "Take it away").disabled


ODD = st.text(max_size=40) | st.sampled_from(
    ["nan", "-1", "1e999", "true", "\x00", "💥" * 9, "a" * 3000, "here"]
)
NAMES = [
    *(name for name in Settings._fields if name != "knobs"),
    *("frame", "view", "hide", "lock", "ask", "answer", "drawn", "points", "hand", "v"),
    *("tilt", "clusters"),
]


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.dictionaries(st.sampled_from(NAMES), ODD, max_size=6),
    st.sampled_from([None, UPLOAD, PASTE, DRAW, "Round clusters"]),
)
def test_no_link_breaks_the_page(query: dict[str, str], data: str | None) -> None:
    open_app(**query, **({} if data is None or "data" in query else {"data": data}))
