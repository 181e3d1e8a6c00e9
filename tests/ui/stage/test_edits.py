"""What comes from hands on the stage: parsed, checked, kept with its settings."""

import json

import numpy as np
import pytest
import streamlit as st
from hypothesis import given
from hypothesis import strategies as some
from numpy.testing import assert_allclose, assert_array_equal

from gmm import Mixture
from gmm.files import ASSETS
from gmm.ui.settings import DEFAULT
from gmm.ui.stage.edits import (
    MAX_POINTS,
    drawn,
    hand_start,
    mixture_from_message,
    points_from_message,
    take,
)

# Letters are few: to draw from all of Unicode takes a second at first.
WORDS = some.text("aks1", max_size=3)
NUMBERS = some.one_of(some.floats(), some.integers(), some.booleans(), some.none(), WORDS)
ANYTHING = some.recursive(
    NUMBERS,
    lambda inner: (
        some.lists(inner, max_size=8)
        | some.dictionaries(
            some.sampled_from(["kind", "points", "means"]) | WORDS, inner, max_size=4
        )
    ),
    max_leaves=12,
)
LISTS = some.lists(some.floats(-3, 3) | NUMBERS, max_size=7)


@pytest.fixture
def session(monkeypatch) -> dict:
    state: dict = {}
    monkeypatch.setattr(st, "session_state", state)
    monkeypatch.setattr(st, "query_params", {})
    return state


def message(mixture: Mixture) -> dict:
    """As the stage sends it: covariances as upper triangles."""
    upper = np.triu_indices(mixture.means.shape[1])
    return {
        "kind": "start",
        "weights": mixture.weights.tolist(),
        "means": mixture.means.ravel().tolist(),
        "covariances": mixture.covariances[:, *upper].ravel().tolist(),
    }


def mixture(k: int = 2, d: int = 2, seed: int = 0) -> Mixture:
    rng = np.random.default_rng(seed)
    roots = rng.normal(size=(k, d, d))
    covariances = roots @ roots.transpose(0, 2, 1) + 0.1 * np.eye(d)
    covariances = (covariances + covariances.transpose(0, 2, 1)) / 2
    weights = rng.dirichlet(np.full(k, 3.0))
    return Mixture(weights, rng.normal(size=(k, d)), covariances)


def check_mixture(parsed: Mixture, k: int, d: int) -> None:
    assert parsed.weights.shape == (k,)
    assert parsed.means.shape == (k, d)
    assert parsed.covariances.shape == (k, d, d)
    for array in parsed:
        assert array.dtype == np.float64
        assert np.isfinite(array).all()
    assert (parsed.weights > 0).all()
    assert parsed.weights.sum() == pytest.approx(1, abs=1e-6)
    assert (parsed.covariances == parsed.covariances.transpose(0, 2, 1)).all()
    assert (np.linalg.eigvalsh(parsed.covariances) > 0).all()


# ---------------------------------------------------------------- mixtures


@given(some.integers(1, 12), some.integers(1, 2), some.integers(0, 10_000))
def test_a_mixture_comes_back_to_the_digit(k: int, d: int, seed: int) -> None:
    sent = mixture(k, d, seed)
    parsed = mixture_from_message(message(sent), k, d)
    check_mixture(parsed, k, d)
    for there, back in zip(sent, parsed, strict=True):
        assert (there == back).all()


@given(
    some.fixed_dictionaries({}, optional=dict.fromkeys(("weights", "means", "covariances"), LISTS)),
    some.integers(1, 2),
    some.integers(1, 2),
)
def test_lists_of_anything_are_a_mixture_or_a_value_error(lists: dict, k: int, d: int) -> None:
    try:
        parsed = mixture_from_message(lists, k, d)
    except ValueError:
        return
    check_mixture(parsed, k, d)


@given(some.sampled_from(["weights", "means", "covariances"]), some.integers(0, 20), NUMBERS)
def test_one_number_exchanged_is_a_mixture_or_a_value_error(name: str, at: int, value) -> None:
    sent = message(mixture())
    sent[name][at % len(sent[name])] = value
    try:
        parsed = mixture_from_message(sent, 2, 2)
    except ValueError:
        return
    check_mixture(parsed, 2, 2)


