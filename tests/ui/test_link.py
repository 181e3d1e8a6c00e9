"""A link says all that there is to say, and whatever else an address says opens the page, too."""

import json
import re
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from gmm.covariance import COVARIANCES
from gmm.data.datasets import DATASETS
from gmm.files import ASSETS
from gmm.limits import LONGEST_LINE, LONGEST_NAME, MAX_K, MAX_N, MAX_ROWS, MAX_SEED, MIN_N
from gmm.mixture import Mixture
from gmm.scaling import SCALES
from gmm.starts import OLDER, STARTS
from gmm.ui import link as link_module
from gmm.ui.carried import HERE, write_points, write_start
from gmm.ui.link import (
    CONTROLS,
    DRAW,
    PASTE,
    STAGE_NAMES,
    UPLOAD,
    VERSION,
    VIEWS,
    Carried,
    Classroom,
    Link,
    Settings,
    Table,
    View,
    list_parameters,
    open_settings,
    read_link,
    read_view,
    upgrade,
    write_address,
    write_link,
    write_settings,
    write_table,
    write_view,
)

POINTS = write_points(DATASETS["Galaxy velocities"].make(300, 0))
START = write_start(Mixture(np.ones(1), np.zeros((1, 2)), np.eye(2)[None]), "0123abcd")
GENERATED = [name for name, recipe in DATASETS.items() if recipe.generated]
BUNDLED = [name for name, recipe in DATASETS.items() if not recipe.generated]
ALL_DATA = [*DATASETS, DRAW, PASTE, UPLOAD]
KNOBS = {knob.name: (name, knob) for name in GENERATED for knob in DATASETS[name].knobs}
HOSTILE = [
    *("", " ", "\0", "\n", "x" * 100_000, "9" * 100_000, "1e309", "-1", "nan", "inf", "None"),
    *("{0}", "{name.__class__}", "%s", "<script>", "a\u202eb", "\ud800", "٣" * 40, "🙂", "."),
]


# ------------------------------------------------------------------------------ there and back


lines = st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), max_size=80).map(
    lambda text: " ".join(text.split())
)
views = st.builds(
    lambda on, kind, number: View(on, **({kind: number} if kind else {})),
    st.frozensets(st.sampled_from(VIEWS)),
    st.sampled_from(["", "point", "component"]),
    st.integers(0, 9_999),
)
classrooms = st.builds(
    lambda hide, lock, ask, answer: Classroom(hide, lock, ask, answer if ask else ""),
    st.frozensets(st.sampled_from(list(CONTROLS))),
    st.booleans(),
    lines,
    lines,
)


names = st.one_of(st.just(""), lines.filter(lambda name: len(name) <= LONGEST_NAME))
tables = st.builds(
    Table,
    names,
    names,
    st.integers(-1, MAX_ROWS),
    names,
    names,
    st.frozensets(st.sampled_from(["across", "up"])),
    names,
    names,
    st.sampled_from([0, 2, MAX_ROWS]),
)


@st.composite
def all_settings(draw: st.DrawFn) -> Settings:
    data = draw(st.sampled_from(ALL_DATA))
    recipe = DATASETS.get(data)
    knobs = recipe.knobs if recipe else ()
    generated = bool(recipe and recipe.generated)
    return Settings(
        data=data,
        n=draw(st.integers(MIN_N, MAX_N)) if generated else Settings().n,
        data_seed=draw(st.integers(0, MAX_SEED)) if generated else Settings().data_seed,
        knobs=tuple(
            (
                knob.name,
                draw(
                    st.integers(int(knob.low), int(knob.high))
                    if isinstance(knob.default, int)
                    else st.floats(knob.low, knob.high)
                ),
            )
            for knob in knobs
        ),
        k=draw(st.integers(1, MAX_K)),
        start=draw(st.sampled_from(list(STARTS))),
        start_seed=draw(st.integers(0, MAX_SEED)),
        covariance=draw(st.sampled_from(list(COVARIANCES))),
        ridge=draw(st.floats(0, 1)),
        scale=draw(st.sampled_from(list(SCALES))),
        twin=draw(st.booleans()),
    )


