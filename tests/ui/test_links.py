"""What travels in a link comes back, and nothing hostile does more than get a sentence."""

import base64
import re
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import numpy as np
import pytest
from gmm.ui.links import (
    LONGEST,
    START_VIEW,
    VIEWS,
    View,
    mixture_from_text,
    mixture_to_text,
    points_from_text,
    points_to_text,
    view_from_text,
    view_to_text,
)
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_array_equal

from gmm import COVARIANCES, Mixture, record_em, start
from gmm.data.datasets import DATASETS

FAITHFUL = DATASETS["Old Faithful"].make(300, 0).points

shapes = st.tuples(st.integers(1, 40), st.integers(1, 2))


def travels(text: str) -> str:
    """The text, which a URL carries as it is."""
    assert text == quote(text, safe="")
    assert len(text) <= LONGEST
    return text


# ------------------------------------------------------------------------------ points


@settings(deadline=None)
@given(arrays(np.float64, shapes, elements=st.floats(-1e100, 1e100)))
def test_points_come_back_to_the_documented_precision_and_then_stay(points: np.ndarray) -> None:
    back = points_from_text(travels(points_to_text(points)))
    assert back.shape == points.shape
    # Subtracting halves: a range of 2e100 is fine, one of 1e-310 has few digits itself.
    reach = np.ptp(points, axis=0)
    slack = np.spacing(np.abs(points).max(axis=0)) + 5e-324
    assert (np.abs(back - points) <= reach / 13_000 + slack).all()
    assert_array_equal(points_from_text(points_to_text(back)), back)
    assert points_to_text(back) == points_to_text(points)


@settings(deadline=None)
@given(
    st.integers(-6, 3),
    shapes.flatmap(lambda shape: arrays(np.int64, shape, elements=st.integers(-30_000, 30_000))),
    st.integers(-(10**9), 10**9),
)
def test_points_with_few_decimals_come_back_exactly(
    power: int, whole: np.ndarray, offset: int
) -> None:
    points = np.array([[float(f"{value + offset}e{power}") for value in row] for row in whole])
    assert_array_equal(points_from_text(points_to_text(points)), points)


def test_a_range_of_more_steps_than_two_bytes_hold_is_rounded() -> None:
    points = np.array([[0.0], [65_540.0], [33_001.0]])
    assert np.abs(points_from_text(points_to_text(points)) - points).max() <= 5
    points = np.array([[0.0], [65_535.0], [33_001.0]])
    assert_array_equal(points_from_text(points_to_text(points)), points)


@settings(deadline=None)
@given(st.floats(-1e100, 1e100), st.integers(1, 30))
def test_a_constant_column_comes_back_exactly(value: float, n: int) -> None:
    points = np.full((n, 1), value)
    assert_array_equal(points_from_text(points_to_text(points)), points)


def test_what_a_hand_drew_gives_the_same_run_to_the_digit() -> None:
    box = np.random.default_rng(0).uniform(0, 10, (300, 2))
    points = points_from_text(points_to_text(box))
    assert np.abs(points - box).max() < 10 / 13_000
    again = points_from_text(points_to_text(points))
    runs = [record_em(p, start(p, 3, "k-means++", 7)) for p in (points, again)]
    assert runs[0].frames[-1].log_likelihood == runs[1].frames[-1].log_likelihood


def test_old_faithful_fits_and_is_exact() -> None:
    text = points_to_text(FAITHFUL)
    assert len(text) < 1_200
    assert_array_equal(points_from_text(text), FAITHFUL)


def test_how_many_fit() -> None:
    rng = np.random.default_rng(0)
    points_to_text(rng.normal(size=(350, 2)))
    points_to_text(rng.uniform(0, 10, (470, 2)).round(2))
    points_to_text(np.full((5_000, 2), 3.25))
    with pytest.raises(ValueError, match=r"These 700 points take 3,\d\d\d characters"):
        points_to_text(rng.normal(size=(700, 2)))