@pytest.mark.parametrize(
    "wrong",
    [
        {"weights": [0.5, 0.6]},
        {"weights": [1.5, -0.5]},
        {"weights": [1.0, 0.0]},
        {"weights": [1.0]},
        {"weights": [float("nan"), 1.0]},
        {"weights": (0.5, 0.5)},
        {"means": [0.0, 0.0, 0.0]},
        {"means": [0.0, 0.0, 0.0, float("inf")]},
        {"means": [0.0, 0.0, 0.0, 1e300]},
        {"means": [0.0, 0.0, 0.0, 10**400]},
        {"means": [0.0, 0.0, 0.0, "1"]},
        {"means": None},
        {"covariances": [1.0, 0.0, 1.0] * 3},
        {"covariances": [1.0, 2.0, 1.0, 1.0, 0.0, 1.0]},  # not positive definite
        {"covariances": [0.0, 0.0, 1.0, 1.0, 0.0, 1.0]},
    ],
)
def test_what_is_no_mixture_is_refused(wrong: dict) -> None:
    with pytest.raises(ValueError, match="Reload the page"):
        mixture_from_message({**message(mixture()), **wrong}, 2, 2)


# ---------------------------------------------------------------- points


@given(some.one_of(ANYTHING, LISTS))
def test_anything_is_points_or_a_value_error(values: object) -> None:
    try:
        points = points_from_message(values)
    except ValueError:
        return
    assert points.ndim == 2
    assert points.shape[1] == 2
    assert points.dtype == np.float64
    assert np.isfinite(points).all()
    assert points.ravel().tolist() == values


def test_up_to_two_thousand_points_are_taken() -> None:
    assert points_from_message([]).shape == (0, 2)
    assert points_from_message([1, 2.5]).tolist() == [[1.0, 2.5]]
    assert points_from_message([0.5] * 2 * MAX_POINTS).shape == (MAX_POINTS, 2)
    with pytest.raises(ValueError, match="Reload the page"):
        points_from_message([0.5] * 2 * (MAX_POINTS + 1))
    with pytest.raises(ValueError, match="Reload the page"):
        points_from_message([1.0, 2.0, 3.0])


# ---------------------------------------------------------------- what is kept


@given(ANYTHING)
def test_a_message_of_any_kind_is_kept_or_a_value_error(sent: object) -> None:
    state: dict = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(st, "session_state", state)
        patch.setattr(st, "query_params", {})
        try:
            take(sent, DEFAULT, 2)
        except ValueError:
            assert state == {}


@given(some.sampled_from(["start", "points", "undo", "Start", None, 3]), LISTS, LISTS)
def test_a_message_of_a_known_kind_is_kept_or_a_value_error(kind, one: list, two: list) -> None:
    state: dict = {}
    sent = {"kind": kind, "weights": one, "means": two, "covariances": one, "points": two}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(st, "session_state", state)
        patch.setattr(st, "query_params", {})
        try:
            take(sent, DEFAULT, 1)
        except ValueError:
            assert state == {}
            return
        assert kind in ("start", "points", "undo")
        assert drawn().points.shape[1] == 2
        for kept in hand_start(DEFAULT).starts:
            check_mixture(kept, DEFAULT.k, 1)


def test_starts_are_stacked_and_undone_one_by_one(session) -> None:
    one, two = mixture(seed=1), mixture(seed=2)
    take(message(one), DEFAULT, 2)
    take(message(two), DEFAULT, 2)
    starts = hand_start(DEFAULT).starts
    assert [kept.means.tolist() for kept in starts] == [one.means.tolist(), two.means.tolist()]
    take({"kind": "undo"}, DEFAULT, 2)
    assert [kept.means.tolist() for kept in hand_start(DEFAULT).starts] == [one.means.tolist()]
    take({"kind": "undo"}, DEFAULT, 2)
    take({"kind": "undo"}, DEFAULT, 2)
    assert hand_start(DEFAULT).starts == ()


def test_a_refused_message_leaves_the_start_that_is_there(session) -> None:
    take(message(mixture(seed=1)), DEFAULT, 2)
    kept = dict(session)
    for wrong in ({"kind": "start"}, {"kind": "points", "points": [1]}, {"kind": "?"}, None, []):
        with pytest.raises(ValueError, match="Reload the page"):
            take(wrong, DEFAULT, 2)
        assert session == kept


