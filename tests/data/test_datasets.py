"""Data sets: each is complete, read-only, the same each time, and reads well."""

import numpy as np
import pytest

from gmm.data.datasets import DATASETS, DEFAULT_N, MAX_N, MIN_N, Dataset
from gmm.data.generators import GENERATORS

GENERATED = [name for name, recipe in DATASETS.items() if recipe.generated]
BUNDLED = [name for name, recipe in DATASETS.items() if not recipe.generated]


def make(name: str, n: int = DEFAULT_N, seed: int = 0, **knobs: float) -> Dataset:
    return DATASETS[name].make(n, seed, **knobs)


def test_the_names_that_stand_in_links() -> None:
    assert BUNDLED == [
        "Old Faithful",
        "Waiting times",
        "Old Faithful 1985",
        "Galaxy velocities",
        "Penguins",
        "Iris petals",
        "Crabs",
        "Fiji earthquakes",
        "Cholera in Soho",
        "Heights and weights",
        "Student heights",
        "Galton's families",
        "Diabetes",
        "Star cluster",
        "Cyclist speeds",
    ]
    assert (
        GENERATED
        == list(GENERATORS)
        == [
            "Round clusters",
            "Elongated clusters",
            "Unequal clusters",
            "Overlapping clusters",
            "Mixture on a line",
            "One Gaussian",
            "Clusters in noise",
            "Rings",
            "Moons",
        ]
    )


@pytest.mark.parametrize("name", BUNDLED)
def test_bundled_data_ignore_n_and_seed(name: str) -> None:
    np.testing.assert_array_equal(make(name, 10, 1).points, make(name, 5000, 2).points)


@pytest.mark.parametrize("name", DATASETS)
def test_every_set_is_complete_read_only_and_reads_well(name: str) -> None:
    data = make(name)
    n, d = data.points.shape
    assert data.points.dtype == np.float64
    assert np.isfinite(data.points).all()
    assert not data.points.flags.writeable
    assert d in (1, 2)
    assert len(data.columns) == len(data.units) == d
    assert (data.labels is None) == (data.label_names == ())
    if data.labels is not None:
        assert data.labels.shape == (n,)
        assert data.labels.dtype == np.int64
        assert not data.labels.flags.writeable
        assert set(data.labels) == set(range(len(data.label_names)))
    assert data.truth is None or DATASETS[name].generated
    assert data.note.endswith(".")
    assert len(data.note) < 90
    assert data.source.endswith(".")
    assert len(data.source) < 90
    assert data.title[0].isupper()
    assert name[0].isupper()
    assert (DATASETS[name].knobs != ()) == DATASETS[name].generated


def test_the_strip_reads_well() -> None:
    strips = [f"{data.title}, {len(data.points):,} {data.rows}" for data in map(make, DATASETS)]
    assert strips == [
        "Old Faithful, 272 eruptions",
        "Old Faithful, 272 waiting times",
        "Old Faithful 1985, 299 eruptions",
        "Galaxy velocities, 82 galaxies",
        "Penguins, 342 birds",
        "Iris petals, 150 flowers",
        "Crabs, 200 animals",
        "Fiji earthquakes, 1,000 events",
        "Cholera in Soho, 578 deaths",
        "Heights and weights, 200 people",
        "Student heights, 1,050 students",
        "Galton's families, 928 children",
        "Diabetes, 145 adults",
        "Star cluster, 47 stars",
        "Cyclist speeds, 6 counted speeds",
        "Three round clusters, 300 points",
        "Elongated clusters, 300 points",
        "Unequal clusters, 300 points",
        "Two overlapping clusters, 300 points",
        "Three components on a line, 300 points",
        "One Gaussian, 300 points",
        "Three clusters in noise, 300 points",
        "Two rings, 300 points",
        "Two moons, 300 points",
    ]


@pytest.mark.parametrize("name", GENERATED)
@pytest.mark.parametrize("n", [MIN_N, 37, MAX_N])
def test_generated_sets_are_the_same_each_time(name: str, n: int) -> None:
    one, two, other = make(name, n, 7), make(name, n, 7), make(name, n, 8)
    assert one.labels is not None
    assert two.labels is not None
    assert len(one.points) == len(one.labels) == n
    np.testing.assert_array_equal(one.points, two.points)
    np.testing.assert_array_equal(one.labels, two.labels)
    assert not np.array_equal(one.points, other.points)


def test_knobs_reach_the_points_the_truth_and_the_title() -> None:
    data = make("Round clusters", 100, 1, clusters=5, distance=2.0)
    assert data.title == "Five round clusters"
    assert data.truth is not None
    assert len(data.truth.weights) == len(data.label_names) == 5
    assert [knob.name for knob in DATASETS["Round clusters"].knobs] == ["clusters", "distance"]
    defaults = {knob.name: knob.default for knob in DATASETS["Round clusters"].knobs}
    np.testing.assert_array_equal(
        make("Round clusters", 100, 1, **defaults).points, make("Round clusters", 100, 1).points
    )
    with pytest.raises(ValueError, match="Expected clusters"):
        make("Round clusters", clusters=7)
