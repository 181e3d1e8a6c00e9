"""How long the browser takes to record a run of EM, as after a dragged start.

    python -m tests.bench.record

Prints the median and the longest of 15 runs with 1,000 points, K = 5 and 100 iterations in real
Chromium, for each constraint, on a line and in the plane.
"""

import functools
import http.server
import statistics
import threading

import numpy as np
from playwright.sync_api import Page, sync_playwright

from gmm import COVARIANCES, start
from tests.browser.conftest import FLAGS, ROOT, QuietHandler, _chromium

MEASURE = """async ({ points, mixture, recording }) => {
  const { recordEm } = await import('./record.js');
  const f = (values) => Float64Array.from(values);
  const from = { ...mixture, weights: f(mixture.weights), means: f(mixture.means),
    covariances: f(mixture.covariances) };
  const rows = f(points);
  const times = [];
  let tape;
  for (let lap = 0; lap < 18; lap += 1) {
    const begun = performance.now();
    tape = recordEm(rows, from, recording);
    times.push(performance.now() - begun);
  }
  return [times.slice(3), tape.frames];
}"""


def measure(page: Page, d: int, covariance: str) -> tuple[list[float], int]:
    """Times (ms) of recording one run, and its frames."""
    points = np.random.default_rng(1).normal(0, 1, (1000, d))
    begun = start(points, 5, "k-means++", 1, covariance)
    upper = begun.covariances[:, *np.triu_indices(d)]
    arrays = {"weights": begun.weights, "means": begun.means, "covariances": upper}
    packed = {name: array.ravel().tolist() for name, array in arrays.items()}
    recording = {"covariance": covariance, "ridge": 0, "tolerance": 0, "iterations": 100}
    times, frames = page.evaluate(
        MEASURE,
        {
            "points": points.ravel().tolist(),
            "mixture": {"K": 5, "D": d, **packed},
            "recording": recording,
        },
    )
    return times, frames


def main() -> None:
    handler = functools.partial(QuietHandler, directory=ROOT / "assets")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_chromium(), args=FLAGS)
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{server.server_port}/stage/stage.html")
        print("D  covariance  frames  ms (median, max)")
        for d in (1, 2):
            for covariance in COVARIANCES:
                times, frames = measure(page, d, covariance)
                print(
                    f"{d}  {covariance:10} {frames:7}"
                    f"  {statistics.median(times):7.1f} {max(times):7.1f}"
                )
        browser.close()
    server.shutdown()


if __name__ == "__main__":
    main()
