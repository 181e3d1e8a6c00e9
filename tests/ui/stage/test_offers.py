"""What may be done next where a run has ended, and what a click on it changes."""

from typing import Any

import numpy as np
import pytest

from gmm.data.datasets import DATASETS
from gmm.limits import MAX_K, MAX_RIDGE, MAX_SEED
from gmm.ui.link import Classroom, Settings
from gmm.ui.run import Run, record_run
from gmm.ui.stage.edits import find_answer, take_edit
from gmm.ui.stage.offers import list_offers, suggest_ridge, take_offer
from tests.present import present


def run_of(data: str = "Old Faithful", **settings: Any) -> Run:
    return record_run(Settings(data=data, **settings), DATASETS[data].make(300, 0))


def test_what_is_offered_depends_on_what_can_be_had() -> None:
    plain = run_of(k=2, start="k-means++")
    assert list_offers(plain, Classroom()) == ["seed", "random", "more", "fewer", "ridge"]
    assert "truth" in list_offers(run_of("Round clusters"), Classroom())
    assert list_offers(run_of(k=1, start="k-means++"), Classroom()) == ["more", "ridge"]
    assert "more" not in list_offers(run_of(k=MAX_K), Classroom())
    assert "more" not in list_offers(run_of("Cyclist speeds", k=6), Classroom())
    assert "random" not in list_offers(run_of(start="random points"), Classroom())
    assert "ridge" not in list_offers(run_of(ridge=MAX_RIDGE), Classroom())


@pytest.mark.parametrize(("others", "more"), [(1, False), (2, True)])
def test_points_that_lie_apart_count_wherever_they_are_in_the_table(
    others: int, more: bool
) -> None:
    # K = 2 of two places, or of three: the last one stands behind a hundred rows of the first.
    places = [[0.0, 0.0]] * 100 + [[float(n), 1.0] for n in range(1, 1 + others)]
    dataset = DATASETS["Old Faithful"].make(300, 0)._replace(points=np.array(places), labels=None)
    run = record_run(Settings(k=2, ridge=0.1), dataset)
    assert ("more" in list_offers(run, Classroom())) == more


def test_what_a_teacher_hides_or_locks_is_not_offered() -> None:
    run = run_of("Round clusters", k=2, start="k-means++")
    assert not {"more", "fewer"} & set(list_offers(run, Classroom(lock=True)))
    hidden = Classroom(hide=frozenset({"k", "start", "more", "away"}))
    assert list_offers(run, hidden) == []


def test_a_click_moves_the_settings(session: dict[str, Any]) -> None:
    run = run_of(k=2, start="k-means++", start_seed=MAX_SEED)
    for offer in ("seed", "random", "more", "ridge"):
        take_edit({"number": len(session) + 1, "kind": "offer", "offer": offer}, run, "here")
        assert find_answer("here").refused == ""
    assert (session["start_seed"], session["start"], session["k"]) == (0, "random points", 3)
    take_offer("fewer", run, "here")
    assert session["k"] == 1


def test_an_offer_that_there_is_not_is_refused(session: dict[str, Any]) -> None:
    for offer in ("truth", "everything", None, 3):
        take_edit({"number": 7, "kind": "offer", "offer": offer}, run_of(), f"page {offer}")
        assert "does not offer" in find_answer(f"page {offer}").refused
    assert {key for key in session if not key.startswith("answer-")} == set()


def test_the_comparison_is_asked_for_once(session: dict[str, Any]) -> None:
    take_offer("truth", run_of("Round clusters"), "here")
    assert session == {"compare-here": True}


@pytest.mark.parametrize("scale", ["on", "off"])
@pytest.mark.parametrize("width", [1e-6, 1.0, 1e6])
def test_the_ridge_that_is_suggested_holds_what_collapsed(scale: str, width: float) -> None:
    """Whatever units the data are in."""
    cloud = np.random.default_rng(1).normal(size=(60, 2))
    points = width * np.concatenate([cloud, np.full((12, 2), 30.0)])
    dataset = DATASETS["Old Faithful"].make(300, 0)._replace(points=points)
    settings = Settings(k=2, scale=scale, start="farthest first")
    run = record_run(settings, dataset)
    assert present(run.em).stopped == "collapsed"
    ridged = settings._replace(**suggest_ridge(run))  # type: ignore[arg-type]
    assert present(record_run(ridged, dataset).em).stopped == "converged"
    larger = suggest_ridge(run._replace(settings=ridged))
    assert ridged.ridge < float(larger["ridge"])


def test_a_code_to_scan_is_the_answer(session: dict[str, Any]) -> None:
    address = "http://example.org/?k=3&v=3"
    take_edit({"number": 1, "kind": "code", "address": address}, run_of(), "here")
    assert find_answer("here").code.startswith("<svg")
    take_edit({"number": 2, "kind": "code", "address": "javascript:1"}, run_of(), "here")
    answer = find_answer("here")
    assert (answer.number, answer.code) == (2, "")
    assert "QR code" in answer.refused
