"""Ends of runs as the page gets them, made by hand."""

import numpy as np

from gmm import Mixture
from gmm.climbs import Climb
from gmm.scaling import Scaling
from gmm.ui.lab.starts.records import Answer, take_answer

PLAIN = Scaling(np.zeros(1), np.ones(1))
HIGH = Mixture(np.array([0.1, 0.9]), np.array([[0.0], [5.0]]), np.ones((2, 1, 1)))
LOW = Mixture(np.array([0.5, 0.5]), np.array([[1.0], [3.0]]), np.ones((2, 1, 1)))


def end(mixture: Mixture, height: float, iterations: int = 10, stopped: str = "converged") -> Climb:
    return Climb(mixture, height, iterations, stopped)  # type: ignore[arg-type]


SLICES = [("k-means++", range(4)), ("k-means", range(4)), ("k-means++", range(4, 6))]
RESULTS: list[tuple[Climb, ...] | None] = [
    (end(HIGH, -50.0, 20), end(LOW, -60.0), end(LOW, -60.01, 30), end(LOW, -5.0, 4, "collapsed")),
    (end(LOW, -60.0, 40), end(LOW, -60.0, 60), end(LOW, -60.0, 50), end(LOW, -60.0, 50)),
    (end(HIGH, -50.02, 16), end(HIGH, -55.0, 2000, "max_iterations")),
]


def make_answer(*which: int, scaling: Scaling = PLAIN) -> Answer:
    """What the named slices tell; all of them where none is named."""
    here = [each if at in which or not which else None for at, each in enumerate(RESULTS)]
    return take_answer(SLICES, here, 80.0, scaling)


def make_other(*ends: Climb) -> Answer:
    """What runs of one method tell."""
    return take_answer([("random points", range(len(ends)))], [ends], 80.0, PLAIN)
