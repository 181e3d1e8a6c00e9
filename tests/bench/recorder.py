"""What the way through another process costs: `python -m tests.bench.recorder`.

Milliseconds, medians: a run recorded in the thread that asks, and one asked of the recorder; what
of the latter this interpreter is busy with, and cannot answer anybody else. With `--wait`, how busy
it is while three hundred threads wait as a page does.
"""

import statistics
import sys
import threading
import time
from collections.abc import Callable

from gmm.data.datasets import DATASETS
from gmm.ui import waiting
from gmm.ui.link import Settings
from gmm.ui.parcel import unwrap, wrap
from gmm.ui.recorder import Job, open_recorder
from gmm.ui.recording import plan_run
from gmm.ui.run import record_run

RUNS = [("Old Faithful", 300, k) for k in range(2, 7)] + [("Round clusters", 2_000, 3)]
HALL = 300


def measure(do: Callable[[], object], clock: Callable[[], float], times: int = 15) -> float:
    """A median in milliseconds."""
    taken = []
    for _ in range(times):
        begin = clock()
        do()
        taken.append(1_000 * (clock() - begin))
    return statistics.median(taken)


def main() -> None:
    """Print the medians."""
    with open_recorder() as recorder:
        recorder.ask(Job("first", sum, ((1, 2),))).wait()
        print(f"{'':24} {'here':>7} {'there':>7} {'busy here':>10} {'parcel':>9} {'unwrap':>7}")
        for data, n, k in RUNS:
            settings, dataset = Settings(data=data, n=n, k=k), DATASETS[data].make(n, 0)
            count = iter(range(10**9))

            def ask(settings: Settings = settings, dataset: object = dataset) -> None:
                job = plan_run((next(count), settings), settings, dataset, None, None)  # type: ignore[arg-type]  # noqa: B023
                wanted = recorder.ask(job)
                wanted.wait()
                wanted.take()

            known = (settings, dataset, None, None)
            parcel = wrap(record_run(settings, dataset), known)
            here = measure(lambda: record_run(*known), time.perf_counter)  # noqa: B023
            there = measure(ask, time.perf_counter)
            busy = measure(ask, time.process_time)
            opened = measure(lambda: unwrap(parcel, known), time.perf_counter)  # noqa: B023
            name = f"{data}, N = {len(dataset.points):,}, K = {k}"
            print(f"{name:32}"[:32], f"{here:7.1f} {there:7.1f} {busy:10.2f}", end=" ")
            print(f"{len(parcel) / 1_000:6.0f} kB {opened:7.2f}")


def wait() -> None:
    """Print how busy this interpreter is while a hall waits for one job."""
    seconds = 4
    with open_recorder():
        job = Job("long", time.sleep, (seconds,))
        threads = [threading.Thread(target=waiting.do, args=(job,)) for _ in range(HALL)]
        for thread in threads:
            thread.start()
        begin = time.process_time()
        time.sleep(seconds / 2)
        busy = (time.process_time() - begin) / (seconds / 2)
        for thread in threads:
            thread.join()
    print(f"{HALL} who wait: {100 * busy:.1f}% of a processor")


if __name__ == "__main__":
    wait() if "--wait" in sys.argv else main()
