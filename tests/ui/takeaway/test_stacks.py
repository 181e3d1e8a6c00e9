"""Stacks of points at one place, as the stage has them."""

import json
from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from gmm.data.datasets import DATASETS
from gmm.ui.takeaway.stacks import LARGEST, size_stacks, stack_points

FIXTURE = json.loads((Path(__file__).parents[2] / "geometry.json").read_text("utf-8"))["stacks"]


def test_stacks_are_those_of_the_stage() -> None:
    for row in FIXTURE:
        labels = None if row["labels"] is None else np.array(row["labels"])
        often = None if row["frequencies"] is None else np.array(row["frequencies"], float)
        found = stack_points(np.array(row["points"], float), labels, often)
        if row["first"] is None:
            assert found is None
        else:
            assert found is not None
            assert_array_equal(found.first, row["first"])
            assert_array_equal(found.many, row["many"])


def test_galtons_928_children_are_102_stacks() -> None:
    found = stack_points(DATASETS["Galton's families"].make(0, 0).points)
    assert found is not None
    leads = np.unique(found.first)
    assert len(leads) == 102
    assert found.many[leads].sum() == 928
    assert found.many.max() == 48


@pytest.mark.parametrize("name", ["Old Faithful", "Waiting times", "Penguins", "Round clusters"])
def test_where_few_points_share_a_place_nothing_is_stacked(name: str) -> None:
    assert stack_points(DATASETS[name].make(300, 0).points) is None


def test_areas_are_as_the_numbers() -> None:
    assert_allclose(size_stacks(np.array([1.0, 4.0, 9.0])), [1, 2, 3])
    sizes = size_stacks(np.array([1.0, 100.0]))
    assert_allclose(sizes, [LARGEST / 10, LARGEST])
