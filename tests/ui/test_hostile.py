"""Whatever an address or a browser says, it is answered, and the page goes on.

A real server is asked in Streamlit's own protocol, where nothing holds back what no widget sends.
"""

import json
from collections.abc import Iterator
from urllib.parse import quote, urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from streamlit.proto.WidgetStates_pb2 import WidgetState

from gmm.data.datasets import DATASETS
from gmm.limits import MAX_DRAWING
from gmm.ui.link import DRAW, LESSON_NAME, PASTE, UPLOAD, VERSION_NAME, list_parameters
from tests.browser.conftest import start_server
from tests.ui.person import Page, meet

ROUND = "data=Round+clusters&k=3&v=4"


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    process, url = start_server()
    yield url
    process.terminate()
    process.wait()


def open_once(url: str, query: str, page: str = "") -> Page:
    with meet(url) as person:
        return person.open(query, page=page)


# ------------------------------------------------------------------------------ addresses


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("scale=", "The link says nothing after “scale=”. The page opens with auto."),
        ("scale=&k=3&v=4", "The link says nothing after “scale=”. The page opens with auto."),
        ("k=99", "The link says k = “99”, which is not available here. The page opens with 2."),
        ("k=3&k=banana", "The link says k = “banana”"),
        ("k=%00", "The link says k = “”, which"),
        ("data=%ff%fe", "The link says data = “��”"),
        ("ridge=nan", "The link says ridge = “nan”"),
        ("start_seed=" + "9" * 5000, "The link says start_seed = “999"),
        ("hand=" + quote("\x00" * 100), "what it says of the start cannot be read"),
        ("v=" + quote("\N{RIGHT-TO-LEFT OVERRIDE}"), "another version of Mixtape"),
    ],
)
def test_a_link_that_cannot_be_had_opens_with_a_word(url: str, query: str, words: str) -> None:
    page = open_once(url, query)
    assert page.failures == []
    assert page.stages
    toasts = [each.body.replace("\\", "") for each in page.of_kind("toast")]
    assert any(words in each for each in toasts), toasts


@pytest.mark.parametrize(
    ("query", "words"),
    [("k=2&k=3&v=4", "K = 3 "), (ROUND, "K = 3 "), ("k=3&hide=&lock=&ask=&v=4", "K = 3 ")],
)
def test_the_last_of_several_holds_and_what_may_be_empty_needs_no_word(
    url: str, query: str, words: str
) -> None:
    page = open_once(url, query)
    assert page.failures == []
    assert page.of_kind("toast") == []
    assert page.says(words)


DATA = [*DATASETS, DRAW, PASTE, UPLOAD]
NAMES = sorted({parameter.name for data in DATA for _, parameter in list_parameters(data)})
VALUES = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        ["", "0", "-1", "1e999", "nan", "٣", "2_0", " 3 ", "true", "\x00", "[]", "{}", "k", "auto"]
    ),
    st.sampled_from(
        ["9" * 400, "a" * 20_000, "../../etc/passwd", "<script>", "'; --", "%", "..", "a.b.c"]
    ),
    st.sampled_from(DATA),
    st.floats().map(str),
    st.integers().map(str),
)
QUERIES = st.lists(
    st.tuples(
        st.sampled_from([*NAMES, VERSION_NAME, LESSON_NAME, "embed", "embed_options", "x[]", ""]),
        VALUES,
    ),
    max_size=8,
)


@settings(max_examples=120, deadline=None, derandomize=True)
@given(pairs=QUERIES, page=st.sampled_from(["", "", "", "course", "glossary", "teachers", "none"]))
def test_no_address_makes_a_page_fail(url: str, pairs: list[tuple[str, str]], page: str) -> None:
    shown = open_once(url, urlencode(pairs), page)
    assert shown.failures == []
    assert shown.stages or page
    assert shown.elements


# ------------------------------------------------------------------------------ what widgets send

