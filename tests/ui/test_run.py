"""A run is what the engine records, no more and no less; nobody can change it afterwards."""

import tracemalloc
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from gmm import Mixture, record_em, record_kmeans, start
from gmm.data.datasets import DATASETS, Dataset
from gmm.limits import MAX_DRAWN, limit_iterations
from gmm.scaling import scale
from gmm.starts import STARTS
from gmm.tape import TOLERANCE
from gmm.ui.link import Settings
from gmm.ui.run import (
    Run,
    count_bytes,
    identify_points,
    name_columns,
    record_run,
    write_summary,
    write_title,
)
from gmm.ui.units import restore_frame
from tests.present import present

BOX = (0.0, 0.0, 10.0, 10.0)


def made(name: str = "Old Faithful", **changed: Any) -> Run:
    return record_run(Settings(data=name, **changed), DATASETS[name].make(300, 0))


def dataset_of(points: np.ndarray, **parts: Any) -> Dataset:
    d = points.shape[1]
    plain = Dataset(points, ("x", "y", "z")[:d], ("",) * d, "Some", "rows", None, None, "")
    return plain._replace(**parts)


def cloud(n: int = 60, d: int = 2) -> np.ndarray:
    return np.random.default_rng(0).normal(5, 3, (n, d))


def list_arrays(thing: Any) -> Iterator[np.ndarray]:
    """All arrays in a run, wherever they are."""
    if isinstance(thing, np.ndarray):
        yield thing
    elif isinstance(thing, tuple):
        for part in thing:
            yield from list_arrays(part)


def assert_same(one: Any, other: Any) -> None:
    """Alike to the bit, through tuples of tuples of arrays."""
    if isinstance(one, np.ndarray):
        assert one.shape == other.shape
        assert one.tobytes() == other.tobytes()
    elif isinstance(one, tuple):
        assert len(one) == len(other)
        for a, b in zip(one, other, strict=True):
            assert_same(a, b)
    else:
        assert one == other


# ------------------------------------------------------------------------------ recording


@pytest.mark.parametrize(
    ("name", "chosen"),
    [
        ("Old Faithful", {}),
        ("Old Faithful", {"scale": "off", "k": 3, "covariance": "spherical", "ridge": 0.01}),
        ("Waiting times", {"start": "k-means++", "start_seed": 3, "covariance": "diag"}),
        ("Iris petals", {"scale": "on", "k": 3, "covariance": "tied"}),
        (
            "Cyclist speeds",
            {"start": "farthest first"},
        ),
    ],
)
def test_a_run_is_what_the_engine_records(name: str, chosen: dict[str, Any]) -> None:
    settings = Settings(data=name, **chosen)
    dataset = DATASETS[name].make(300, 0)
    run = record_run(settings, dataset)
    points, scaling = scale(dataset.points, settings.scale)
    counts = dataset.frequencies
    mixture = start(
        *(points, settings.k, settings.start, settings.start_seed, settings.covariance),
        weights=counts,
    )
    most = limit_iterations(len(points), settings.k)
    em = record_em(
        *(points, mixture, settings.covariance, settings.ridge, TOLERANCE, most),
        weights=counts,
    )
    kmeans = record_kmeans(points, mixture.means, most, weights=counts)
    assert_same(run.tapes, (em, kmeans))
    assert_same((run.points, run.scaling), (points, scaling))
    assert_same((run.em, run.kmeans), (em, kmeans))
    assert (run.settings, run.dataset, run.hand, run.box) == (settings, dataset, None, None)
    assert run.frames == max(len(em.frames), len(kmeans.frames))


def test_a_start_by_hand_is_where_both_begin() -> None:
    dataset = DATASETS["Old Faithful"].make(300, 0)
    points, _ = scale(dataset.points, "auto")
    hand = Mixture(
        np.array([0.3, 0.7]), np.array([[0.0, 1.0], [2.0, -1.0]]), np.stack([np.eye(2)] * 2)
    )
    run = record_run(Settings(), dataset, hand)
    assert run.hand is hand
    assert run.em is not None
    assert run.kmeans is not None
    most = limit_iterations(len(points), 2)
    assert_same(run.em, record_em(points, hand, max_iterations=most))
    assert_same(run.kmeans, record_kmeans(points, hand.means, most))


