"""Generators: their knobs, and their points against the truth they come with."""

import numpy as np
import pytest
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score
from sklearn.mixture import GaussianMixture

from gmm import record_em, responsibilities, start
from gmm.data.generators import GENERATORS, Knob, generate, in_words
from gmm.limits import MAX_N, MIN_N
from gmm.ui.settings import Settings

KNOBS = [(name, knob) for name, generator in GENERATORS.items() for knob in generator.knobs]
TRUE = [name for name in GENERATORS if generate(name, 10, 0).truth is not None]


def ends():
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


def test_those_from_a_mixture():
    assert [name for name in GENERATORS if name not in TRUE] == [
        "Clusters in noise",
        "Rings",
        "Moons",
    ]


@pytest.mark.parametrize(("name", "knob"), KNOBS, ids=lambda each: getattr(each, "name", each))
def test_a_knob_makes_a_slider_and_a_link(name: str, knob: Knob):
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


def test_no_more_than_three_knobs():
    assert all(1 <= len(generator.knobs) <= 3 for generator in GENERATORS.values())


@pytest.mark.parametrize(("name", "knobs"), list(ends()))
def test_wherever_the_knobs_stand_the_points_are_sound(name, knobs):
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


@pytest.mark.parametrize(
    ("name", "knob"), [(n, k) for n, k in KNOBS], ids=lambda each: getattr(each, "name", each)
)
def test_every_knob_makes_a_difference(name, knob):
    ends = [generate(name, 50, 0, **{knob.name: end}).points for end in (knob.low, knob.high)]
    assert not np.allclose(*ends)


@pytest.mark.parametrize("name", TRUE)
def test_labels_and_moments_are_the_truths(name):
    points, labels, _, truth = generate(name, MAX_N, 3)
    for k, (weight, mean, covariance) in enumerate(zip(*truth, strict=True)):
        mine = points[labels == k]
        # Five standard errors each; a mean's is taken in the component's own metric.
        assert abs(len(mine) / MAX_N - weight) < 5 * np.sqrt(weight * (1 - weight) / MAX_N) + 1e-9
        white = (mine - mean) @ np.linalg.inv(np.linalg.cholesky(covariance)).T
        assert np.abs(white.mean(axis=0)).max() < 5 / np.sqrt(len(mine))
        spread = np.atleast_2d(np.cov(white.T))
        assert np.abs(spread - np.eye(len(mean))).max() < 5 * np.sqrt(2 / len(mine))


@pytest.mark.parametrize("name", [name for name in GENERATORS if name != "One Gaussian"])
def test_rows_are_not_grouped_by_their_part(name):
    labels = generate(name, 1000, 1).labels
    same = np.mean(labels[1:] == labels[:-1])
    assert same == pytest.approx(np.sum((np.bincount(labels) / 1000) ** 2), abs=0.08)


def test_means_are_as_far_apart_as_the_knob_says():
    for clusters in range(2, 7):
        means = generate("Round clusters", 10, 0, clusters=clusters, distance=3.0).truth.means
        around = np.linalg.norm(means - np.roll(means, 1, axis=0), axis=1)
        np.testing.assert_allclose(around, 3)
        np.testing.assert_allclose(means.mean(axis=0), 0, atol=1e-12)
        line = generate("Mixture on a line", 10, 0, clusters=clusters, distance=2.0, growth=1.0)
        np.testing.assert_allclose(np.diff(line.truth.means[:, 0]), 2)
    overlap = generate("Overlapping clusters", 10, 0, distance=1.5, share=0.2).truth
    np.testing.assert_allclose(overlap.means[1] - overlap.means[0], [1.5, 0])
    np.testing.assert_allclose(overlap.weights, [0.2, 0.8])


def test_components_on_a_line_grow():
    truth = generate("Mixture on a line", 10, 0, clusters=3, distance=2.0, growth=2.0).truth
    np.testing.assert_allclose(np.sqrt(truth.covariances[:, 0, 0]), [1, 2, 4])
    np.testing.assert_allclose(truth.means[:, 0], [0, 2, 6])


def test_elongated_clusters_at_tilt_0_lie_along_the_axes():
    covariances = generate("Elongated clusters", 10, 0, tilt=0.0).truth.covariances
    np.testing.assert_allclose(covariances[:, 0, 1], 0, atol=1e-12)
    np.testing.assert_allclose(covariances[0], np.diag([2.2**2, 0.4**2]))
    round_ones = generate("Elongated clusters", 10, 0, elongation=1.0).truth.covariances
    np.testing.assert_allclose(round_ones, 0.16 * np.array([np.eye(2)] * 3), atol=1e-12)


