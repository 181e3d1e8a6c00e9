"""Limits: one place, and sentences that say the same numbers."""

import re

import numpy as np
import pytest

from gmm import limits
from gmm.files import ASSETS
from gmm.limits import (
    SENTENCES,
    estimate_bytes,
    estimate_seconds,
    fair_sample,
    limit_iterations,
)


def test_every_limit_is_a_whole_number_above_zero() -> None:
    numbers = {name: value for name, value in vars(limits).items() if name.isupper()}
    del numbers["SENTENCES"], numbers["ASSETS"]
    assert len(numbers) > 20
    for name, value in numbers.items():
        assert value > 0, name
        assert value == int(value), name


def test_both_languages_read_the_same_limit() -> None:
    script = (ASSETS / "stage" / "drawing.js").read_text("utf-8")
    assert "look.limits.drawing" in script
    assert limits.MAX_DRAWING == 2_000


@pytest.mark.parametrize("name", SENTENCES)
def test_a_sentence_for_each_that_a_person_meets(name: str) -> None:
    said = SENTENCES[name]
    assert said[0].isupper()
    assert said.endswith(".")
    assert len(said) < 100
    values = {f"{value:,}" for value in vars(limits).values() if isinstance(value, int)} | {"50"}
    assert set(re.findall(r"\d[\d,]*\b", said)) <= values


def test_a_fair_sample_is_the_same_every_time_and_leaves_nobody_out() -> None:
    assert fair_sample(5, 5).tolist() == [0, 1, 2, 3, 4]
    chosen = fair_sample(10_000, 500)
    assert len(set(chosen.tolist())) == 500
    assert chosen.tolist() == sorted(fair_sample(10_000, 500).tolist())
    counts = np.histogram(chosen, 4, (0, 10_000))[0]
    assert counts.min() > 90


def test_iterations_are_as_many_as_a_few_seconds_allow() -> None:
    assert limit_iterations(272, 2) == limits.MAX_ITERATIONS == 2_000
    assert limit_iterations(5_000, 5) == 800
    assert limit_iterations(100_000, 12) == limits.LEAST_ITERATIONS == 200


def test_an_estimate_tells_an_ordinary_run_from_one_that_takes_long() -> None:
    light = limits.MAX_LIGHT / 1000
    for n, k, d in [(272, 2, 2), (272, 12, 2), (5_000, 5, 2), (5_000, 12, 2), (82, 12, 1)]:
        assert estimate_seconds(n, k, d) < light, (n, k)
    for n, k, d in [(20_000, 12, 2), (100_000, 3, 2), (100_000, 12, 2)]:
        assert light < estimate_seconds(n, k, d) < limits.MAX_JOB_SECONDS / 2, (n, k)
    sizes = [(10, 1, 1), (300, 2, 2), (5_000, 5, 2), (100_000, 12, 2)]
    assert sorted(sizes, key=lambda size: estimate_seconds(*size)) == sizes


def test_the_largest_run_is_within_the_budget_of_memory_and_a_larger_one_is_not() -> None:
    largest = estimate_bytes(limits.MAX_ROWS, limits.MAX_K, 2)
    assert 50_000_000 < largest < limits.MAX_JOB_BYTES / 5
    assert estimate_bytes(limits.MAX_ROWS * 100, limits.MAX_K, 2) > limits.MAX_JOB_BYTES
