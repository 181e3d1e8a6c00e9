"""The run that a page shows: what its link asks for, or the last good one."""

from typing import Any

import numpy as np
import pytest
import streamlit as st
from numpy.testing import assert_array_equal

from gmm.data.datasets import DATASETS, Dataset
from gmm.ui import session
from gmm.ui.carried import write_start
from gmm.ui.link import DRAW, UPLOAD, Carried, Classroom, Link, Settings, Table, View
from gmm.ui.recorder import open_recorder
from gmm.ui.run import identify_points, prepare_run, record_run, write_title
from gmm.ui.session import find_run
from gmm.ui.sources.drawn import BOX
from gmm.ui.sources.offer import Offer
from gmm.ui.stage.payload import pack_run
from tests.present import present
from tests.ui.query import Query


@pytest.fixture(autouse=True)
def state(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    monkeypatch.setattr(st, "session_state", kept)
    monkeypatch.setattr(st, "query_params", Query())
    monkeypatch.setattr(st, "error", lambda text: kept.setdefault("errors", []).append(text))
    return kept


def link_to(hand: str = "", **settings: Any) -> Link:
    return Link(Settings(**settings), carried=Carried(hand=hand))


def offer_for(link: Link) -> Offer:
    chosen = link.settings
    dataset = DATASETS[chosen.data].make(chosen.n, chosen.data_seed)
    return Offer(link, dataset, shared=True)


def own(points: list[list[float]]) -> Dataset:
    array = np.array(points, float)
    names = ("x", "y")[: array.shape[1]]
    return Dataset(array, names, ("",) * len(names), "Mine", "rows", None, None, "")


TINY = own([[1.0], [2.0], [5.0]])


def test_a_file_that_is_awaited_has_an_empty_ground_under_its_name(state: dict[str, Any]) -> None:
    link = link_to(data=UPLOAD, k=3, hand="kept")._replace(frame=4)
    waiting = find_run(link, Offer(link, awaits="own.csv"), "here")
    assert (waiting.link, waiting.editable, waiting.trouble) == (link, False, "")
    assert (len(waiting.run.points), waiting.run.tapes) == (0, ())
    assert write_title(waiting.run) == "Waiting for own.csv"
    # It is no last good run: what comes after it, comes after what was before.
    assert "shown-here" not in state


def test_sessions_share_what_settings_alone_make(monkeypatch: pytest.MonkeyPatch) -> None:
    link = link_to(k=3)
    first = find_run(link, offer_for(link), "here").run
    monkeypatch.setattr(st, "session_state", {})
    assert find_run(link, offer_for(link), "there").run is first


def test_own_data_never_enter_what_is_shared(monkeypatch: pytest.MonkeyPatch) -> None:
    link = link_to(data=UPLOAD)
    shared = session._share_runs()
    before = len(shared)
    run = find_run(link, Offer(link, TINY), "here").run
    assert find_run(link, Offer(link, TINY), "here").run is run
    assert len(shared) == before
    monkeypatch.setattr(st, "session_state", {})
    assert find_run(link, Offer(link, TINY), "here").run is not run


@pytest.mark.parametrize(
    "change",
    [
        {"points": np.array([[1.0], [2.0], [5.5]])},
        {"title": "Yours"},
        {"units": ("m",)},
        {"labels": np.array([0, 1, 0])},
        {"frequencies": np.array([1.0, 2.0, 1.0])},
    ],
)
def test_own_data_that_differ_in_anything_are_other_data(change: dict[str, Any]) -> None:
    link = link_to(data=UPLOAD)
    first = find_run(link, Offer(link, TINY), "here").run
    other = find_run(link, Offer(link, TINY._replace(**change)), "here").run
    assert other is not first
    for name, value in change.items():
        assert_array_equal(getattr(other.dataset, name), value)


def test_where_no_run_is_possible_the_last_good_one_stays_with_its_own_data(
    state: dict[str, Any],
) -> None:
    link = link_to(data=UPLOAD, k=2)
    good = find_run(link, Offer(link, TINY), "here")
    wrong = link_to(data=UPLOAD, k=9)._replace(
        frame=3, view=View(point=1), classroom=Classroom(ask="Why?")
    )
    shown = find_run(wrong, Offer(wrong, TINY), "here")
    assert shown.run is good.run
    assert shown.link.settings == good.link.settings
    assert (shown.link.frame, shown.link.view.point, shown.link.classroom.ask) == (3, 1, "Why?")
    assert "distinct" in shown.trouble
    assert not shown.editable
    assert len(state["errors"]) == 1
    # Another page has none of it.
    assert find_run(wrong, Offer(wrong), "there").run.settings == Settings(k=9)


def test_a_drawing_that_allows_no_run_can_still_be_changed() -> None:
    link = link_to(data=DRAW, k=2)
    drawing = own([[1.0, 2.0], [3.0, 4.0], [5.0, 1.0], [2.0, 2.0]])
    assert find_run(link, Offer(link, drawing, BOX), "here").editable
    wrong = link_to(data=DRAW, k=2)
    endless = own([[np.inf, 1.0], [1.0, 2.0], [2.0, 1.0]])
    shown = find_run(wrong, Offer(wrong, endless, BOX), "here")
    assert shown.trouble
    assert shown.editable


def test_a_run_that_is_ready_is_shown_as_it_is() -> None:
    run = record_run(Settings(k=3), DATASETS["Old Faithful"].make(300, 0))._replace(file="a.json")
    link = link_to(data=UPLOAD, hand="x")
    shown = find_run(link, Offer(link, run=run), "here")
    assert shown.run is run
    assert not shown.editable
    assert shown.link.settings.k == 3
    assert shown.link.carried.hand == ""
    assert find_run(link, Offer(link), "here").run is run


# ---------------------------------------------------------------- by another process


def test_a_run_that_another_process_recorded_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    link, own_link = link_to(k=5, start_seed=91), link_to(data=UPLOAD, k=2)
    here = record_run(link.settings, present(offer_for(link).dataset))
    with open_recorder():
        there = find_run(link, offer_for(link), "here").run
        own_run = find_run(own_link, Offer(own_link, TINY), "here").run
        assert find_run(link, offer_for(link), "there").run is there
        assert find_run(own_link, Offer(own_link, TINY), "here").run is own_run
    assert pack_run(there) == pack_run(here)
    assert own_run.dataset is TINY
    assert not own_run.dataset.points.flags.writeable


def test_what_was_stopped_leaves_the_run_before_until_a_setting_changes(
    state: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    warned: list[str] = []
    monkeypatch.setattr(st, "warning", warned.append)
    monkeypatch.setattr(st, "button", lambda label, **_: warned.append(label))
    link, stopped, other = (link_to(k=k, start_seed=92) for k in (2, 3, 4))
    with open_recorder():
        before = find_run(link, offer_for(link), "here").run
        state["halted-here"] = (("run", (stopped.settings,)), "Stopped.")
        for _ in range(2):
            shown = find_run(stopped, offer_for(stopped), "here")
            assert shown.run is before
            assert shown.link.settings == link.settings
            assert shown.trouble == "Stopped."
        assert warned[1::2] == ["Record it"] * 2
        # With another setting it is forgotten, also for who comes back to the first.
        assert find_run(other, offer_for(other), "here").run.settings.k == 4
        assert find_run(stopped, offer_for(stopped), "here").run.settings.k == 3
    assert len(warned) == 4


# ---------------------------------------------------------------- a start by hand


def hand_for(link: Link, dataset: Dataset, shift: float = 0.3) -> str:
    blank = prepare_run(link.settings, dataset)
    start = present(record_run(link.settings, dataset).em).frames[0].mixture
    moved = start._replace(means=start.means + shift)
    return write_start(moved, identify_points(blank))


def test_a_start_by_hand_is_used_where_it_belongs() -> None:
    link = link_to(k=2)
    offer = offer_for(link)
    hand = hand_for(link, present(offer.dataset))
    shown = find_run(link_to(hand, k=2), offer, "here")
    by_chance = present(record_run(link.settings, present(offer.dataset)).em).frames[0].mixture
    assert_array_equal(present(shown.run.em).frames[0].mixture.means, by_chance.means + 0.3)
    assert shown.link.carried.hand == hand
    # k-means beside it or not, a ridge or none: it is the same start.
    kept = find_run(link_to(hand, k=2, twin=False, ridge=0.1), offer, "here")
    assert kept.run.hand is not None


@pytest.mark.parametrize(
    "change",
    [
        {"data": "Round clusters"},
        {"k": 3},
        {"start": "k-means++"},
        {"start_seed": 8},
        {"covariance": "tied"},
        {"scale": "off"},
    ],
)
def test_anywhere_else_it_is_not_used(change: dict[str, Any]) -> None:
    link = link_to(k=2)
    hand = hand_for(link, present(offer_for(link).dataset))
    other = link_to(hand, **{"k": 2, **change})
    shown = find_run(other, offer_for(other), "here")
    assert shown.run.hand is None
    assert shown.link.carried.hand == ""


def test_a_forged_start_with_another_number_of_components_is_not_used() -> None:
    link = link_to(k=3)
    blank = prepare_run(link.settings, present(offer_for(link).dataset))
    two = present(record_run(Settings(k=2), blank.dataset).em).frames[0].mixture
    shown = find_run(link_to(write_start(two, identify_points(blank)), k=3), offer_for(link), "a")
    assert shown.run.hand is None


def test_own_runs_are_bounded() -> None:
    rng = np.random.default_rng(0)
    link = link_to(data=UPLOAD)
    for _ in range(12):
        find_run(link, Offer(link, own(rng.normal(size=(30, 2)).tolist())), "here")
    assert len(st.session_state["runs"]) == 8


# ---------------------------------------------------------------- no points of one's own yet


def test_while_points_are_missing_the_data_before_follow_the_settings() -> None:
    link = link_to(data="Round clusters", k=3, n=90)
    find_run(link, offer_for(link), "here")
    shown = find_run(link_to(data=UPLOAD, k=4), Offer(link_to(data=UPLOAD, k=4)), "here")
    assert (shown.run.settings.data, shown.run.settings.n) == ("Round clusters", 90)
    assert shown.run.settings.k == 4
    assert shown.link.settings == shown.run.settings
    assert not shown.editable


def test_where_there_were_none_they_are_those_that_the_app_opens_with() -> None:
    link = link_to(data=UPLOAD, k=3)._replace(frame=4)
    shown = find_run(link, Offer(link), "here")
    assert shown.run.settings == Settings(k=3)
    assert shown.link.frame == 0


def test_own_points_before_stay_under_other_settings() -> None:
    link = link_to(data=UPLOAD, k=2)
    find_run(link, Offer(link, TINY), "here")
    missing = link_to(data=UPLOAD, k=3)
    shown = find_run(missing, Offer(missing), "here")
    assert shown.run.dataset is TINY
    assert shown.run.settings.k == 3


def test_a_broken_file_in_the_place_of_a_missing_one_brings_no_other_data(
    state: dict[str, Any],
) -> None:
    link = Link(settings=Settings(data=UPLOAD), table=Table(file="own.csv"))
    shown = find_run(link, Offer(link), "broken")
    assert write_title(shown.run) == "Waiting for own.csv"
    assert not shown.editable
