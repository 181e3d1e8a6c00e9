"""How long many runs take that nobody watches. Prints; asserts nothing on time.

Run it with ``python -m tests.bench.sweep``.

200 starts on Old Faithful, K = 4, full: stepped together (`gmm.climbs`), by one process and by two,
as the page of many starts has them; recorded one after the other (`gmm.tape`); and by scikit-learn,
from its own starts by k-means++ and with its own ridge of 1e-6, without which some of them fail.

scikit-learn ends a run where an iteration gains less than `tol` nats a point. With its own 1e-3,
which is 0.3 nats over all, runs end on a plateau or on the way. Ours end where all that is still to
gain, by estimate, is less than 0.0005 nats: the ends tell how many different heights, to 0.01 nats,
each way comes to, and how many runs come to the best one.
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
            K, init_params="k-means++", random_state=seed, tol=tol, max_iter=2000
        ).fit(points)
        found.append((fit.score(points) * len(points), fit.n_iter_))
    return found


def tell(name: str, run: Callable[[], Found], best: float) -> None:
    begin, busy = time.perf_counter(), time.process_time()
    found = run()
    seconds, busy = time.perf_counter() - begin, time.process_time() - busy
    heights = np.array([height for height, _ in found])
    iterations = sum(count for _, count in found)
    tops = Counter(np.round(heights, 2))
    print(
        f"{name:44} {seconds:7.2f} {busy:10.2f} {iterations:11,} {len(tops):6}",
        f"{np.count_nonzero(heights > best - 0.05):6}",
        flush=True,
    )


def main() -> None:
    points = load()
    found = [climb_together(points, method, range(STARTS)) for method in METHODS]
    best = max(height for each in found for height, _ in each)
    print(f"{STARTS} starts on Old Faithful, {len(points)} points, K = {K}, full.\n")
    print(f"{'':44} {'seconds':>7} {'processor':>10} {'iterations':>11} {'ends':>6} {'best':>6}")
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
            name = f"scikit-learn, k-means++, tol = {tol:g}"
            tell(name, partial(fit_theirs, points, tol), best)


if __name__ == "__main__":
    with threadpool_limits(limits=1):
        main()
