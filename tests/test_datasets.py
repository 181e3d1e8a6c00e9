"""Data sets: Old Faithful's facts, and generated points against the truth they come with."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score
from sklearn.mixture import GaussianMixture

from gmm.datasets import DATASETS, DEFAULT_N, MAX_N, MIN_N

ROOT = Path(__file__).resolve().parent.parent
GENERATED = [name for name, recipe in DATASETS.items() if recipe.generated]
BUNDLED = [name for name, recipe in DATASETS.items() if not recipe.generated]


def make(name, n=DEFAULT_N, seed=0):
    return DATASETS[name].make(n, seed)


def test_the_names_that_stand_in_links():
    assert BUNDLED == ["Old Faithful", "Waiting times"]
    assert GENERATED == ["Round clusters", "Elongated clusters", "Unequal clusters"]


def test_old_faithful_is_the_published_one():
    points = make("Old Faithful").points
    assert points.shape == (272, 2)
    assert points.mean(axis=0) == pytest.approx([3.487783, 70.897059], abs=5e-7)
    # The first and last rows of R's table, and its ranges: the order is R's too.
    assert points[0].tolist() == [3.6, 79]
    assert points[-1].tolist() == [4.467, 74]
    assert points.min(axis=0).tolist() == [1.6, 43]
    assert points.max(axis=0).tolist() == [5.1, 96]


def test_waiting_is_old_faithfuls_second_column():
    faithful, waiting = make("Old Faithful"), make("Waiting times")
    np.testing.assert_array_equal(waiting.points, faithful.points[:, 1:])
    assert waiting.columns == faithful.columns[1:] == ("waiting",)
    assert waiting.units == ("minutes",)


def test_the_bundled_file_is_a_plain_table_with_a_header():
    file = ROOT / "assets" / "data" / "old_faithful.csv"
    table = np.genfromtxt(file, delimiter=",", names=True)
    assert table.dtype.names == ("eruptions", "waiting")
    np.testing.assert_array_equal(
        np.column_stack([table["eruptions"], table["waiting"]]), make("Old Faithful").points
    )


def test_the_bundled_file_is_what_its_script_writes():
    sys.path.insert(0, str(ROOT / "assets" / "data"))
    try:
        from fetch import old_faithful
    finally:
        sys.path.pop(0)
    file = ROOT / "assets" / "data" / "old_faithful.csv"
    assert file.read_text(encoding="utf-8") == old_faithful()


def test_bundled_data_are_found_from_any_folder(tmp_path):
    code = (
        "from gmm.datasets import DATASETS; print(len(DATASETS['Waiting times'].make(1, 0).points))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.split() == ["272"]


@pytest.mark.parametrize("name", BUNDLED)
def test_bundled_data_ignore_n_and_seed(name):
    np.testing.assert_array_equal(make(name, 10, 1).points, make(name, 5000, 2).points)


@pytest.mark.parametrize("name", DATASETS)
def test_every_set_is_complete_read_only_and_reads_well(name):
    data = make(name)
    n, d = data.points.shape
    assert data.points.dtype == np.float64
    assert np.isfinite(data.points).all()
    assert not data.points.flags.writeable
    assert len(data.columns) == len(data.units) == d
    assert n == (DEFAULT_N if DATASETS[name].generated else 272)
    assert (data.labels is None) == (data.truth is None) == (not DATASETS[name].generated)
    assert data.note.endswith(".")
    assert len(data.note) < 90


def test_the_strip_reads_well():
    strips = [f"{data.title}, {len(data.points)} {data.rows}" for data in map(make, DATASETS)]
    assert strips == [
        "Old Faithful, 272 eruptions",
        "Old Faithful, 272 waiting times",
        "Three round clusters, 300 points",
        "Elongated clusters, 300 points",
        "Unequal clusters, 300 points",
    ]


@pytest.mark.parametrize("name", GENERATED)
@pytest.mark.parametrize("n", [MIN_N, 37, MAX_N])
def test_generated_sets_are_the_same_each_time(name, n):
    one, two, other = make(name, n, 7), make(name, n, 7), make(name, n, 8)
    assert len(one.points) == len(one.labels) == n
    np.testing.assert_array_equal(one.points, two.points)
    np.testing.assert_array_equal(one.labels, two.labels)
    assert not np.array_equal(one.points, other.points)
    for mine, theirs in zip(one.truth, other.truth, strict=True):
        np.testing.assert_array_equal(mine, theirs)
        assert not mine.flags.writeable
    assert not one.labels.flags.writeable


@pytest.mark.parametrize("name", GENERATED)
def test_labels_and_moments_are_the_truths(name):
    points, truth, labels = (
        getattr(make(name, MAX_N, 3), field) for field in ("points", "truth", "labels")
    )
    assert truth.weights.sum() == pytest.approx(1)
    assert set(labels) == set(range(len(truth.weights)))
    for k, (weight, mean, covariance) in enumerate(zip(*truth, strict=True)):
        np.testing.assert_array_equal(covariance, covariance.T)
        assert (np.linalg.eigvalsh(covariance) > 0).all()
        mine = points[labels == k]
        # Five standard errors each; a mean's is taken in the component's own metric.
        assert abs(len(mine) / MAX_N - weight) < 5 * np.sqrt(weight * (1 - weight) / MAX_N)
        whiten = np.linalg.inv(np.linalg.cholesky(covariance))
        white = (mine - mean) @ whiten.T
        assert np.abs(white.mean(axis=0)).max() < 5 / np.sqrt(len(mine))
        assert np.abs(np.cov(white.T) - np.eye(2)).max() < 5 * np.sqrt(2 / len(mine))


@pytest.mark.parametrize("name", GENERATED)
def test_rows_are_not_grouped_by_component(name):
    labels = make(name, 1000, 1).labels
    same = np.mean(labels[1:] == labels[:-1])
    expected = np.sum((np.bincount(labels) / 1000) ** 2)
    assert same == pytest.approx(expected, abs=0.08)


def agreement(name, seed):
    """How well k-means and EM find the true components: adjusted Rand indices, 1 is perfect."""
    data = make(name, DEFAULT_N, seed)
    hard = KMeans(3, n_init=5, random_state=0).fit_predict(data.points)
    soft = GaussianMixture(3, n_init=5, init_params="k-means++", random_state=0)
    return (
        adjusted_rand_score(data.labels, hard),
        adjusted_rand_score(data.labels, soft.fit_predict(data.points)),
    )


@pytest.mark.parametrize("seed", range(4))
def test_the_sets_show_what_their_notes_promise(seed):
    hard, soft = agreement("Round clusters", seed)
    assert hard > 0.85
    assert abs(hard - soft) < 0.06
    for name in ("Elongated clusters", "Unequal clusters"):
        hard, soft = agreement(name, seed)
        assert soft > 0.88
        assert hard < soft - 0.08


@pytest.mark.parametrize("name", GENERATED)
@pytest.mark.parametrize(("n", "seed"), [(9, 0), (5001, 0), (-1, 0), (100, -1)])
def test_impossible_requests_are_refused(name, n, seed):
    with pytest.raises(ValueError, match="Expected"):
        make(name, n, seed)