@pytest.mark.parametrize(
    ("points", "words"),
    [
        (np.empty((0, 2)), "not 0 with 2"),
        (np.zeros((3, 3)), "not 3 with 3"),
        (np.zeros((5_001, 1)), "not 5,001 with 1"),
        (np.array([[np.nan]]), "finite"),
        (np.array([[np.inf, 0]]), "finite"),
        (np.array([[1e101]]), "finite"),
    ],
)
def test_points_that_do_not_travel_get_a_sentence(points: np.ndarray, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        points_to_text(points)


# ------------------------------------------------------------------------------ mixtures


def same(one: Mixture, other: Mixture) -> bool:
    return all(a.tobytes() == b.tobytes() for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize("kind", COVARIANCES)
@pytest.mark.parametrize("d", [1, 2])
def test_a_mixture_comes_back_to_the_bit(kind: str, d: int) -> None:
    points = FAITHFUL[:, :d]
    for k in (1, 2, 12):
        mixture = record_em(points, start(points, k, "k-means++", 0, kind), kind, 0.1).frames[-1]
        back = mixture_from_text(travels(mixture_to_text(mixture.mixture)))
        assert same(back, mixture.mixture)
        assert not back.means.flags.writeable


@settings(deadline=None)
@given(
    st.integers(1, 12).flatmap(
        lambda k: st.tuples(
            arrays(np.float64, k, elements=st.floats(0.01, 1)),
            arrays(np.float64, (k, 2), elements=st.floats(-1e50, 1e50)),
            arrays(np.float64, (k, 2), elements=st.floats(-1e3, 1e3)),
        )
    )
)
def test_any_mixture_comes_back_to_the_bit(parts: tuple[np.ndarray, ...]) -> None:
    weights, means, roots = parts
    covariances = roots[:, :, None] * roots[:, None, :] + np.eye(2)
    assume((np.linalg.eigvalsh(covariances) > 0).all())
    mixture = Mixture(weights / weights.sum(), means, covariances)
    assert same(mixture_from_text(travels(mixture_to_text(mixture))), mixture)


def wrong(**parts: Any) -> Mixture:
    return Mixture(np.array([0.5, 0.5]), np.zeros((2, 1)), np.ones((2, 1, 1)))._replace(**parts)


@pytest.mark.parametrize(
    "mixture",
    [
        wrong(weights=np.array([0.5, 0.6])),
        wrong(weights=np.array([1.0, 0.0])),
        wrong(weights=np.array([np.nan, 1.0])),
        wrong(means=np.array([[np.inf], [0]])),
        wrong(covariances=np.array([[[1.0]], [[0.0]]])),
        wrong(means=np.zeros((2, 2)), covariances=np.array([[[1.0, 2], [2, 1]]] * 2)),
        wrong(means=np.zeros((2, 2)), covariances=np.array([[[1.0, 0.5], [0, 1]]] * 2)),
        Mixture(np.full(13, 1 / 13), np.zeros((13, 1)), np.ones((13, 1, 1))),
        Mixture(np.ones(1), np.zeros((1, 3)), np.eye(3)[None]),
    ],
)
def test_what_is_no_start_neither_leaves_nor_enters(mixture: Mixture) -> None:
    with pytest.raises(ValueError, match="A link holds a mixture"):
        mixture_to_text(mixture)
    k, d = mixture.means.shape
    parts = [mixture.weights, mixture.means.T, mixture.covariances.reshape(k, -1).T]
    text = sealed(bytes([k, d]) + b"".join(part.tobytes() for part in parts))
    assert "start" in refusal(mixture_from_text, text)


# ------------------------------------------------------------------------------ views


views = st.builds(
    lambda on, kind, number: View(frozenset(on), **({kind: number} if kind else {})),
    st.sets(st.sampled_from(VIEWS)),
    st.sampled_from(["", "point", "component"]),
    st.integers(0, 9_999),
)


@settings(deadline=None)
@given(views)
def test_a_view_comes_back(view: View) -> None:
    assert view_from_text(travels(view_to_text(view))) == view


def test_a_view_reads_like_words() -> None:
    view = View(frozenset({"density", "trails"}), point=16)
    assert view_to_text(view) == "density.no-cells.trails.point-17"
    assert view_to_text(START_VIEW) == ""
    assert view_from_text("") == START_VIEW
    assert view_from_text("projector").on == {"cells", "projector"}
    assert view_from_text("point-3.component-2") == START_VIEW._replace(component=1)


def test_the_stage_has_the_same_names_in_the_same_order() -> None:
    script = (Path(__file__).parents[2] / "assets/stage/view.js").read_text("utf-8")
    assert tuple(re.findall(r'^  \["(\w+)", "', script, re.MULTILINE)) == VIEWS
    (start_view,) = re.findall(r"^const START = \{(.*)\};", script, re.MULTILINE)
    assert set(re.findall(r"(\w+): true", start_view)) == START_VIEW.on


@pytest.mark.parametrize(
    "text", ["Density", "no-no-cells", "point-0", "point--1", "point-123456", "point-٣", ".", "no-"]
)
def test_a_view_that_means_nothing_is_named(text: str) -> None:
    assert "which is not to be had here" in refusal(view_from_text, text)


# ------------------------------------------------------------------------------ hostile links


def sealed(data: bytes) -> str:
    return base64.urlsafe_b64encode(zlib.compress(data)).decode().rstrip("=")


def refusal(read: Callable[[str], object], text: str) -> str:
    with pytest.raises(ValueError, match=r"\S") as caught:
        read(text)
    assert type(caught.value) is ValueError
    message = str(caught.value)
    assert message.endswith(".")
    assert len(message) < 250
    return message


def remark(read: Callable[[str], object], text: str) -> str | None:
    """The sentence for a text that cannot be read; any other exception fails the test."""
    try:
        read(text)
    except ValueError as error:
        return str(error) if type(error) is ValueError else f"{error!r}"
    return None


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n",
        b"1 1",
        b"1 1\n",
        b"1 1 0 0\n",
        b"1 1 0 0\n\0\0\0",
        b"0 1 0 0\n",
        b"-1 1 0 0\n",
        b"1 3 0 0\n\0\0",
        b"1 1 0 0 0\n\0\0",
        b"1 1 401 0\n\0\0",
        b"1 1 99 99\n\0\0",
        b"1 1 0 " + b"9" * 41 + b"\n\0\0",
        b"1 1 0 1e5\n\0\0",
        b"1 1 0 \xd9\xa3\n\0\0",
        b"1  1 0 0\n\0\0",
        b"5001 1 0 0\n" + b"\0" * 10_002,
        b"1 1 0 0\n" + b"\0" * 1_000_000,
    ],
)
def test_points_that_are_none_get_a_sentence(data: bytes) -> None:
    assert "points" in refusal(points_from_text, sealed(data))


