"""How long many runs take that nobody watches. Prints; asserts nothing on time.

Run it with ``python -m tests.bench.sweep``.

200 starts on Old Faithful, K = 4, full: stepped together (`gmm.climbs`), by one processor and by
two as the page of many starts has them; recorded one after the other (`gmm.tape`); and by
scikit-learn, from its own starts by k-means++ and without a ridge. scikit-learn ends a run where an
iteration gains less than `tol` nats a point. With its 1e-3, that is 0.3 nats over all, most runs end
on a plateau or on the way. With 1e-6 it comes as near to the tops as we do on most runs; ours end
where what is still to gain, by estimate, is below 0.0005 nats over all.
"""

import time
import warnings
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.mixture import GaussianMixture
from threadpoolctl import threadpool_limits

from gmm import record_em, start
from gmm.climbs import climb
from gmm.data.datasets import DATASETS
from gmm.points import FloatArray
from gmm.scaling import scale

STARTS, K = 200, 4
METHODS = ("k-means++", "k-means", "random responsibilities")

Found = Sequence[tuple[float, int]]  # log-likelihood and iterations of each run


def load() -> FloatArray:
    return scale(DATASETS["Old Faithful"].make(300, 0).points, "auto")[0]


def climb_together(points: FloatArray, method: str, seeds: range) -> Found:
    starts = [start(points, K, method, seed) for seed in seeds]
    return [(end.log_likelihood, end.iterations) for end in climb(points, starts)]


def climb_by_two(points: FloatArray, method: str, pool: ProcessPoolExecutor) -> Found:
    slices = [range(low, low + 25) for low in range(0, STARTS, 25)]
    done = pool.map(partial(climb_together, points, method), slices)
    return [one for each in done for one in each]


def record_each(points: FloatArray, method: str) -> Found:
    tapes = [record_em(points, start(points, K, method, seed)) for seed in range(STARTS)]
    return [(tape.frames[-1].log_likelihood, tape.frames[-1].iteration) for tape in tapes]


def fit_theirs(points: FloatArray, tol: float) -> Found:
    found = []
    for seed in range(STARTS):
        fit = GaussianMixture(
            K, init_params="k-means++", random_state=seed, tol=tol, reg_covar=0, max_iter=2000
        ).fit(points)
        found.append((fit.score(points) * len(points), fit.n_iter_))
    return found


def tell(name: str, run: Callable[[], Found], best: float) -> None:
    begin = time.perf_counter()
    found = run()
    seconds = time.perf_counter() - begin
    heights = np.array([height for height, _ in found])
    iterations = sum(count for _, count in found)
    tops = Counter(np.round(heights, 2))
    print(
        f"{name:52} {seconds:7.2f} s {iterations:8,} iterations {1e6 * seconds / iterations:6.0f} us "
        f"{len(tops):4} ends {np.count_nonzero(heights > best - 0.05):4} at the best",
        flush=True,
    )


def main() -> None:
    points = load()
    found = [climb_together(points, method, range(STARTS)) for method in METHODS]
    best = max(height for each in found for height, _ in each)
    print(f"{STARTS} starts on Old Faithful, {len(points)} points, K = {K}, full.\n")
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        list(pool.map(climb_together, [points] * 2, METHODS[:2], [range(1)] * 2))  # is there now
        for method in METHODS:
            tell(
                f"together, {method}", partial(climb_together, points, method, range(STARTS)), best
            )
            tell(f"by two processes, {method}", partial(climb_by_two, points, method, pool), best)
    tell(f"recorded, {METHODS[0]}", partial(record_each, points, METHODS[0]), best)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        for tol in (1e-3, 1e-6, 1e-8):
            name = f"scikit-learn, k-means++, tol = {tol:g} nats a point"
            tell(name, partial(fit_theirs, points, tol), best)


if __name__ == "__main__":
    with threadpool_limits(limits=1):
        main()