FORGED = [
    {"int_value": 10**12},
    {"int_value": -5},
    {"double_value": float("nan")},
    {"string_value": "banana\x00"},
    {"bool_value": True},
    {"json_value": "[[[["},
    {"json_value": '{"a": 1e999}'},
    {"json_value": "null"},
    {"bytes_value": b"\xff"},
    {"trigger_value": True},
]


def forge(name: str) -> Iterator[WidgetState]:
    """Values of each type, whatever the widget's own is, out of any range."""
    yield from (WidgetState(id=name, **value) for value in FORGED)  # type: ignore[arg-type]
    for field, values in [
        ("double_array_value", [float("inf"), -1e308, 3]),
        ("int_array_value", [99, -1]),
        ("string_array_value", ["a", "b"]),
        ("string_array_value", []),
    ]:
        state = WidgetState(id=name)
        getattr(state, field).data.extend(values)
        getattr(state, field).SetInParent()
        yield state
    state = WidgetState(id=name)
    state.file_uploader_state_value.uploaded_file_info.add(file_id="none", name="../../a.csv")
    yield state
    yield WidgetState(id=name)


@pytest.mark.parametrize("data", ["Round clusters", DRAW, PASTE, UPLOAD])
def test_after_a_value_that_no_widget_sends_the_page_works(url: str, data: str) -> None:
    query = urlencode({"data": data, "k": 3, "v": 4})
    with meet(url) as person:
        kinds = {kind: name for name, kind in person.open(query).widgets.items()}
        assert len(kinds) > 5
        for name in kinds.values():  # one of each
            for state in forge(name):
                answer = person.open(query, state)
                assert answer.elements
                for told in answer.failures:
                    assert told.startswith("Something went wrong on this page.")
                after = person.open(query)
                assert after.failures == [], (name, state)
                assert after.stages, (name, state)


def test_after_a_failure_the_address_holds(url: str) -> None:
    with meet(url) as person:
        (name,) = [
            each for each in person.open(ROUND).widgets if each.endswith("-stage-playground")
        ]
        assert person.open(ROUND, WidgetState(id=name, json_value="[[[[")).failures
        after = person.open(ROUND)
        assert after.failures == []
        assert after.says("Three round clusters")
        assert after.says("K = 3 ")


KINDS: list[object] = ["points", "start", "undo", "offer", "code", "where", "none", 7, None, [], {}]
JUNK: list[object] = [
    *(None, True, -1, 1e308, float("nan"), "x" * 10_000, "\x00", [], {}, [[[]]], {"a": {"b": []}}),
    *([float("nan")] * 4, ["1", "2"], [1], [1, 2, 3], [0] * (2 * MAX_DRAWING + 2), [10**400, 1]),
    *([True, False], {"frame": [], "view": {}, "hand": 3, "version": None}),
]


def test_what_a_stage_never_says_is_answered(url: str) -> None:
    """Of the right type, but not what the stage's script sends: nothing fails."""
    query = f"data={quote(DRAW)}&k=3&v=4"
    with meet(url) as person:
        (name,) = [
            each for each in person.open(query).widgets if each.endswith("-stage-playground")
        ]
        number = 0
        messages: list[object] = [*JUNK]
        for kind in KINDS:
            for junk in JUNK:
                number += 1
                told = {"number": number, "kind": kind}
                messages.append(told | dict.fromkeys(("points", "hand", "offer", "where"), junk))
        messages += [{"number": junk, "kind": "undo"} for junk in JUNK]
        for message in messages:
            state = WidgetState(id=name, json_value=json.dumps({"edited": message}))
            answer = person.open(query, state)
            assert answer.failures == [], message
            assert answer.stages, message


def test_a_page_that_does_not_exist_and_a_message_that_is_none(url: str) -> None:
    with meet(url) as person:
        assert person.open(ROUND, page="../app.py").failures == []
        for name in ("none", "$$ID-none-data", "$$ID-0-stage-playground"):
            person.open(ROUND, WidgetState(id=name, string_value="x"))
            after = person.open(ROUND)
            assert after.failures == []
            assert after.stages