@st.composite
def links(draw: st.DrawFn) -> Link:
    chosen = draw(all_settings())
    carried = Carried(
        drawn=draw(st.sampled_from(["", POINTS, HERE])) if chosen.data == DRAW else "",
        points=draw(st.sampled_from(["", POINTS, HERE])) if chosen.data == PASTE else "",
        hand=draw(st.sampled_from(["", START])),
    )
    table = draw(tables) if chosen.data == UPLOAD else Table()
    frame = draw(st.integers(0, 999_999))
    return Link(chosen, frame, draw(views), draw(classrooms), carried, table)


def query_of(address: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(address).query, keep_blank_values=True, strict_parsing=True))


@settings(deadline=None, max_examples=300)
@given(links())
def test_a_link_comes_back_whole_and_without_a_word(link: Link) -> None:
    address = write_address("https://example.org/", link)
    assert address.isascii()
    found, remarks = read_link(query_of(address) if "?" in address else {})
    assert found == link
    assert remarks == []
    assert write_link(found) == write_link(link)


@settings(deadline=None)
@given(links())
def test_a_link_holds_what_differs_from_the_defaults_alone(link: Link) -> None:
    query = write_link(link)
    for name in query:
        less = {key: text for key, text in query.items() if key != name}
        if name not in ("data", "v", "ask"):
            assert read_link(less)[0] != link
    assert ("v" in query) == bool(query)


def test_all_settings_can_be_said_also_those_that_are_as_by_default() -> None:
    settings = open_settings("Round clusters")._replace(k=7)
    query = write_settings(Link(settings, frame=3))
    assert set(Settings._fields) - {"knobs"} | set(dict(settings.knobs)) == set(query)
    assert read_link(query | {"v": str(VERSION)})[0] == Link(settings)
    assert not {"n", *dict(settings.knobs)} & set(write_settings(Link(open_settings("Penguins"))))


def test_the_default_needs_no_query() -> None:
    assert write_link(Link()) == {}
    assert write_address("https://example.org/", Link()) == "https://example.org/"
    assert read_link({}) == (Link(), [])


def test_an_address_is_written_so_that_any_program_passes_it_on() -> None:
    link = Link(Settings(k=3), classroom=Classroom(ask="Is 2 + 2 = 4 & more?", answer="#yes"))
    address = write_address("https://example.org/", link)
    assert address == (
        "https://example.org/?k=3&ask=Is+2+%2B+2+%3D+4+%26+more%3F&answer=%23yes&v=4"
    )
    assert read_link(query_of(address))[0] == link


def test_an_answer_without_a_question_is_left_out() -> None:
    assert write_link(Link(classroom=Classroom(answer="yes"))) == {}
    assert "answer" not in write_link(Link(classroom=Classroom(ask=" ", answer="yes")))
    assert "answer" in write_link(Link(classroom=Classroom(ask="why?", answer="so")))


def test_a_whole_number_may_be_written_with_a_point() -> None:
    found, remarks = read_link({"data": "Rings", "rings": "3.0", "blur": "0", "k": "4.0"})
    assert remarks == []
    assert dict(found.settings.knobs) == {"rings": 3, "blur": 0.0}
    assert type(dict(found.settings.knobs)["rings"]) is int
    assert (found.settings.k, type(found.settings.k)) == (4, int)


def test_every_parameter_has_a_name_of_its_own() -> None:
    for data in [*ALL_DATA, "something else"]:
        names = [parameter.name for _, parameter in list_parameters(data)]
        assert len(set(names)) == len(names)
        assert "v" not in names


# ------------------------------------------------------------------------------ what cannot be had


def usual(data: str = "Old Faithful") -> Link:
    return read_link({"data": data, "v": str(VERSION)})[0]


