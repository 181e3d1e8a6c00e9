"""A teacher's link: what goes into it comes out of it, and anything else opens the page, too."""

from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from gmm.ui.classroom import CONTROLS, LONGEST, Classroom, classroom_of, classroom_query, link_to
from gmm.ui.settings import DEFAULT, Settings, settings_query
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from gmm.covariance import COVARIANCES
from gmm.data.datasets import DATASETS
from gmm.limits import MAX_K, MAX_N, MAX_SEED, MIN_N
from gmm.starts import STARTS

FRAME = Path(__file__).resolve().parents[2] / "gmm" / "ui" / "frame.py"

lines = st.text(st.characters(categories=["L", "N", "P", "Zs"]), max_size=80).map(
    lambda text: " ".join(text.split())
)
classrooms = st.builds(
    Classroom,
    hide=st.frozensets(st.sampled_from(list(CONTROLS))),
    lock=st.booleans(),
    ask=lines.filter(bool),
    answer=lines,
)


@st.composite
def all_settings(draw: st.DrawFn) -> Settings:
    name = draw(st.sampled_from(list(DATASETS)))
    recipe = DATASETS[name]
    knobs = tuple(
        (
            knob.name,
            knob.low
            + knob.step * draw(st.integers(0, int((knob.high - knob.low) / knob.step + 1e-9))),
        )
        for knob in recipe.knobs
    )
    return Settings(
        data=name,
        n=draw(st.integers(MIN_N, MAX_N)) if recipe.generated else DEFAULT.n,
        data_seed=draw(st.integers(0, MAX_SEED)) if recipe.generated else DEFAULT.data_seed,
        knobs=knobs,
        k=draw(st.integers(1, MAX_K)),
        start=draw(st.sampled_from(list(STARTS))),
        start_seed=draw(st.integers(0, MAX_SEED)),
        covariance=draw(st.sampled_from(list(COVARIANCES))),
        ridge=draw(st.sampled_from([0.0, 0.001, 0.25])),
        scale=draw(st.sampled_from(["auto", "on", "off"])),
        twin=draw(st.booleans()),
    )


def query_of(link: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(link).query, keep_blank_values=True))


@given(classrooms)
def test_a_classroom_comes_back_from_its_link(classroom: Classroom) -> None:
    link = link_to("https://example.org/", DEFAULT, classroom=classroom)
    assert classroom_of(query_of(link)) == classroom


@given(st.dictionaries(st.sampled_from(["hide", "lock", "ask", "answer"]), st.text(max_size=500)))
def test_no_link_raises_and_its_words_are_one_short_line(asked: dict[str, str]) -> None:
    classroom = classroom_of(asked)
    assert classroom.hide <= set(CONTROLS)
    for text in (classroom.ask, classroom.answer):
        assert len(text) <= LONGEST
        assert text == "".join(character for character in text if character.isprintable())
    assert classroom_of(classroom_query(classroom)).hide == classroom.hide


def _show_settings() -> None:
    import streamlit as st
    from gmm.ui.settings import data_controls, run_controls

    st.session_state["result"] = run_controls(data_controls())


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(all_settings())
def test_settings_to_url_to_settings(chosen: Settings) -> None:
    app = AppTest.from_function(_show_settings, default_timeout=30)
    for name, value in settings_query(chosen).items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    found = app.session_state["result"]
    assert found._replace(knobs=()) == chosen._replace(knobs=())
    assert dict(found.knobs) == pytest.approx(dict(chosen.knobs))


def test_the_default_needs_no_query() -> None:
    assert settings_query(DEFAULT) == {}
    assert link_to("https://example.org/", DEFAULT) == "https://example.org/"


def test_a_locked_k_and_hidden_controls() -> None:
    app = AppTest.from_file(str(FRAME), default_timeout=30)
    for name, value in {"k": "3", "lock": "k", "hide": "start.more.nonsense"}.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    assert app.slider(key="k").disabled
    assert app.slider(key="k").value == 3
    assert app.session_state["last_run"]["K"] == 3
