"""Generators: every knob of the table at every end, titles, and what the notes promise."""

from collections.abc import Iterator

import numpy as np
import pytest
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score
from sklearn.mixture import GaussianMixture

from gmm.data.generators import GENERATORS, Knob, generate, write_title
from gmm.limits import MAX_N, MIN_N
from gmm.ui.link import Settings

KNOBS = [(name, knob) for name, generator in GENERATORS.items() for knob in generator.knobs]


def ends() -> Iterator[object]:
    """Every generator with its knobs at each end, one after the other and all together."""
    for name, generator in GENERATORS.items():
        yield pytest.param(name, {}, id=name)
        for knob in generator.knobs:
            for end in ("low", "high"):
                yield pytest.param(
                    name, {knob.name: getattr(knob, end)}, id=f"{name}, {end} {knob.name}"
                )
        for end in ("low", "high"):
            all_there = {knob.name: getattr(knob, end) for knob in generator.knobs}
            yield pytest.param(name, all_there, id=f"{name}, all {end}")


@pytest.mark.parametrize(("name", "knob"), KNOBS, ids=lambda each: getattr(each, "name", each))
def test_a_knob_makes_a_slider_and_a_link(name: str, knob: Knob) -> None:
    assert knob.low <= knob.default <= knob.high
    assert 2 <= round((knob.high - knob.low) / knob.step) <= 50
    assert {type(each) for each in knob[2:6]} in ({int}, {float})
    for value in (knob.high, knob.default):
        steps = (value - knob.low) / knob.step
        assert steps == pytest.approx(round(steps))
    assert knob.name.isidentifier()
    assert knob.name not in Settings._fields
    assert knob.help.endswith(".")
    assert len(knob.help) < 80
    # A slider that is there for two generators must not hold a value that one of them lacks.
    twins = [other for _, other in KNOBS if other.name == knob.name]
    assert len({(other.low, other.high, other.step) for other in twins}) == 1


def test_no_more_than_three_knobs() -> None:
    assert all(1 <= len(generator.knobs) <= 3 for generator in GENERATORS.values())


@pytest.mark.parametrize(("name", "knobs"), list(ends()))
def test_wherever_the_knobs_stand_the_points_are_sound(name: str, knobs: dict[str, float]) -> None:
    points, labels, label_names, truth = generate(name, 400, 3, **knobs)
    assert points.shape == (400, 1 if name == "Mixture on a line" else 2)
    assert np.isfinite(points).all()
    assert not points.flags.writeable
    assert not labels.flags.writeable
    assert labels.dtype == np.int64
    assert labels.min() >= 0
    assert labels.max() < len(label_names) == len(set(label_names))
    if truth is not None:
        assert len(truth.weights) == len(label_names)
        assert truth.weights.sum() == pytest.approx(1)
        np.testing.assert_array_equal(truth.covariances, truth.covariances.transpose(0, 2, 1))
        assert (np.linalg.eigvalsh(truth.covariances) > 0).all()
        assert not any(part.flags.writeable for part in truth)


@pytest.mark.parametrize(("name", "knob"), KNOBS, ids=lambda each: getattr(each, "name", each))
def test_every_knob_makes_a_difference(name: str, knob: Knob) -> None:
    low, high = (generate(name, 50, 0, **{knob.name: end}).points for end in (knob.low, knob.high))
    assert not np.allclose(low, high)


@pytest.mark.parametrize("name", [name for name in GENERATORS if name != "One Gaussian"])
def test_rows_are_not_grouped_by_their_part(name: str) -> None:
    labels = generate(name, 1000, 1).labels
    same = np.mean(labels[1:] == labels[:-1])
    assert same == pytest.approx(np.sum((np.bincount(labels) / 1000) ** 2), abs=0.08)


@pytest.mark.parametrize(
    ("name", "knobs", "said"),
    [
        ("Round clusters", {}, "Three round clusters"),
        ("Round clusters", {"clusters": 6}, "Six round clusters"),
        ("Rings", {"rings": 2}, "Two rings"),
        ("One Gaussian", {"correlation": -0.5}, "One Gaussian"),
    ],
)
def test_the_title_counts(name: str, knobs: dict[str, float], said: str) -> None:
    assert write_title(name, **knobs) == said


def agreement(name: str, seed: int) -> tuple[float, float]:
    """How well k-means and EM find the true parts: adjusted Rand indices, 1 is perfect."""
    points, labels, names, _ = generate(name, 300, seed)
    hard = KMeans(len(names), n_init=5, random_state=0).fit_predict(points)
    soft = GaussianMixture(len(names), n_init=5, init_params="k-means++", random_state=0)
    return (
        adjusted_rand_score(labels, hard),
        adjusted_rand_score(labels, soft.fit_predict(points)),
    )


@pytest.mark.parametrize("seed", range(3))
def test_the_sets_show_what_their_notes_promise(seed: int) -> None:
    hard, soft = agreement("Round clusters", seed)
    assert hard > 0.85
    assert abs(hard - soft) < 0.06
    for name in ("Elongated clusters", "Unequal clusters"):
        hard, soft = agreement(name, seed)
        assert soft > 0.88
        assert hard < soft - 0.08
    assert max(agreement("Rings", seed)) < 0.3


@pytest.mark.parametrize("name", GENERATORS)
@pytest.mark.parametrize(("n", "seed"), [(MIN_N - 1, 0), (MAX_N + 1, 0), (-1, 0), (100, -1)])
def test_impossible_requests_are_refused(name: str, n: int, seed: int) -> None:
    with pytest.raises(ValueError, match="Expected"):
        generate(name, n, seed)


def test_impossible_knobs_are_refused() -> None:
    with pytest.raises(ValueError, match=r"Expected distance from 0 to 8, got 9\."):
        generate("Round clusters", 100, 0, distance=9.0)
    with pytest.raises(ValueError, match=r"Expected clusters from 2 to 6, got nan\."):
        generate("Round clusters", 100, 0, clusters=float("nan"))
    with pytest.raises(ValueError, match=r"Moons has no knob 'size'; it has blur\."):
        generate("Moons", 100, 0, size=1)