def test_the_latest_fifty_starts_are_kept(session) -> None:
    for seed in range(60):
        take(message(mixture(seed=seed)), DEFAULT, 2)
    starts = hand_start(DEFAULT).starts
    assert len(starts) == 50
    assert starts[-1].means.tolist() == mixture(seed=59).means.tolist()


@pytest.mark.parametrize(
    "change",
    [
        {"data": "Round clusters"},
        {"n": 301},
        {"data_seed": 1},
        {"k": 3},
        {"start": "k-means++"},
        {"start_seed": 8},
        {"covariance": "tied"},
        {"scale": "off"},
    ],
)
def test_a_start_belongs_to_the_settings_that_it_was_made_for(session, change: dict) -> None:
    take(message(mixture()), DEFAULT, 2)
    assert len(hand_start(DEFAULT).starts) == 1
    assert hand_start(DEFAULT._replace(**change)).starts == ()
    # Only looking at other settings forgets nothing.
    assert len(hand_start(DEFAULT).starts) == 1
    # Making a start there does: it is another run's.
    other = DEFAULT._replace(**change)
    take(message(mixture(other.k)), other, 2)
    assert len(hand_start(other).starts) == 1
    assert hand_start(DEFAULT).starts == ()


@pytest.mark.parametrize("change", [{"twin": False}, {"ridge": 0.5}])
def test_a_start_outlives_what_it_does_not_depend_on(session, change: dict) -> None:
    take(message(mixture()), DEFAULT, 2)
    assert len(hand_start(DEFAULT._replace(**change)).starts) == 1


def test_drawn_points_are_empty_at_first_and_then_what_was_drawn(session) -> None:
    assert drawn().points.shape == (0, 2)
    take({"kind": "points", "points": [1.0, 2.0, 3.0, 4.5]}, DEFAULT, 2)
    assert drawn().points.tolist() == [[1.0, 2.0], [3.0, 4.5]]
    assert not drawn().points.flags.writeable
    assert drawn().labels is None
    take({"kind": "points", "points": []}, DEFAULT, 2)
    assert drawn().points.shape == (0, 2)


def test_the_stage_and_the_engine_agree_on_the_most_points() -> None:
    limits = json.loads((ASSETS / "look.json").read_text("utf-8"))["limits"]
    assert limits["drawing"] == MAX_POINTS
    assert "MOST = look.limits.drawing;" in (ASSETS / "stage" / "drawing.js").read_text("utf-8")


def test_the_link_carries_the_latest_start_to_the_digit(session) -> None:
    first, second = mixture(seed=1), mixture(seed=2)
    take(message(first), DEFAULT, 2)
    take(message(second), DEFAULT, 2)
    link = dict(st.query_params)
    session.clear()
    st.query_params.update(link)
    (found,) = hand_start(DEFAULT).starts
    for ours, theirs in zip(found, second, strict=True):
        assert_array_equal(ours, theirs)
    take({"kind": "undo"}, DEFAULT, 2)
    assert "hand" not in st.query_params


def test_another_setting_takes_the_start_out_of_the_link(session) -> None:
    take(message(mixture()), DEFAULT, 2)
    assert hand_start(DEFAULT._replace(k=5)).starts == ()
    assert "hand" not in st.query_params


def test_the_link_carries_a_small_drawing_and_everybody_sees_the_same(session) -> None:
    points = np.random.default_rng(0).uniform(0, 10, (60, 2))
    take({"kind": "points", "points": points.ravel().tolist()}, DEFAULT, 2)
    kept = drawn().points
    assert_allclose(kept, points, atol=1e-3)
    link = dict(st.query_params)
    session.clear()
    st.query_params.update(link)
    assert_array_equal(drawn().points, kept)


def test_a_large_drawing_stays_in_the_session(session) -> None:
    points = np.random.default_rng(0).uniform(0, 10, (1500, 2))
    take({"kind": "points", "points": points.ravel().tolist()}, DEFAULT, 2)
    assert "drawn" not in st.query_params
    assert_array_equal(st.session_state["drawn"], points)


@given(some.text(max_size=200), some.text(max_size=200))
def test_no_link_raises(hand: str, drawing: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(st, "session_state", {})
        patch.setattr(st, "query_params", {"hand": hand, "drawn": drawing})
        assert hand_start(DEFAULT).starts == ()
        assert drawn().points.shape == (0, 2)
