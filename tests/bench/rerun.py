"""What a rerun of the page costs: `python -m tests.bench.rerun`.

Milliseconds of processor, medians: of the whole page when nothing has changed, and of what is
packed for the stage. Kilobytes of what the stage is sent, by part: points and tape are sent where
they are others than before, the rest with each change of a setting.
"""

import json
import logging
import statistics
import time
from collections.abc import Callable
from functools import partial

from streamlit.testing.v1 import AppTest

from gmm.data.datasets import DATASETS
from gmm.files import FRAME
from gmm.ui.link import Settings
from gmm.ui.run import Run, record_run
from gmm.ui.stage.payload import Payload, pack_run, split_payload

QUERIES = {
    "Old Faithful, K = 2": Settings(data="Old Faithful", k=2),
    "Iris petals, K = 3": Settings(data="Iris petals", k=3),
    "Round clusters, 5,000 points, K = 12": Settings(data="Round clusters", n=5000, k=12),
}


def measure(action: Callable[[], object], runs: int) -> float:
    """Milliseconds of processor that an action takes, in the median."""
    taken = []
    for _ in range(runs):
        begin = time.process_time()
        action()
        taken.append(1000 * (time.process_time() - begin))
    return statistics.median(taken)


def main(runs: int = 40) -> None:
    """Print the medians, and what is sent."""
    logging.disable(logging.WARNING)
    for name, settings in QUERIES.items():
        app = AppTest.from_file(str(FRAME), default_timeout=60)
        for parameter, value in settings._asdict().items():
            if parameter in ("data", "n", "k"):
                app.query_params[parameter] = str(value)
        app.run()
        page = measure(app.run, runs)
        run = record_run(settings, DATASETS[settings.data].make(settings.n, settings.data_seed))
        packing = measure(partial(_pack, run), runs)
        cloud, tape, rest = split_payload(pack_run(run))
        writing = measure(partial(_write, cloud, tape, rest), runs)
        print(f"{name}: page {page:.1f} ms, packing {packing:.2f} ms, writing {writing:.2f} ms")
        sizes = {"points": cloud, "tape of EM": tape, "rest": rest}
        told = ", ".join(f"{part} {len(json.dumps(of)) / 1000:.1f}" for part, of in sizes.items())
        print(f"  kB: {told}; largest of the rest: {_name_largest(rest)}")


def _pack(run: Run) -> None:
    split_payload(pack_run(run))


def _write(*parts: Payload) -> None:
    for part in parts:
        json.dumps(part)


def _name_largest(rest: Payload) -> str:
    sizes = {name: len(json.dumps(value)) for name, value in rest.items()}
    largest = sorted(sizes, key=lambda name: sizes[name], reverse=True)[:3]
    return ", ".join(f"{name} {sizes[name] / 1000:.1f}" for name in largest)


if __name__ == "__main__":
    main()
