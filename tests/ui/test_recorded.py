"""Recorded tapes become a run for the stage, and what does not belong together gets a sentence."""

import re
from typing import Any

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_array_equal

from gmm import Mixture, record_em, record_kmeans, responsibilities, start, start_at
from gmm.tape import Frame, KMeansFrame, Tape
from gmm.ui.recorded import take_tapes
from tests.present import present

NAMES = ("a", "b", "c", "d")
FRAME = pd.DataFrame(
    np.random.default_rng(0).normal([0, 10, 20, 30], [1, 2, 3, 4], (60, 4)), columns=NAMES
)


def em_of(points: Any, k: int = 2, **settings: Any) -> Tape[Frame]:
    return record_em(points, start(points, k, "k-means++", 0), **settings)


def twin_of(tape: Tape[Frame]) -> Tape[KMeansFrame]:
    return record_kmeans(tape.points, tape.frames[0].mixture.means, weights=tape.weights)


FOUR = em_of(FRAME, max_iterations=5)
TWO = em_of(FRAME[["a", "b"]], max_iterations=5)
LINE = em_of(FRAME[["a"]], max_iterations=5)


# ---------------------------------------------------------------- tapes


def test_tapes_come_in_any_order() -> None:
    twin = twin_of(TWO)
    for tapes in ((TWO, twin), (twin, TWO)):
        run, refits, remarks = take_tapes(tapes)
        assert run.em is TWO
        assert run.kmeans is twin
        assert run.settings.k == 2
        assert run.settings.twin
        assert refits
        assert remarks == ()


def test_em_alone_is_alone() -> None:
    run = take_tapes([TWO]).run
    assert run.tapes == (TWO,)
    assert not run.settings.twin
    assert not run.is_standardised


def test_beside_k_means_alone_em_is_recorded_from_the_same_place_and_says_so() -> None:
    weights = np.arange(60) % 3
    twin = record_kmeans(FRAME, FRAME.to_numpy()[:2], weights=weights)
    run, refits, remarks = take_tapes([twin])
    em = present(run.em)
    assert_array_equal(em.frames[0].mixture.means, twin.frames[0].centroids)
    assert_array_equal(present(em.weights), weights)
    assert run.dataset.columns == NAMES
    assert refits
    assert remarks[0] == "EM, beside it, was recorded for comparison, from the same centroids."


def test_constraint_and_ridge_of_the_tape_are_those_of_the_run() -> None:
    begins = start(FRAME, 2, "k-means++", 0, "tied")
    run = take_tapes([record_em(FRAME, begins, "tied", 1e-6)]).run
    assert (run.settings.covariance, run.settings.ridge) == ("tied", 1e-6)


def test_a_tape_of_other_m_steps_cannot_go_on_from_a_hand() -> None:
    last = TWO.frames[-1]
    wider = last._replace(mixture=last.mixture._replace(covariances=2 * last.mixture.covariances))
    assert not take_tapes([TWO._replace(frames=(*TWO.frames[:-1], wider))]).refits


# ---------------------------------------------------------------- columns


def test_columns_keep_their_names_and_may_be_given_others() -> None:
    assert take_tapes([TWO]).run.dataset.columns == ("a", "b")
    assert take_tapes([TWO], columns=["p", "q"]).run.dataset.columns == ("p", "q")
    assert take_tapes([LINE], columns="p").run.dataset.columns == ("p",)


@pytest.mark.parametrize(
    ("d", "names"), [(1, ("x",)), (2, ("x", "y")), (4, ("x0", "x1", "x2", "x3"))]
)
def test_columns_without_names_get_some(d: int, names: tuple[str, ...]) -> None:
    assert take_tapes([em_of(FRAME.to_numpy()[:, :d])]).run.dataset.columns == names


@pytest.mark.parametrize(
    "shown", [("d", "b"), (3, 1), (-1, 1), np.array([3, 1]), ("d", 1)], ids=str
)
def test_two_of_many_columns_are_seen_and_nothing_else_changes(shown: Any) -> None:
    twin = twin_of(FOUR)
    run, _, remarks = take_tapes([FOUR, twin], shown=shown)
    order = [3, 1, 0, 2]
    assert run.dataset.columns == ("d", "b", "a", "c")
    assert_array_equal(run.points, FOUR.points[:, order])
    assert remarks == (
        "The picture shows 2 of the 4 columns, d across and b up. Colours and the log-likelihood "
        "come from all 4; ellipses are marginals.",
    )
    em = present(run.em)
    for moved, frame in zip(em.frames, FOUR.frames, strict=True):
        assert moved.log_likelihood == frame.log_likelihood
        shares = responsibilities(em.points, moved.mixture)
        np.testing.assert_allclose(shares, responsibilities(FOUR.points, frame.mixture), atol=1e-9)
        marginal = frame.mixture.covariances[:, [[3], [1]], [3, 1]]
        assert_array_equal(moved.mixture.covariances[:, :2, :2], marginal)
    # An E-step keeps the very object of the frame before.
    assert em.frames[1].mixture is em.frames[0].mixture
    for after, before in zip(present(run.kmeans).frames, twin.frames, strict=True):
        assert_array_equal(after.centroids, before.centroids[:, order])


def test_two_columns_may_change_places() -> None:
    run, _, remarks = take_tapes([TWO], shown=("b", "a"))
    assert run.dataset.columns == ("b", "a")
    assert present(run.em).columns == ("b", "a")
    assert remarks == ()