def test_without_the_twin_there_is_em_alone() -> None:
    run, both = made(twin=False), made()
    assert len(run.tapes) == 1
    assert run.kmeans is None
    assert_same(run.em, both.em)
    assert run.em is not None
    assert run.frames == len(run.em.frames)


@pytest.mark.parametrize("chosen", [{}, {"scale": "off"}, {"twin": False}, {"covariance": "tied"}])
@pytest.mark.parametrize("name", ["Old Faithful", "Cyclist speeds", "Moons", "Iris petals"])
def test_nothing_in_a_run_can_be_changed(name: str, chosen: dict[str, Any]) -> None:
    arrays = list(list_arrays(made(name, **chosen)))
    assert len(arrays) > 20
    assert not any(array.flags.writeable for array in arrays)


def test_nor_in_one_by_hand_or_on_points_that_could_be_changed_before() -> None:
    hand = Mixture(np.ones(1), np.zeros((1, 2)), np.eye(2)[None])
    run = record_run(Settings(k=1, scale="off"), dataset_of(cloud()), hand)
    assert not any(array.flags.writeable for array in list_arrays(run))
    run = record_run(Settings(), dataset_of(cloud(1)), box=BOX)
    assert not any(array.flags.writeable for array in list_arrays(run))


@pytest.mark.parametrize(
    ("points", "k"),
    [
        (np.empty((0, 2)), 1),
        (np.array([[1.0, 2.0]]), 1),
        (np.array([[1.0, 2.0]] * 9), 1),
        (np.array([[1.0, 2.0], [3.0, 4.0]] * 9), 3),
    ],
)
def test_a_drawing_that_is_too_small_has_no_tapes(points: np.ndarray, k: int) -> None:
    run = record_run(Settings(k=k), dataset_of(points), box=BOX)
    assert (run.tapes, run.em, run.kmeans, run.frames) == ((), None, None, 1)
    assert run.box == BOX
    assert_array_equal(run.points, points)
    assert write_summary(run) == "no run yet"
    assert count_bytes(run) >= points.nbytes


def test_a_drawing_is_not_scaled() -> None:
    points = cloud() * [1, 100]
    run = record_run(Settings(scale="on"), dataset_of(points), box=BOX)
    assert_array_equal(run.points, points)
    assert_array_equal(run.scaling.spread, [1, 1])
    assert len(run.tapes) == 2


def test_more_components_than_points_is_a_sentence() -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        record_run(Settings(k=7), DATASETS["Cyclist speeds"].make(300, 0))


# ------------------------------------------------------------------------------ identity


PLAIN = dataset_of(cloud())


def identified(dataset: Dataset = PLAIN, box: Any = None, hand: Any = None, **chosen: Any) -> str:
    return identify_points(record_run(Settings(**chosen), dataset, hand, box))


@pytest.mark.parametrize(
    "other",
    [
        lambda: identified(PLAIN._replace(points=cloud() + 1e-9)),
        lambda: identified(PLAIN._replace(points=cloud()[::-1])),
        lambda: identified(PLAIN._replace(points=cloud()[:-1])),
        lambda: identified(k=3),
        lambda: identified(covariance="diag"),
        lambda: identified(start="k-means++"),
        lambda: identified(start_seed=8),
        lambda: identified(PLAIN._replace(frequencies=np.ones(60))),
        lambda: identified(PLAIN._replace(frequencies=np.full(60, 2.0))),
        lambda: identified(scale="on"),
    ],
)
def test_other_points_or_settings_are_something_else(other: Any) -> None:
    assert other() != identified()


