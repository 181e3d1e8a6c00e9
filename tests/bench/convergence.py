"""How true "converged" is, and what it costs.

    python -m tests.bench.convergence [seeds]

Runs over the bundled and the generated data sets x K x starts x constraints, as the app records
them. A converged run goes on for 2,500 iterations more: what it then still gains is the error of
having said so. Beside it stands the rule of before, by which a gain of less than 1e-6 nats per
point was enough.
"""

import sys
from typing import NamedTuple

import numpy as np

from gmm import COVARIANCES, STARTS, start
from gmm.collapse import find_empty, find_flat
from gmm.data.datasets import DATASETS
from gmm.em import fit_components
from gmm.limits import limit_iterations
from gmm.mixture import Mixture, measure_joint, normalise
from gmm.points import FloatArray, total_weight, weighted_points, weighted_sum
from gmm.scaling import scale
from gmm.tape import record_em

FURTHER = 2500  # iterations
WRONG = 0.01  # nats: to gain more than that is not to have converged
COMPONENTS = (2, 3, 4, 6)
SMALL_GAIN = 1e-6  # nats per point: the rule of before


class Outcome(NamedTuple):
    """A run: what it is, how it ended after how many iterations, and what it still gained."""

    name: str
    stopped: str
    iterations: int
    gained: float | None
    before: int | None  # where the rule of before said "converged"
    gained_before: float | None


def climb(
    points: FloatArray, mixture: Mixture, covariance: str, weights: FloatArray | None, most: int
) -> list[float]:
    """Log-likelihoods of so many iterations, or of those up to a collapse."""
    heights = []
    for _ in range(most + 1):
        gamma, density = normalise(measure_joint(points, mixture), mixture.weights)
        heights.append(weighted_sum(density, weights))
        if len(heights) > 100 and max(heights[-40:]) - min(heights[-40:]) < 1e-11 * abs(
            heights[-1]
        ):
            break  # nothing but rounding
        counts = gamma.sum(axis=0) if weights is None else weights @ gamma
        if find_empty(counts, total_weight(len(points), weights)):
            break
        mixture = fit_components(points, gamma, covariance, 0.0, weights)
        if find_flat(mixture):
            break
    return heights


def try_run(name: str, k: int, method: str, covariance: str, seed: int) -> Outcome | None:
    """Record a run and go on from where it ends; None where there are too few points."""
    data = DATASETS[name].make(300, 0)
    points, weights = weighted_points(scale(data.points, "auto")[0], data.frequencies)
    points = np.asfortranarray(points)
    try:
        begin = start(points, k, method, seed, covariance, weights=weights)
    except ValueError:
        return None
    tape = record_em(
        points, begin, covariance, max_iterations=limit_iterations(len(points), k), weights=weights
    )
    heights = [frame.log_likelihood for frame in tape.frames[::2]]
    end = len(heights) - 1
    if tape.stopped != "collapsed":
        heights += climb(points, tape.frames[-1].mixture, covariance, weights, FURTHER)[1:]
    gained = max(heights[end:]) - heights[end] if tape.stopped == "converged" else None
    small = SMALL_GAIN * total_weight(len(points), weights)
    low = np.flatnonzero(np.abs(np.diff(heights)) < small)
    before = int(low[0]) + 1 if len(low) else None
    later = (
        None if before is None else max(heights[before : before + FURTHER + 1]) - heights[before]
    )
    told = f"{name}, K = {k}, {method}, {covariance}, seed {seed}"
    return Outcome(told, tape.stopped, end, gained, before, later)


def main() -> None:
    seeds = range(int(sys.argv[1]) if len(sys.argv) > 1 else 1)
    found = [
        outcome
        for name in DATASETS
        for k in COMPONENTS
        for method in STARTS
        for covariance in COVARIANCES
        for seed in seeds
        if (outcome := try_run(name, k, method, covariance, seed))
    ]
    kinds = ("converged", "identical", "max_iterations", "collapsed")
    print(
        f"{len(found)} runs:",
        *(f"{sum(o.stopped == kind for o in found)} {kind}" for kind in kinds),
    )
    now = [o for o in found if o.gained is not None]
    before = [o for o in found if o.before is not None]
    print(
        f"\nrule     converged   gain > {WRONG} nats in {FURTHER} more   iterations: median, 95 %"
    )
    for rule, gains, lengths in (
        ("before", [o.gained_before or 0.0 for o in before], [o.before or 0 for o in before]),
        ("now", [o.gained or 0.0 for o in now], [o.iterations for o in now]),
    ):
        wrong = sum(gain > WRONG for gain in gains)
        print(
            f"{rule:8} {len(gains):9}   {wrong:5} ({wrong / len(gains):6.2%})           "
            f"     {np.median(lengths):6.0f}   {np.percentile(lengths, 95):6.0f}"
        )
    for outcome in now:
        if (outcome.gained or 0.0) > WRONG:
            print(f"  {outcome.gained:.3g} nats: {outcome.name}, converged at {outcome.iterations}")


if __name__ == "__main__":
    main()
