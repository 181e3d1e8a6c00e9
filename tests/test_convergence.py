"""What EM would still gain, held against going on."""

import re
from types import ModuleType

import numpy as np
import pytest

from gmm import (
    COVARIANCES,
    Mixture,
    collapse,
    convergence,
    e_step,
    information,
    m_step,
    start,
)
from gmm.convergence import estimate_rest, merge_identical
from gmm.data.datasets import DATASETS
from gmm.files import ASSETS
from gmm.points import FloatArray
from gmm.scaling import scale

KINDS = list(COVARIANCES)


def load(name: str) -> FloatArray:
    return scale(DATASETS[name].make(300, 0).points, "on")[0]


def climb(points: FloatArray, mixture: Mixture, kind: str, ridge: float, steps: int) -> Mixture:
    for _ in range(steps):
        mixture = m_step(points, e_step(points, mixture)[0], kind, ridge)
    return mixture


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("name", "k", "ridge"),
    [
        ("Old Faithful", 2, 0.0),
        ("Old Faithful", 2, 0.05),
        ("Iris petals", 3, 0.0),
        ("Waiting times", 2, 0.0),
        ("Waiting times", 2, 0.05),
    ],
)
def test_the_rest_is_what_going_on_gains(name: str, k: int, kind: str, ridge: float) -> None:
    points = load(name)
    mixture = start(points, k, "k-means", 0, kind)
    end = e_step(points, climb(points, mixture, kind, ridge, 1500))[1]
    looked = 0
    for _ in range(120):
        mixture = climb(points, mixture, kind, ridge, 1)
        gamma, here = e_step(points, mixture)
        if 1e-6 < abs(end - here) < 0.005:
            rest = estimate_rest(points, gamma, mixture, kind, ridge)
            assert rest == pytest.approx(abs(end - here), rel=0.15)
            looked += 1
    assert looked > 0


@pytest.mark.parametrize(
    ("module", "script"),
    [
        (collapse, "collapse"),
        (convergence, "convergence"),
        (information, "information"),
        (convergence, "record"),
    ],
)
def test_both_languages_go_by_the_same_numbers(module: ModuleType, script: str) -> None:
    text = (ASSETS / "stage" / f"{script}.js").read_text("utf-8")
    found = re.findall(r"^const ([A-Z]\w+) = (.+?);", text, re.MULTILINE)
    numbers = {name: said for name, said in found if re.match(r"[\d.]+", said)}
    assert len(numbers) > 0
    for name, said in numbers.items():
        factor = np.finfo(np.float64).eps if "Number.EPSILON" in said else 1.0
        value = float(said.split(" * ")[0]) * factor
        assert getattr(module, name) == pytest.approx(value, rel=1e-15, abs=0), name


def test_on_a_plateau_nothing_can_be_foreseen() -> None:
    points = load("Waiting times")
    mixture = start(points, 2, "random responsibilities", 15)
    for _ in range(30):
        mixture = climb(points, mixture, "full", 0.0, 1)
        assert estimate_rest(points, e_step(points, mixture)[0], mixture) == np.inf


def test_where_a_valley_narrows_on_the_way_to_another_one_nothing_is_believed() -> None:
    points = load("Galaxy velocities")
    mixture = climb(points, start(points, 6, "random responsibilities", 0), "full", 0.0, 1150)
    gamma, here = e_step(points, mixture)
    assert e_step(points, climb(points, mixture, "full", 0.0, 1000))[1] > here + 1
    assert estimate_rest(points, gamma, mixture) == np.inf


def test_components_that_are_alike_are_one() -> None:
    rng = np.random.default_rng(0)
    covariances = np.stack([np.eye(2), 2 * np.eye(2), np.eye(2)])
    means = np.array([[0.0, 1], [0, 1], [0, 1]])
    mixture = Mixture(np.array([0.2, 0.5, 0.3]), means, covariances)
    gamma = rng.dirichlet(np.ones(3), 7)
    merged, shares = merge_identical(mixture, gamma)
    np.testing.assert_allclose(merged.weights, [0.5, 0.5])
    np.testing.assert_array_equal(merged.covariances, covariances[:2])
    np.testing.assert_allclose(shares, np.c_[gamma[:, 0] + gamma[:, 2], gamma[:, 1]])
    apart = mixture._replace(means=means + np.array([[0], [0], [1e-6]]))
    assert merge_identical(apart, gamma)[0] is apart