# name -> texts that cannot be had, and a data set beside which the parameter means something.
BAD = {
    "data": (["banana", "old faithful", "Old Faithful "], ""),
    "n": (["9", "5001", "many", "nan", "-300"], "Moons"),
    "data_seed": (["-1", "10000", "inf"], "Moons"),
    "k": (["0", "13", "many", "-2", "9" * 400, "1e400"], ""),
    "start": (["banana", "Random points"], ""),
    "start_seed": (["-1", "10000", "7;"], ""),
    "covariance": (["banana", "Full", "full "], ""),
    "ridge": (["-0.1", "1000001", "nan", "inf", "one"], ""),
    "scale": (["perhaps", "ON"], ""),
    "twin": (["perhaps", "1", "yes"], ""),
    "frame": (["-3", "1000000", "last", "nan", "9" * 400], ""),
    "view": (["Density", "no-no-cells", "point-0", "point--1", "point-123456", ".", "no-"], ""),
    "drawn": (["x", "A" * 3_000, POINTS[:-1], "there"], DRAW),
    "points": (["x", "A" * 3_000, POINTS[:-1], "there"], PASTE),
    "hand": (["x", "A" * 3_000, START[:-1], START[1:], HERE], ""),
}
assert set(BAD) == {
    parameter.name
    for data in (DRAW, PASTE, "Moons")
    for part, parameter in list_parameters(data)
    if part not in ("knobs", "classroom")
}


@pytest.mark.parametrize(
    ("name", "text", "data"),
    [(name, text, data) for name, (texts, data) in BAD.items() for text in texts],
)
def test_what_cannot_be_had_gives_the_default_and_a_sentence(
    name: str, text: str, data: str
) -> None:
    beside = {"data": data} if data else {}
    found, remarks = read_link({**beside, name: text, "v": str(VERSION)})
    assert found == (usual(data) if data else Link())
    (remark,) = remarks
    assert_sentence(remark)
    if name in ("drawn", "points", "hand"):
        assert ("points" if name != "hand" else "start") in remark or "too long" in remark
    elif name == "view":
        assert f"“{text.split('.')[0]}”, which is not available here" in remark
    else:
        assert f"{name} = “{text.strip()[:30]}”" in remark
        ((_, parameter),) = [each for each in list_parameters(data) if each[1].name == name]
        assert f"opens with {parameter.write(parameter.default)}." in remark


def test_an_empty_parameter_is_as_good_as_none_and_told_where_it_says_nothing() -> None:
    parameters = [parameter for _, parameter in list_parameters("Moons")]
    query = dict.fromkeys((parameter.name for parameter in parameters), "")
    link, remarks = read_link({**query, "data": "Moons", "v": str(VERSION)})
    assert link == usual("Moons")
    # A text that is empty by default says just that: nothing to hide, no question.
    told = [each for each in parameters if each.name != "data" and each.write(each.default)]
    assert len(told) > 5
    assert [remark.split("“")[1].split("=")[0] for remark in remarks] == [
        each.name for each in told
    ]
    assert "The link says nothing after “scale=”. The page opens with auto." in remarks


@pytest.mark.parametrize("name", KNOBS)
def test_a_knob_turned_too_far_gives_its_default_and_a_sentence(name: str) -> None:
    data, knob = KNOBS[name]
    for text in ("999", "-999", "nan", "banana"):
        found, remarks = read_link({"data": data, name: text, "v": str(VERSION)})
        assert found == usual(data)
        assert dict(found.settings.knobs)[name] == knob.default
        (remark,) = remarks
        assert f"{name} = “{text}”" in remark
        assert f"opens with {knob.default}." in remark


def test_a_whole_number_with_a_fraction_is_cut_and_said() -> None:
    found, (remark,) = read_link({"k": "5.7"})
    assert found.settings.k == 5
    assert "k = “5.7”" in remark
    assert "opens with 5." in remark


def _show_widgets() -> None:
    import streamlit as st

    k = st.slider("K", 1, 12, 2, key="k", bind="query-params")
    seed = st.number_input("Seed", 0, 9_999, 7, key="start_seed", bind="query-params")
    ridge = st.number_input("Ridge", 0.0, 1e6, 0.0, key="ridge", bind="query-params")
    twin = st.toggle("Twin", True, key="twin", bind="query-params")
    st.session_state["result"] = (k, seed, ridge, twin)


