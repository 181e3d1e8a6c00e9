"""Runs that have been recorded already: the least recently used go first, by bytes as by number."""

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock

from gmm.ui.run import Run, count_bytes


class RunTable:
    """A table of runs that many threads may use at once.

    Parameters
    ----------
    most_runs : int
    most_bytes : int
        Of all runs together. The latest one stays, whatever it takes.
    """

    def __init__(self, most_runs: int, most_bytes: int) -> None:
        self._most_runs, self._most_bytes = most_runs, most_bytes
        self._runs: OrderedDict[Hashable, tuple[Run, int]] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def find(self, key: Hashable) -> Run | None:
        """Give the run of that key; None where it is not there.

        Parameters
        ----------
        key : hashable
            Two runs that would differ have different ones.
        """
        with self._lock:
            if key not in self._runs:
                return None
            self._runs.move_to_end(key)
            return self._runs[key][0]

    def keep(self, key: Hashable, run: Run) -> None:
        """Keep a run; one that is there already stays."""
        size = count_bytes(run)
        with self._lock:
            if key in self._runs:
                return
            self._runs[key] = (run, size)
            self._bytes += size
            while len(self._runs) > 1 and (
                len(self._runs) > self._most_runs or self._bytes > self._most_bytes
            ):
                self._bytes -= self._runs.popitem(last=False)[1][1]

    def __len__(self) -> int:
        """How many runs are kept."""
        return len(self._runs)

    @property
    def bytes(self) -> int:
        """How many bytes the kept runs take."""
        return self._bytes