def test_rings_have_their_radii_and_one_density():
    points, labels, names, _ = generate("Rings", MAX_N, 0, rings=3, blur=0.0)
    np.testing.assert_allclose(np.linalg.norm(points, axis=1), labels + 1)
    np.testing.assert_allclose(np.bincount(labels) / MAX_N, [1 / 6, 2 / 6, 3 / 6], atol=0.03)
    assert names == ("inner ring", "ring 2", "outer ring")
    assert generate("Rings", 10, 0, rings=2).label_names == ("inner ring", "outer ring")


def test_moons_reach_into_each_other():
    points, labels, _, _ = generate("Moons", 1000, 0, blur=0.0)
    upper, lower = points[labels == 0], points[labels == 1]
    np.testing.assert_allclose(np.linalg.norm(upper, axis=1), 1)
    np.testing.assert_allclose(np.linalg.norm(lower - [1, 0.5], axis=1), 1)
    assert upper[:, 1].min() >= 0
    assert lower[:, 1].max() <= 0.5


def test_noise_has_its_share_and_covers_the_clusters():
    points, labels, names, _ = generate("Clusters in noise", MAX_N, 0, clusters=4, noise=0.25)
    assert names[-1] == "noise"
    noise = points[labels == 4]
    assert len(noise) / MAX_N == pytest.approx(0.25, abs=0.02)
    assert (noise.min(axis=0) < points[labels < 4].min(axis=0) + 0.5).all()
    assert (noise.max(axis=0) > points[labels < 4].max(axis=0) - 0.5).all()
    none = generate("Clusters in noise", 200, 0, noise=0.0)
    assert none.labels.max() == 2


@pytest.mark.parametrize(
    ("name", "knobs", "said"),
    [
        ("Round clusters", {}, "Three round clusters"),
        ("Round clusters", {"clusters": 6}, "Six round clusters"),
        ("Rings", {"rings": 2}, "Two rings"),
        ("One Gaussian", {"correlation": -0.5}, "One Gaussian"),
    ],
)
def test_the_title_counts(name, knobs, said):
    assert in_words(name, **knobs) == said


def agreement(name, seed, **knobs):
    """How well k-means and EM find the true parts: adjusted Rand indices, 1 is perfect."""
    points, labels, names, _ = generate(name, 300, seed, **knobs)
    hard = KMeans(len(names), n_init=5, random_state=0).fit_predict(points)
    soft = GaussianMixture(len(names), n_init=5, init_params="k-means++", random_state=0)
    return (
        adjusted_rand_score(labels, hard),
        adjusted_rand_score(labels, soft.fit_predict(points)),
    )


@pytest.mark.parametrize("seed", range(3))
def test_the_sets_show_what_their_notes_promise(seed):
    hard, soft = agreement("Round clusters", seed)
    assert hard > 0.85
    assert abs(hard - soft) < 0.06
    for name in ("Elongated clusters", "Unequal clusters"):
        hard, soft = agreement(name, seed)
        assert soft > 0.88
        assert hard < soft - 0.08
    assert max(agreement("Rings", seed)) < 0.3


@pytest.mark.parametrize("seed", range(3))
def test_the_component_to_spare_catches_the_noise(seed):
    points, labels, _, _ = generate("Clusters in noise", 300, seed)
    tapes = [record_em(points, start(points, 4, "farthest first", i)) for i in range(6)]
    sound = [tape.frames[-1] for tape in tapes if tape.stopped != "collapsed"]
    fit = max(sound, key=lambda frame: frame.log_likelihood).mixture
    share = responsibilities(points, fit)[:, np.linalg.det(fit.covariances).argmax()]
    assert share[labels == 3].mean() > 0.7
    assert share[labels < 3].mean() < 0.1


@pytest.mark.parametrize("seed", range(3))
def test_k_means_pushes_overlapping_means_apart(seed):
    points, _, _, truth = generate("Overlapping clusters", MAX_N, seed)
    centroids = KMeans(2, n_init=3, random_state=0).fit(points).cluster_centers_
    assert np.linalg.norm(centroids[1] - centroids[0]) > 1.1 * 2.0
    assert truth.means[1, 0] - truth.means[0, 0] == 2.0


@pytest.mark.parametrize("name", GENERATORS)
@pytest.mark.parametrize(("n", "seed"), [(MIN_N - 1, 0), (MAX_N + 1, 0), (-1, 0), (100, -1)])
def test_impossible_requests_are_refused(name, n, seed):
    with pytest.raises(ValueError, match="Expected"):
        generate(name, n, seed)


def test_impossible_knobs_are_refused():
    with pytest.raises(ValueError, match=r"Expected distance from 0 to 8, got 9\."):
        generate("Round clusters", 100, 0, distance=9.0)
    with pytest.raises(ValueError, match=r"Expected clusters from 2 to 6, got nan\."):
        generate("Round clusters", 100, 0, clusters=float("nan"))
    with pytest.raises(ValueError, match=r"Moons has no knob 'size'; it has blur\."):
        generate("Moons", 100, 0, size=1)