def test_the_same_standardised_points_in_other_units_are_something_else() -> None:
    doubled = PLAIN._replace(points=2 * PLAIN.points)
    assert_array_equal(
        record_run(Settings(scale="on"), PLAIN).points,
        record_run(Settings(scale="on"), doubled).points,
    )
    assert identified(scale="on") != identified(doubled, scale="on")


def test_what_does_not_matter_to_a_start_changes_nothing() -> None:
    assert identified() == identified()
    assert identified(ridge=0.1) == identified()
    assert identified(twin=False) == identified()
    assert identified(data="Moons", n=77, data_seed=3) == identified()
    words: dict[str, Any] = {
        "title": "Other",
        "columns": ("a", "b"),
        "units": ("m", "m"),
        "rows": "x",
        "note": "x",
    }
    assert identified(PLAIN._replace(**words)) == identified()
    assert identified(PLAIN._replace(points=np.asfortranarray(PLAIN.points))) == identified()
    hand = Mixture(np.array([0.5, 0.5]), cloud(2), np.stack([np.eye(2)] * 2))
    assert identified(hand=hand) == identified()


def test_an_identity_has_eight_digits_and_stays() -> None:
    """Links hold it: where it changes, starts set by hand are lost."""
    points = np.arange(8.0).reshape(4, 2)
    assert identified(dataset_of(points), k=1, scale="off") == "42016408"


def test_each_start_method_is_something_else() -> None:
    assert len({identified(start=name) for name in STARTS}) == len(STARTS)


# ------------------------------------------------------------------------------ words


def test_the_title_says_what_the_data_are_and_how_many() -> None:
    assert write_title(made()) == "Old Faithful, 272 eruptions"
    run = record_run(Settings(k=1, twin=False), dataset_of(cloud(1_234)))
    assert write_title(run) == "Some, 1,234 rows"
    assert write_title(run._replace(file="a.json")) == "Some, a recorded run"


def test_the_summary_says_how_the_run_was_made() -> None:
    assert write_summary(made()) == "K = 2 · full · random points · seed 7 · standardised"
    assert write_summary(made(scale="off", ridge=0.01, k=3, covariance="tied", start_seed=0)) == (
        "K = 3 · tied · random points · seed 0 · ridge 0.01 minutes²"
    )
    hand = Mixture(np.ones(1), np.zeros((1, 2)), np.eye(2)[None])
    run = record_run(Settings(k=1, scale="off"), PLAIN, hand)
    assert write_summary(run) == "K = 1 · full · start by hand"
    assert write_summary(run._replace(file="a.json")) == "K = 1 · from a.json"


@pytest.mark.parametrize(
    ("scale", "units", "told"),
    [
        ("on", ("cm", "kg"), "ridge 0.5 SD² · standardised"),
        ("off", ("cm", "kg"), "ridge 0.5 squared data units"),
        ("off", ("cm", ""), "ridge 0.5 squared data units"),
        ("off", ("cm", "cm"), "ridge 0.5 cm²"),
        ("off", ("km/s", "km/s"), "ridge 0.5 (km/s)²"),
        ("off", ("", ""), "ridge 0.5"),
    ],
)
def test_a_ridge_has_its_unit(scale: str, units: tuple[str, ...], told: str) -> None:
    run = record_run(Settings(k=1, scale=scale, ridge=0.5), PLAIN._replace(units=units))
    assert write_summary(run).endswith(f" · {told}")


@pytest.mark.parametrize(
    ("covariance", "ridge", "scale", "sees"),
    [
        *((name, 0.0, "on", False) for name in ("full", "tied", "diag")),
        *((name, 0.1, "on", True) for name in ("full", "tied", "diag")),
        ("spherical", 0.0, "on", True),
        ("spherical", 0.1, "off", False),
    ],
)
def test_only_circles_and_a_ridge_see_the_scaling(
    covariance: str, ridge: float, scale: str, sees: bool
) -> None:
    chosen = Settings(data="Old Faithful", k=2, covariance=covariance, ridge=ridge)
    runs = [
        record_run(chosen._replace(scale=each), DATASETS["Old Faithful"].make(300, 0))
        for each in (scale, "off")
    ]
    assert runs[0].sees_scaling == sees
    ends = [restore_frame(run, present(run.em).frames[-1]).log_likelihood for run in runs]
    assert (abs(ends[0] - ends[1]) > 0.1) == sees


