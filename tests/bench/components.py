"""How long the page of components works: `python -m tests.bench.components`.

K from 1 to 12 under four constraints, best of five starts each, on 1,000 points: in a browser, from
the opening of the page until all is there, and from a press on Stop until the page says so. Beside
it scikit-learn's time for the same fits in this process, to the ending that it has by itself, and
to one that is about as late as ours; and what our fits take in one process. Those are seconds of
the processor, so that a busy machine does not count.
"""

import re
import time
import warnings
from collections.abc import Callable

import numpy as np
from playwright.sync_api import sync_playwright
from sklearn.exceptions import ConvergenceWarning
from sklearn.mixture import GaussianMixture
from threadpoolctl import threadpool_limits

from gmm.convergence import TOLERANCE
from gmm.data.datasets import DATASETS
from gmm.ui.lab.components.records import SEEDS, Cloud, list_fits, take_cloud, try_fit
from gmm.ui.link import open_settings
from gmm.ui.run import prepare_run
from tests.browser.conftest import FLAGS, _chromium, start_server

DATA, N = "Round clusters", 1_000
QUERY = "data=Round+clusters&n={n}&data_seed={seed}&v=4"


def make_cloud() -> Cloud:
    settings = open_settings(DATA)
    return take_cloud(prepare_run(settings, DATASETS[DATA].make(N, 0, **dict(settings.knobs))))


def fit_ours(cloud: Cloud) -> list[float]:
    return [
        try_fit(cloud, k, covariance, SEEDS).log_likelihood for k, covariance in list_fits(cloud)
    ]


def fit_theirs(cloud: Cloud, **ending: float) -> list[float]:
    reached = []
    for k, covariance in list_fits(cloud):
        fit = GaussianMixture(k, covariance_type=covariance, n_init=5, random_state=0, **ending)
        reached.append(len(cloud.points) * float(fit.fit(cloud.points).score(cloud.points)))
    return reached


def tell(name: str, fit: Callable[[], list[float]], best: np.ndarray | None = None) -> np.ndarray:
    """Print how long it takes in one process, and how far below ours its fits end."""
    begin = time.process_time()
    with threadpool_limits(limits=1), warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        reached = np.array(fit())
    taken = time.process_time() - begin
    below = "" if best is None else f"   {np.median(best - reached):6.2f} nats below ours (median)"
    print(f"{name:50} {taken:6.1f} s{below}", flush=True)
    return reached


def time_page() -> None:
    """Print what somebody at the page waits for."""
    server, url = start_server()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_chromium(), args=FLAGS)
        page = browser.new_page()
        begin = time.perf_counter()
        page.goto(f"{url}/components?{QUERY.format(n=N, seed=0)}")
        page.get_by_text("So far: BIC chooses").wait_for(timeout=600_000)
        print(f"{'the page, until its first answer':50} {time.perf_counter() - begin:6.1f} s")
        page.get_by_text("How this is computed").wait_for(timeout=600_000)
        print(f"{'the page, until all is there':50} {time.perf_counter() - begin:6.1f} s")
        waits = []
        for seed in range(1, 6):
            page.goto(f"{url}/components?{QUERY.format(n=N, seed=seed)}")
            page.get_by_text("So far: BIC chooses").wait_for(timeout=600_000)
            page.get_by_role("button", name="Stop").wait_for()
            begin = time.perf_counter()
            page.get_by_role("button", name="Stop").click(no_wait_after=True)
            page.get_by_text(re.compile(r"^Stopped\.")).wait_for()
            waits.append(time.perf_counter() - begin)
        print(f"{'Stop, until the page says so (median of 5)':50} {np.median(waits):6.2f} s")
        browser.close()
    server.terminate()
    server.wait()


def main() -> None:
    print(f"{N:,} points, K = 1 to 12, four constraints, best of five starts: 240 runs.\n")
    time_page()
    cloud = make_cloud()
    ours = tell("our fits in one process", lambda: fit_ours(cloud))
    tell("scikit-learn, as it ends by itself", lambda: fit_theirs(cloud), ours)
    late = {"tol": TOLERANCE / N / 100, "max_iter": 2_000, "reg_covar": 1e-9}
    tell("scikit-learn, to an ending as late as ours", lambda: fit_theirs(cloud, **late), ours)


if __name__ == "__main__":
    main()