@pytest.mark.parametrize("number", ["5", "5.7", "5.0", "0.5", "1e1", " 4 ", "99", "x", "٣", "nan"])
def test_a_link_reads_numbers_as_widgets_bound_to_the_address_do(number: str) -> None:
    query = {"k": number, "start_seed": number, "ridge": number, "twin": "False", "v": str(VERSION)}
    app = AppTest.from_function(_show_widgets, default_timeout=30)
    for name, text in query.items():
        app.query_params[name] = text
    app.run()
    found = read_link(query)[0].settings
    assert (found.k, found.start_seed, found.ridge, found.twin) == app.session_state["result"]


@pytest.mark.parametrize("data", [*BUNDLED, DRAW, PASTE, UPLOAD])
def test_what_belongs_to_other_data_needs_no_word(data: str) -> None:
    other = {"n": "7", "data_seed": "x", "tilt": "999", "clusters": "x", "blur": ""}
    other |= {} if data == DRAW else {"drawn": "x"}
    other |= {} if data == PASTE else {"points": "x"}
    assert read_link({"data": data, **other, "v": str(VERSION)}) == (usual(data), [])


def test_names_that_mean_nothing_need_no_word() -> None:
    asked = {"embed": "true", "utm_source": "x", "knobs": "1", "settings": "2", "K": "3"}
    assert read_link(asked) == (Link(), [])


def test_each_of_several_gets_its_own_sentence() -> None:
    found, remarks = read_link({"k": "99", "ridge": "-2", "start": "banana", "covariance": "tied"})
    assert found == Link(Settings(covariance="tied"))
    assert [remark.split(" = ")[0].split()[-1] for remark in remarks] == ["k", "start", "ridge"]


# ------------------------------------------------------------------------------ earlier versions


# Never change these: links of the first version are about, and this is what they mean.
FIRST = Link(
    Settings("Old Faithful", 300, 0, (), 2, "random points", 7, "full", 0.0, "auto", True),
    view=View(frozenset({"cells"})),
)
FIRST_KNOBS = {
    "Round clusters": {"clusters": 3, "distance": 5.0},
    "Elongated clusters": {"elongation": 5.5, "tilt": 30.0},
    "Unequal clusters": {"share": 0.6, "ratio": 4.5},
    "Overlapping clusters": {"distance": 2.0, "share": 0.5},
    "Mixture on a line": {"clusters": 3, "distance": 3.5, "growth": 1.5},
    "One Gaussian": {"correlation": 0.6},
    "Clusters in noise": {"clusters": 3, "noise": 0.15},
    "Rings": {"rings": 2, "blur": 0.1},
    "Moons": {"blur": 0.1},
}


def test_a_link_without_a_version_means_the_defaults_of_the_first() -> None:
    assert read_link({"frame": "0"}) == (FIRST, [])
    assert read_link({"k": "2"}) == (FIRST, [])
    assert read_link({"k": "5"})[0].settings == FIRST.settings._replace(k=5)


@pytest.mark.parametrize("data", FIRST_KNOBS)
def test_a_generator_in_a_link_of_the_first_version(data: str) -> None:
    found, remarks = read_link({"data": data})
    assert remarks == []
    knobs = tuple(FIRST_KNOBS[data].items())
    assert found.settings == FIRST.settings._replace(data=data, knobs=knobs)


@pytest.mark.parametrize("version", [{}, {"v": "2"}, {"v": "3"}])
@pytest.mark.parametrize("data", ALL_DATA)
def test_a_link_of_an_earlier_version_means_what_it_did_beside_each_set(
    data: str, version: dict[str, str]
) -> None:
    found, remarks = read_link({"data": data, **version})
    assert remarks == []
    knobs = tuple(FIRST_KNOBS.get(data, {}).items())
    assert found == FIRST._replace(settings=FIRST.settings._replace(data=data, knobs=knobs))
    # Today's link to it says the same, and no more than it must.
    again, words = read_link(upgrade({"data": data, **version}))
    assert (again, words) == (found, [])
    assert upgrade({"data": data, **version}) == {**write_link(found), "data": data, "v": "4"}


def test_what_an_earlier_version_said_itself_stays() -> None:
    asked = {"data": "Iris petals", "k": "3", "start_seed": "", "covariance": "diag", "v": "3"}
    found = read_link(asked)[0].settings
    assert (found.k, found.start_seed, found.covariance) == (3, 7, "diag")
    assert read_link(upgrade(asked))[0].settings == found


