"""What tests of every climber climb: named sets with named starts."""

import numpy as np

from gmm import Mixture, start
from gmm.data.datasets import DATASETS
from gmm.points import FloatArray
from gmm.scaling import scale

CASES = [
    ("Old Faithful", 2, "full"),
    ("Old Faithful", 3, "full"),
    ("Waiting times", 2, "full"),
    ("Overlapping clusters", 2, "tied"),
    ("Crabs", 2, "full"),
    ("Diabetes", 3, "diag"),
    ("Penguins", 3, "spherical"),
    ("Student heights", 2, "full"),
]


def prepare(name: str, k: int, kind: str) -> tuple[FloatArray, Mixture, FloatArray | None]:
    """The points of a set, the start that it opens with, and how often the points count."""
    recipe = DATASETS[name]
    data = recipe.make(300, recipe.opening.data_seed)
    points, _ = scale(data.points, "auto", data.frequencies)
    method, seed = recipe.opening.start, recipe.opening.start_seed
    return points, start(points, k, method, seed, kind, weights=data.frequencies), data.frequencies


def scatter(seed: int, kind: str) -> tuple[FloatArray, Mixture]:
    """A small cloud and a start at random."""
    rng = np.random.default_rng(seed)
    d, k = int(rng.integers(1, 4)), int(rng.integers(1, 4))
    points = rng.normal(size=(int(rng.integers(8, 50)), d)) * 10.0 ** rng.integers(-2, 3, d)
    points += 10.0 ** rng.integers(-1, 3) * rng.integers(0, 2, (len(points), 1))
    return points, start(points, k, "random points", seed, kind)
