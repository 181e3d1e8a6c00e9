"""Pies: cut as the stage cuts them, and outlined without gaps."""

import itertools
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gmm.points import FloatArray
from gmm.ui.takeaway.geometry import MARKS
from gmm.ui.takeaway.pies import LEAST, SECTORS, cut_pie, find_undecided, outline_slice

FIXTURE = json.loads((Path(__file__).parents[2] / "geometry.json").read_text("utf-8"))["pies"]
shares = st.lists(st.floats(0, 1), min_size=2, max_size=12).filter(lambda row: sum(row) > 0.1)


def test_pies_are_cut_as_on_the_stage() -> None:
    for row in FIXTURE:
        gamma = np.array(row["shares"])
        assert find_undecided(gamma[np.newaxis]).tolist() == [row["undecided"]]
        assert [list(each) for each in cut_pie(gamma)] == row["slices"]


@settings(deadline=None)
@given(shares)
def test_slices_are_as_large_as_responsibilities(row: list[float]) -> None:
    gamma = np.array(row) / sum(row)
    slices = cut_pie(gamma)
    assert [each.component for each in slices] == np.flatnonzero(gamma >= LEAST).tolist()
    assert slices[0].begin == 0
    assert slices[-1].end == SECTORS
    assert all(a.end == b.begin for a, b in itertools.pairwise(slices))
    seen = gamma[gamma >= LEAST].sum()
    for k, begin, end in slices:
        assert abs((end - begin) / SECTORS - gamma[k] / seen) <= 1 / SECTORS + 1e-9


@pytest.mark.parametrize("mark", range(len(MARKS)))
@settings(deadline=None, max_examples=20)
@given(cuts=st.sets(st.integers(1, SECTORS - 1), max_size=5))
def test_slices_of_a_mark_make_up_the_mark(mark: int, cuts: set[int]) -> None:
    edges = [0, *sorted(cuts), SECTORS]
    pieces = [outline_slice(mark, a, b) for a, b in itertools.pairwise(edges)]
    whole = measure(MARKS[mark] / 6.5)
    assert sum(map(measure, pieces)) == pytest.approx(whole, rel=0.02)


def test_the_first_slice_goes_clockwise_from_12_oclock() -> None:
    quarter = outline_slice(0, 0, SECTORS // 4)
    assert (quarter[:, 0] >= -1e-9).all()  # to the right,
    assert (quarter[:, 1] <= 1e-9).all()  # and up, where numbers go down


def measure(outline: FloatArray) -> float:
    """A polygon's area."""
    x, y = outline.T
    return float(abs(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1])) / 2)
