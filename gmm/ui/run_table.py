"""Runs that have been recorded already: the least recently used go first, by bytes as by number."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock

from gmm.ui.run import Run, count_bytes


class _Recording:
    """A run on its way: who records it, and how many ask for it."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.waiting = 0


class RunTable:
    """A table of runs that many threads may ask at once; each run is recorded by one of them.

    Parameters
    ----------
    most_runs : int
    most_bytes : int
        Of all runs together. The latest one stays, whatever it takes.
    """

    def __init__(self, most_runs: int, most_bytes: int) -> None:
        self._most_runs, self._most_bytes = most_runs, most_bytes
        self._runs: OrderedDict[Hashable, tuple[Run, int]] = OrderedDict()
        self._recording: dict[Hashable, _Recording] = {}
        self._lock = Lock()

    def find(self, key: Hashable, record: Callable[[], Run]) -> Run:
        """Give the run of that key, recorded if it is not there.

        Parameters
        ----------
        key : hashable
            Two runs that would differ have different ones.
        record : callable
            Makes the run. What it raises is raised here, and nothing is kept.
        """
        with self._lock:
            mine = self._recording.setdefault(key, _Recording())
            mine.waiting += 1
        try:
            # A hall that opens one link waits for one recording.
            with mine.lock:
                with self._lock:
                    if key in self._runs:
                        self._runs.move_to_end(key)
                        return self._runs[key][0]
                run = record()
                with self._lock:
                    self._runs[key] = (run, count_bytes(run))
                    self._make_room()
                return run
        finally:
            with self._lock:
                mine.waiting -= 1
                if not mine.waiting:
                    del self._recording[key]

    def __len__(self) -> int:
        """How many runs are kept."""
        return len(self._runs)

    @property
    def bytes(self) -> int:
        """How many bytes the kept runs take."""
        return sum(size for _, size in self._runs.values())

    def _make_room(self) -> None:
        while len(self._runs) > 1 and (
            len(self._runs) > self._most_runs or self.bytes > self._most_bytes
        ):
            self._runs.popitem(last=False)