# ---------------------------------------------------------------- units and labels


@pytest.mark.parametrize(
    ("units", "expected"),
    [
        (None, ("", "")),
        ("cm", ("cm", "cm")),
        (["cm", None], ("cm", "")),
        ({"b": "min"}, ("", "min")),
    ],
)
def test_units(units: Any, expected: tuple[str, str]) -> None:
    assert take_tapes([TWO], units=units).run.dataset.units == expected


def test_units_go_with_their_columns() -> None:
    run = take_tapes([FOUR], units=["s", "m", "kg", "A"], shown=(2, 0)).run
    assert run.dataset.units == ("kg", "s", "m", "A")


@pytest.mark.parametrize(
    ("labels", "names", "first"),
    [
        (np.arange(60) % 3, ("0", "1", "2"), [0, 1, 2]),
        (["south", "north"] * 30, ("north", "south"), [1, 0, 1]),
        (pd.Series(["south", None] * 30), ("south",), [0, -1, 0]),
        (pd.Series([1.5, np.nan] * 30), ("1.5",), [0, -1, 0]),
        (pd.Categorical(["south", "north"] * 30), ("north", "south"), [1, 0, 1]),
        ([2, "one"] * 30, ("2", "one"), [0, 1, 0]),
        ([10, 9] * 30, ("9", "10"), [1, 0, 1]),
    ],
    ids=["numbers", "words", "with gaps", "with NaN", "categories", "a mixture", "in order"],
)
def test_labels_of_any_kind(labels: Any, names: tuple[str, ...], first: list[int]) -> None:
    dataset = take_tapes([TWO], labels=labels).run.dataset
    assert dataset.label_names == names
    assert present(dataset.labels)[:3].tolist() == first


# ---------------------------------------------------------------- what does not fit

OTHER = em_of(FRAME[["c", "d"]])
THREE = em_of(FRAME[["a", "b"]], 3)
MANY = start_at(FRAME, FRAME.to_numpy()[:13])

WRONG: dict[str, tuple[Any, dict[str, Any], str]] = {
    "no tape": ([], {}, "show takes one tape of EM, one of k-means, or both, not 0 of EM and 0"),
    "two of EM": ([TWO, TWO], {}, "not 2 of EM and 0 of k-means."),
    "points": ([FRAME], {}, "show takes tapes, as record_em and record_kmeans give them, not Data"),
    "a mixture": ([MANY], {}, "not Mixture."),
    "other points": ([TWO, twin_of(OTHER)], {}, "The two tapes were recorded on different points."),
    "other weights": (
        [TWO, record_kmeans(TWO.points, TWO.points[:2], weights=[1.0] * 60)],
        {},
        "The two tapes were recorded on different points.",
    ),
    "another K": ([TWO, twin_of(THREE)], {}, "EM has 2 components and k-means has 3 clusters."),
    "too many": (
        [record_em(FRAME, MANY, ridge=0.1, max_iterations=1)],
        {},
        "This run has 13 components; the stage shows up to 12.",
    ),
    "names": ([TWO], {"columns": ["p"]}, "columns must have 2 names, one for each column, not 1."),
    "units": ([TWO], {"units": ["m"] * 3}, "units must have 2 units, one for each column, not 3."),
    "a unit": (
        [TWO],
        {"units": {"z": "m"}},
        "units has 'z', which is no column; there are 'a', 'b'",
    ),
    "one of a line": (
        [LINE],
        {"shown": (0, 0)},
        "shown chooses two columns, but the points have o",
    ),
    "one column": ([FOUR], {"shown": "a"}, "shown must have two columns, across and up, not 1."),
    "three columns": (
        [FOUR],
        {"shown": (0, 1, 2)},
        "two columns, across and up, not 3.",
    ),
    "the same twice": ([FOUR], {"shown": ("b", 1)}, "shown has the column 'b' twice"),
    "an unknown name": ([FOUR], {"shown": ("a", "z")}, "the column 'z'; there are 'a', 'b', 'c'"),
    "a number": ([FOUR], {"shown": (0, 4)}, "column 4; they are numbered from 0 to 3."),
    "no column": ([FOUR], {"shown": 3.5}, "shown must have two columns, across and up, not 1."),
    "no unit": ([TWO], {"units": 3}, "units is 3; give a word such as 'cm', or one for each"),
    "lists": ([TWO], {"labels": pd.Series([[1]] * 60)}, "labels holds lists or the like; give a"),
    "few labels": ([TWO], {"labels": [1, 2]}, "labels has the shape (2,); give one label for each"),
    "many kinds": ([TWO], {"labels": range(60)}, "labels has 60 different values; there are marks"),
}


@pytest.mark.parametrize("kind", WRONG)
def test_what_does_not_belong_together_gets_a_sentence(kind: str) -> None:
    tapes, told, sentence = WRONG[kind]
    with pytest.raises(ValueError, match=re.escape(sentence)):
        take_tapes(tapes, **told)


def test_a_tape_is_known_by_its_parts() -> None:
    # A notebook that loads the library again has tapes of the class that was there before.
    class Older:
        points, frames = TWO.points, TWO.frames
        weights = columns = None

    assert isinstance(TWO.frames[0].mixture, Mixture)
    assert take_tapes([Older]).run.settings.k == 2  # type: ignore[list-item]
