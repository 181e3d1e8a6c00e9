"""How long each use takes to open: `python -m tests.bench.uses`.

A person without a browser opens each page three times on a server of its own: the first time
somebody ever does so there, and twice more in new sessions. The time is from the question for the
page until all of it has come.
"""

import statistics
import time

from gmm.ui.pages import USES
from tests.browser.conftest import start_server
from tests.ui.person import meet

TIMES = 3


def time_opening(url: str, page: str) -> float:
    """Open a page in a session of its own; in seconds."""
    with meet(url) as person:
        begin = time.perf_counter()
        opened = person.open(page=page)
        taken = time.perf_counter() - begin
    assert opened.failures == []
    return taken


def main() -> None:
    """Print a line for each page."""
    server, url = start_server()
    try:
        time_opening(url, "playground")  # what all pages load
        print(f"{'page':12} {'first':>7} {'then':>7}  (s)")
        for page in USES:
            first = time_opening(url, page)
            then = statistics.median(time_opening(url, page) for _ in range(TIMES))
            print(f"{page:12} {first:7.2f} {then:7.2f}", flush=True)
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    main()
