"""Shapes: rings, moons and noise are where their knobs put them."""

import numpy as np
import pytest

from gmm import record_em, responsibilities, start
from gmm.data.generators import generate
from gmm.limits import MAX_N


def test_rings_have_their_radii_and_one_density() -> None:
    points, labels, names, _ = generate("Rings", MAX_N, 0, rings=3, blur=0.0)
    np.testing.assert_allclose(np.linalg.norm(points, axis=1), labels + 1)
    np.testing.assert_allclose(np.bincount(labels) / MAX_N, [1 / 6, 2 / 6, 3 / 6], atol=0.03)
    assert names == ("inner ring", "ring 2", "outer ring")
    assert generate("Rings", 10, 0, rings=2).label_names == ("inner ring", "outer ring")


def test_moons_reach_into_each_other() -> None:
    points, labels, _, _ = generate("Moons", 1000, 0, blur=0.0)
    upper, lower = points[labels == 0], points[labels == 1]
    np.testing.assert_allclose(np.linalg.norm(upper, axis=1), 1)
    np.testing.assert_allclose(np.linalg.norm(lower - [1, 0.5], axis=1), 1)
    assert upper[:, 1].min() >= 0
    assert lower[:, 1].max() <= 0.5


def test_noise_has_its_share_and_covers_the_clusters() -> None:
    points, labels, names, _ = generate("Clusters in noise", MAX_N, 0, clusters=4, noise=0.25)
    assert names[-1] == "noise"
    noise = points[labels == 4]
    assert len(noise) / MAX_N == pytest.approx(0.25, abs=0.02)
    assert (noise.min(axis=0) < points[labels < 4].min(axis=0) + 0.5).all()
    assert (noise.max(axis=0) > points[labels < 4].max(axis=0) - 0.5).all()
    none = generate("Clusters in noise", 200, 0, noise=0.0)
    assert none.labels.max() == 2


@pytest.mark.parametrize("seed", range(3))
def test_the_component_to_spare_catches_the_noise(seed: int) -> None:
    points, labels, _, _ = generate("Clusters in noise", 300, seed)
    tapes = [record_em(points, start(points, 4, "farthest first", i)) for i in range(6)]
    sound = [tape.frames[-1] for tape in tapes if tape.stopped != "collapsed"]
    fit = max(sound, key=lambda frame: frame.log_likelihood).mixture
    share = responsibilities(points, fit)[:, np.linalg.det(fit.covariances).argmax()]
    assert share[labels == 3].mean() > 0.7
    assert share[labels < 3].mean() < 0.1