def test_a_bomb_is_not_unfolded() -> None:
    bomb = sealed(b"1 1 0 0\n" + b"\0" * 1_400_000)
    assert len(bomb) < LONGEST
    import tracemalloc

    tracemalloc.start()
    refusal(points_from_text, bomb)
    refusal(mixture_from_text, bomb)
    assert tracemalloc.get_traced_memory()[1] < 1_000_000
    tracemalloc.stop()


def test_a_text_cut_short_or_mistyped_gets_a_sentence() -> None:
    text = points_to_text(FAITHFUL)
    for length in range(len(text)):
        refusal(points_from_text, text[:length])
    for place in range(0, len(text), 7):
        other = "A" if text[place] != "A" else "B"
        refusal(points_from_text, text[:place] + other + text[place + 1 :])
    for tail in ("A", "=", "====", "\n", " ", "AAAA"):
        refusal(points_from_text, text + tail)
    assert "too long" in refusal(points_from_text, "A" * (LONGEST + 1))


def test_ten_thousand_hostile_texts_do_nothing_but_get_a_sentence() -> None:
    rng = np.random.default_rng(0)
    mixture = start(FAITHFUL, 3, "k-means++", 0)
    good = [points_to_text(FAITHFUL[:30]), mixture_to_text(mixture), "density.no-cells.point-17"]
    opened = [zlib.decompress(base64.urlsafe_b64decode(t + "=" * (-len(t) % 4))) for t in good[:2]]
    alphabet = [*"ABCabc019-_=.%+/ \n\0é١🙂\ud800{}<>'\"", "no-", "point-", "1e309", "NaN"]

    def hostile(i: int) -> str:
        kind, text = i % 5, good[int(rng.integers(3))]
        if kind == 0:  # a good one with some characters changed
            letters = list(text)
            for place in rng.integers(len(letters), size=rng.integers(1, 4)):
                letters[place] = str(rng.choice(alphabet))
            return "".join(letters)
        if kind == 1:  # part of a good one
            low, high = sorted(rng.integers(len(text) + 1, size=2))
            return text[low:high]
        if kind == 2:  # noise of the right alphabet
            return base64.urlsafe_b64encode(rng.bytes(int(rng.integers(60)))).decode()
        if kind == 3:  # a right envelope around changed bytes
            data = bytearray(opened[int(rng.integers(2))])
            for place in rng.integers(min(len(data), 60), size=rng.integers(1, 5)):
                data[place] = rng.integers(256)
            return sealed(bytes(data[: rng.integers(len(data) + 1)] if i % 2 else data))
        return "".join(rng.choice(alphabet, size=rng.integers(40)))

    refused = 0
    for i in range(10_000):
        text = hostile(i)
        for read in (points_from_text, mixture_from_text, view_from_text):
            said = remark(read, text)
            assert said is None or said.endswith(".")
            refused += said is not None
    assert 25_000 < refused < 30_000