def test_on_a_line_there_are_no_circles_to_see_the_scaling() -> None:
    run = made("Waiting times", covariance="spherical", scale="on")
    assert run.is_standardised
    assert not run.sees_scaling


def test_points_count_as_often_as_they_were_counted() -> None:
    counted = PLAIN._replace(frequencies=np.arange(len(PLAIN.points), dtype=float))
    assert (
        record_run(Settings(k=1), counted).number
        == counted.points.shape[0] * (counted.points.shape[0] - 1) / 2
    )
    assert record_run(Settings(k=1), PLAIN).number == len(PLAIN.points)


def test_the_summary_says_when_not_all_points_are_drawn() -> None:
    points = np.random.default_rng(0).normal(size=(MAX_DRAWN + 1, 1))
    run = record_run(Settings(k=1, twin=False), dataset_of(points))
    assert write_summary(run).endswith(" · 5,000 of the points drawn")
    assert "drawn" not in write_summary(record_run(run.settings, dataset_of(points[1:])))


def test_columns_are_named_with_their_units() -> None:
    dataset = dataset_of(cloud(), columns=("height", "count"), units=("m", ""))
    assert name_columns(dataset) == ["height (m)", "count"]


# ------------------------------------------------------------------------------ memory


@pytest.mark.parametrize("name", ["Old Faithful", "Cyclist speeds", "Moons", "Iris petals"])
@pytest.mark.parametrize("chosen", [{}, {"scale": "off"}, {"twin": False}, {"k": 6}])
def test_the_bytes_are_at_least_those_of_the_arrays(name: str, chosen: dict[str, Any]) -> None:
    run = made(name, **chosen)
    kept = {id(array): array.nbytes for array in list_arrays(run)}
    assert sum(kept.values()) <= count_bytes(run)


@pytest.mark.parametrize(("n", "k"), [(6, 2), (300, 2), (300, 12), (20_000, 3)])
def test_the_bytes_are_about_what_a_run_takes(n: int, k: int) -> None:
    points = cloud(n)
    record_run(Settings(k=k), dataset_of(points[:]))
    tracemalloc.start()
    run = record_run(Settings(k=k, scale="on"), dataset_of(points))
    taken = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert 0.8 * taken < count_bytes(run) < 2 * taken + 100_000, (taken, count_bytes(run))


def test_the_bytes_of_many_points_with_frequencies_are_all_counted() -> None:
    n = 20_000
    frequencies, labels = np.arange(1.0, n + 1), np.zeros(n, np.int64)
    dataset = dataset_of(cloud(n), frequencies=frequencies, labels=labels, label_names=("a",))
    run = record_run(Settings(k=1), dataset)
    kept = {id(array): array.nbytes for array in list_arrays(run)}
    assert sum(kept.values()) <= count_bytes(run) < 1.2 * sum(kept.values())


def test_the_bytes_grow_with_the_run() -> None:
    small = record_run(Settings(k=2), dataset_of(cloud(60)))
    assert count_bytes(record_run(Settings(k=2), dataset_of(cloud(6_000)))) > 50 * 60 * 16
    assert count_bytes(small) > count_bytes(small._replace(tapes=small.tapes[:1]))
    assert count_bytes(small) > count_bytes(small._replace(tapes=()))
    em = small.em
    assert em is not None
    shorter = em._replace(frames=em.frames[: len(em.frames) // 2])
    assert count_bytes(small._replace(tapes=(shorter, *small.tapes[1:]))) < count_bytes(small)
