"""Limits: one place, and sentences that say the same numbers."""

import re

import numpy as np
import pytest

from gmm import limits, start
from gmm.limits import MAX_K, SENTENCES, fair_sample, largest_k


def test_the_limits():
    numbers = {name: value for name, value in vars(limits).items() if name.isupper()}
    del numbers["SENTENCES"]
    assert numbers == {
        "MAX_BYTES": 50_000_000,
        "MAX_UNPACKED": 100_000_000,
        "MAX_PASTED": 1_000_000,
        "MAX_COLUMNS": 200,
        "MAX_CELLS": 10_000_000,
        "MAX_CELLS_BY_HAND": 1_000_000,
        "MAX_LINE": 1_000_000,
        "MAX_LABELS": 12,
        "MAX_ROWS": 100_000,
        "MAX_DRAWN": 5_000,
        "MAX_K": 12,
        "MAX_ITERATIONS": 500,
        "MIN_N": 10,
        "MAX_N": 5_000,
        "MAX_SEED": 9_999,
    }


@pytest.mark.parametrize("name", SENTENCES)
def test_a_sentence_for_each_that_a_person_meets(name):
    said = SENTENCES[name]
    assert said[0].isupper()
    assert said.endswith(".")
    assert len(said) < 100
    values = {f"{value:,}" for value in vars(limits).values() if isinstance(value, int)} | {"50"}
    assert set(re.findall(r"\d[\d,]*\b", said)) <= values


def test_no_more_components_than_distinct_points():
    points = np.array([[1.0, 2], [1, 2], [3, 4], [1, 4], [3, 4]])
    assert largest_k(points) == 3
    assert largest_k(points[:2]) == 1
    assert largest_k(np.arange(100.0)[:, None]) == MAX_K
    start(points, largest_k(points), "k-means++", 0)
    with pytest.raises(ValueError, match="distinct"):
        start(points, largest_k(points) + 1, "k-means++", 0)


def test_a_fair_sample_is_the_same_every_time_and_leaves_nobody_out() -> None:
    assert fair_sample(5, 5).tolist() == [0, 1, 2, 3, 4]
    chosen = fair_sample(10_000, 500)
    assert len(set(chosen.tolist())) == 500
    assert chosen.tolist() == sorted(fair_sample(10_000, 500).tolist())
    counts = np.histogram(chosen, 4, (0, 10_000))[0]
    assert counts.min() > 90