def test_when_a_default_changes_a_link_of_an_earlier_version_stays(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    today = Settings("Old Faithful", 400, 1, (), 3, "k-means++", 8, "tied", 0.1, "on", False)
    monkeypatch.setattr(link_module, "open_settings", lambda data: today._replace(data=data))
    assert read_link({"k": "2"}) == (FIRST, [])
    told = {name: text for name, text in link_module.THIRD_DEFAULTS.items() if name != "data"}
    # How many points, and their seed, mean nothing beside this set.
    del told["n"], told["data_seed"]
    assert upgrade({"k": "2"}) == {**told, "v": str(VERSION)}
    assert {*link_module.THIRD_DEFAULTS} == {*Settings._fields} - {"knobs"}
    assert upgrade({}) == {}
    assert upgrade({"k": "2", "v": str(VERSION)}) == {"k": "2", "v": str(VERSION)}


@pytest.mark.parametrize("data", ALL_DATA)
def test_a_link_that_leaves_all_out_means_what_the_set_opens_with(data: str) -> None:
    found, remarks = read_link({"data": data, "v": str(VERSION)})
    assert (found.settings, remarks) == (open_settings(data), [])
    assert write_link(found).keys() <= {"data", "v"}
    if data in DATASETS:
        for name, value in DATASETS[data].opening._asdict().items():
            assert getattr(found.settings, name) == value
        assert found.settings.start not in OLDER.values()


def test_the_app_opens_with_the_first_set_as_that_opens() -> None:
    assert open_settings(Settings().data) == Settings()
    assert next(iter(DATASETS)) == Settings().data


def test_two_start_methods_of_earlier_versions_have_another_name() -> None:
    for name, older in OLDER.items():
        for version in ({}, {"v": "2"}):
            found, remarks = read_link({"start": name, **version})
            assert (found, remarks) == (Link(Settings(start=older)), [])
            assert write_link(found) == {"start": older, "v": str(VERSION)}
        assert read_link({"start": name, "v": str(VERSION)})[0].settings.start == name
        assert read_link({"start": older, "v": str(VERSION)})[0].settings.start == older
    for name in STARTS.keys() - OLDER.keys():
        assert read_link({"start": name, "v": "2"})[0].settings.start == name
    assert read_link({"k": "3", "v": "2"}) == (Link(Settings(k=3)), [])
    assert upgrade({"v": "2"}) == {"v": str(VERSION)}


def test_pasted_numbers_had_no_name_of_their_own() -> None:
    found, remarks = read_link({"data": UPLOAD, "points": POINTS})
    assert remarks == []
    assert (found.settings.data, found.carried.points) == (PASTE, POINTS)
    assert read_link({"data": UPLOAD})[0].settings.data == UPLOAD
    kept = read_link({"data": UPLOAD, "points": POINTS, "v": str(VERSION)})[0]
    assert (kept.settings.data, kept.carried.points) == (UPLOAD, "")


@pytest.mark.parametrize("version", ["1", "5", "", "2.0", "3.0", "4.0", "banana", "x" * 1_000])
def test_a_version_that_is_not_known_is_said(version: str) -> None:
    found, (remark,) = read_link({"k": "5", "v": version})
    assert found == Link(Settings(k=5))
    assert "another version of Mixtape" in remark
    assert_sentence(remark)


# ------------------------------------------------------------------------------ what is seen


@settings(deadline=None)
@given(views)
def test_a_view_comes_back(view: View) -> None:
    assert read_view(write_view(view)) == view


def test_a_view_reads_like_words() -> None:
    view = View(frozenset({"density", "trails"}), point=16)
    assert write_view(view) == "density.no-cells.trails.point-17"
    assert write_view(View()) == ""
    assert read_view("") == View()
    assert read_view("projector").on == {"cells", "projector"}
    assert read_view("point-3.component-2") == View(component=1)


def test_a_view_that_means_nothing_is_named() -> None:
    with pytest.raises(ValueError, match="“banana”, which is not available here"):
        read_view("density.banana.rings")


def test_the_stage_has_the_same_names() -> None:
    script = (ASSETS / "stage" / "view.js").read_text("utf-8")
    assert set(re.findall(r'^  (\w+): \["', script, re.MULTILINE)) == set(VIEWS)
    look = json.loads((ASSETS / "look.json").read_text("utf-8"))["view"]
    assert tuple(look["layers"] + look["modes"]) == VIEWS
    assert set(look["on"]) == View().on
    names = {parameter.name for _, parameter in list_parameters(DRAW)} | {"v"}
    assert set(STAGE_NAMES.values()) <= names


# ------------------------------------------------------------------------------ hostile links


NAMES = sorted(
    {parameter.name for data in ALL_DATA for _, parameter in list_parameters(data)} | {"v", "other"}
)


def assert_sentence(remark: str) -> None:
    assert remark.endswith(".")
    assert remark[0].isupper()
    assert remark.isprintable()
    assert len(remark) < 250


def assert_harmless(query: dict[str, str]) -> None:
    found, remarks = read_link(query)
    for remark in remarks:
        assert_sentence(remark)
    assert len(remarks) <= len(query)
    for text in (found.classroom.ask, found.classroom.answer):
        assert len(text) <= LONGEST_LINE
        assert text.isprintable()
    assert found.classroom.hide <= set(CONTROLS)
    # What was read can be written, and then reads alike: but for an answer that nobody asked for.
    again, words = read_link(write_link(found))
    assert words == []
    asked = found.classroom if found.classroom.ask else found.classroom._replace(answer="")
    assert again == found._replace(classroom=asked)


@settings(deadline=None, max_examples=300)
@given(
    st.dictionaries(
        st.sampled_from(NAMES),
        st.one_of(
            st.text(max_size=500),
            st.sampled_from([*ALL_DATA, POINTS, START, *HOSTILE]),
            st.floats().map(str),
            st.integers().map(str),
        ),
        max_size=8,
    )
)
def test_no_address_does_more_than_get_a_sentence(query: dict[str, str]) -> None:
    assert_harmless(query)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_everywhere(name: str, text: str) -> None:
    for data in ({}, *({"data": each} for each in ("Elongated clusters", DRAW, PASTE, UPLOAD))):
        assert_harmless({**data, name: text})


def test_a_class_reads_one_short_line() -> None:
    asked = {"ask": "  a\n\tb\0c  " + "x" * 1_000, "answer": "y" * 1_000, "lock": "n"}
    found, remarks = read_link({**asked, "hide": "start.more.nonsense"})
    assert remarks == []
    assert found.classroom.ask.startswith("a b c x")
    assert (len(found.classroom.ask), len(found.classroom.answer)) == (LONGEST_LINE, LONGEST_LINE)
    assert found.classroom.hide == {"start", "more"}
    assert not found.classroom.lock
    assert read_link({"lock": "k"})[0].classroom.lock


@pytest.mark.parametrize("name", ["a\u202eb", "x" * (LONGEST_NAME + 1), "two\nlines", "\0"])
def test_a_column_that_cannot_be_told_to_the_letter_is_left_out(name: str) -> None:
    """Another one under a name that is almost its own would be a wrong one."""
    told = write_table(Table(file="own.csv", across=name, up="y"))
    assert (told["across"], told["up"]) == ("", "y")
    link = Link(Settings(data=UPLOAD), table=Table(file="own.csv", across=name, labels="kind"))
    found, remarks = read_link(write_link(link))
    assert found.table == link.table._replace(across="")
    assert remarks == []
    assert read_link({"data": UPLOAD, "across": name, "v": str(VERSION)})[1] != []


def test_a_file_is_told_beside_no_other_data() -> None:
    query = {"data": "Penguins", "file": "own.csv", "across": "x", "v": str(VERSION)}
    assert read_link(query)[0].table == Table()


def test_no_file_but_one_knows_a_parameter_of_the_stage() -> None:
    """JavaScript is given the names that it needs."""
    for script in sorted(Path(ASSETS / "stage").glob("*.js")):
        assert not re.search(r"searchParams\.\w+\([\"']", script.read_text("utf-8")), script.name
