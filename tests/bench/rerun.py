"""What a rerun of the page costs the server: `python -m tests.bench.rerun`.

Milliseconds, medians: of the whole page when nothing has changed, and of what is sent to the stage.
"""

import logging
import statistics
import time

from streamlit.testing.v1 import AppTest

from gmm.files import FRAME

QUERIES = {
    "Old Faithful, K = 2": {},
    "Round clusters, 5,000 points, K = 5": {"data": "Round clusters", "n": "5000", "k": "5"},
}


def main(runs: int = 40) -> None:
    """Print the medians."""
    logging.disable(logging.WARNING)
    for name, query in QUERIES.items():
        app = AppTest.from_file(str(FRAME), default_timeout=60)
        for parameter, text in query.items():
            app.query_params[parameter] = text
        app.run()
        taken = []
        for _ in range(runs):
            begin = time.perf_counter()
            app.run()
            taken.append(1000 * (time.perf_counter() - begin))
        print(f"{name}: {statistics.median(taken):.1f} ms ({min(taken):.1f} to {max(taken):.1f})")


if __name__ == "__main__":
    main()
