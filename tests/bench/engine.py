"""How fast the engine is, beside scikit-learn in the same process. Prints; asserts nothing on time.

Run it with ``python -m tests.bench.engine``.
"""

import statistics
import timeit
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from sklearn.mixture import GaussianMixture
from threadpoolctl import threadpool_limits

from gmm import Mixture, assign, e_step, m_step, record_em, record_kmeans, start, update

K = 5
FloatArray = npt.NDArray[np.float64]


def microseconds(run: Callable[[], object]) -> float:
    """Take the median of eleven rounds of about 50 ms."""
    timer = timeit.Timer(run)
    timer.timeit(1)
    number = max(1, round(0.05 / timer.timeit(1)))
    return 1e6 * statistics.median(timer.repeat(repeat=11, number=number)) / number


def blobs(n: int, d: int) -> FloatArray:
    rng = np.random.default_rng(0)
    return rng.normal(size=(n, d)) + rng.uniform(-6, 6, size=(K, d))[rng.integers(K, size=n)]


def scikit_learn(points: FloatArray, mixture: Mixture) -> Callable[[], None]:
    estimator = GaussianMixture(
        K,
        reg_covar=0,
        weights_init=mixture.weights,
        means_init=mixture.means,
        precisions_init=np.linalg.inv(mixture.covariances),
    )
    estimator._initialize_parameters(points, np.random.RandomState(0))

    def iteration() -> None:
        _, log_responsibilities = estimator._e_step(points)
        estimator._m_step(points, log_responsibilities)

    return iteration


def main() -> None:
    print(f"One E-step and one M-step, K = {K}, full, one BLAS thread; medians.\n")
    print(
        f"{'D':>2} {'N':>7} {'scikit-learn':>13} {'e_step':>10} {'m_step':>10} {'both':>10}  times"
    )
    for d in (2, 1):
        for n in (300, 10_000, 100_000):
            points = blobs(n, d)
            mixture = start(points, K, "k-means++", seed=0)
            gamma, _ = e_step(points, mixture)
            theirs = microseconds(scikit_learn(points, mixture))
            e = microseconds(lambda: e_step(points, mixture))  # noqa: B023
            m = microseconds(lambda: m_step(points, gamma))  # noqa: B023
            both = microseconds(lambda: m_step(points, e_step(points, mixture)[0]))  # noqa: B023
            print(
                f"{d:2} {n:7,} {theirs:10.0f} us {e:7.0f} us {m:7.0f} us {both:7.0f} us "
                f"{theirs / both:6.1f}"
            )

    print("\nAn iteration of each recorder, and of its two steps alone, D = 2.\n")
    print(f"{'N':>7} {'record_em':>12} {'steps':>10} {'record_kmeans':>15} {'steps':>10}")
    for n in (300, 10_000):
        points = blobs(n, 2)
        mixture = start(points, K, "random points", seed=0)
        run = microseconds(lambda: record_em(points, mixture, tolerance=0, max_iterations=20)) / 20  # noqa: B023
        both = microseconds(lambda: m_step(points, e_step(points, mixture)[0]))  # noqa: B023
        rounds = len(record_kmeans(points, mixture.means).frames) // 2
        hard = microseconds(lambda: record_kmeans(points, mixture.means)) / rounds  # noqa: B023
        labels, _ = assign(points, mixture.means)
        twin = microseconds(lambda: assign(points, mixture.means))  # noqa: B023
        twin += microseconds(lambda: update(points, labels, mixture.means))  # noqa: B023
        print(f"{n:7,} {run:9.0f} us {both:7.0f} us {hard:12.0f} us {twin:7.0f} us")

    print("\nOne E-step and one M-step, D = 2, without and with weights.\n")
    print(f"{'N':>7} {'without':>10} {'with':>10}  times")
    for n in (300, 10_000, 100_000):
        points = blobs(n, 2)
        mixture = start(points, K, "k-means++", seed=0)
        frequencies = np.random.default_rng(0).integers(1, 10, size=n).astype(np.float64)

        def both_steps(weights: FloatArray | None) -> None:
            gamma, _ = e_step(points, mixture, weights=weights)  # noqa: B023
            m_step(points, gamma, weights=weights)  # noqa: B023

        plain = microseconds(lambda: both_steps(None))
        weighted = microseconds(lambda: both_steps(frequencies))  # noqa: B023
        print(f"{n:7,} {plain:7.0f} us {weighted:7.0f} us {weighted / plain:6.2f}")


if __name__ == "__main__":
    with threadpool_limits(limits=1):
        main()
