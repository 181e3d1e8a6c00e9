"""How long a large table takes, from the file to the first picture, and its run to record.

    python -m tests.bench.upload

Prints the seconds for 100,000 rows of two columns: reading, 100 iterations of EM, and in Chromium
from choosing the file to the stage's first frame of it.
"""

import time

import numpy as np
from playwright.sync_api import sync_playwright

from gmm import record_em, start
from gmm.data.reading import read
from gmm.data.roles import points_from
from tests.browser.conftest import FLAGS, _chromium, start_server

ROWS = 100_000


def table() -> bytes:
    rng = np.random.default_rng(0)
    points = np.concatenate(
        [rng.normal(centre, 1, (ROWS // 4, 2)) for centre in ([0, 0], [4, 0], [0, 4], [6, 5])]
    )
    return b"x,y\n" + b"\n".join(b"%.6f,%.6f" % (x, y) for x, y in points)


def main() -> None:
    content = table()
    begin = time.perf_counter()
    points = points_from(read(content, "large.csv").table, ["x", "y"]).points
    print(f"reading {ROWS:,} rows of 2 columns: {time.perf_counter() - begin:.2f} s")

    mixture = start(points, 4, "random points", 1)
    begin = time.perf_counter()
    tape = record_em(points, mixture, tolerance=0, max_iterations=100)
    spent = time.perf_counter() - begin
    print(f"recording {len(tape.frames) // 2} iterations, K = 4: {spent:.2f} s")

    process, url = start_server()
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=_chromium(), args=FLAGS)
            page = browser.new_page(viewport={"width": 1280, "height": 720})
            page.goto(f"{url}/?data=Upload+a+file&k=4")
            page.wait_for_selector('[data-testid=stage][data-ready="true"]')
            page.wait_for_timeout(1500)
            begin = time.perf_counter()
            page.locator("input[type=file]").set_input_files(
                {"name": "large.csv", "mimeType": "text/csv", "buffer": content}
            )
            page.get_by_test_id("stage").locator(".title").get_by_text("large.csv").wait_for(
                timeout=60_000
            )
            print(f"from the file to the first frame: {time.perf_counter() - begin:.2f} s")
            browser.close()
    finally:
        process.terminate()
        process.wait()


if __name__ == "__main__":
    main()
