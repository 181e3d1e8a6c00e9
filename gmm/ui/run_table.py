"""What has been made already: the least recently used go first, by bytes as by number."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

from gmm.ui.run import Run, count_bytes

T = TypeVar("T")


class BoundedTable(Generic[T]):
    """A table that many threads may use at once.

    Parameters
    ----------
    most : int
        How many things it keeps.
    most_bytes : int
        Of all of them together. The latest one stays, whatever it takes.
    measure : callable
        What a thing takes, in bytes.
    """

    def __init__(self, most: int, most_bytes: int, measure: Callable[[T], int]) -> None:
        self._most, self._most_bytes, self._measure = most, most_bytes, measure
        self._kept: OrderedDict[Hashable, tuple[T, int]] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def find(self, key: Hashable) -> T | None:
        """Give what has that key; None where it is not there.

        Parameters
        ----------
        key : hashable
            Two things that differ have different ones.
        """
        with self._lock:
            if key not in self._kept:
                return None
            self._kept.move_to_end(key)
            return self._kept[key][0]

    def keep(self, key: Hashable, thing: T) -> None:
        """Keep a thing; one that is there already stays."""
        size = self._measure(thing)
        with self._lock:
            if key in self._kept:
                return
            self._kept[key] = (thing, size)
            self._bytes += size
            while len(self._kept) > 1 and (
                len(self._kept) > self._most or self._bytes > self._most_bytes
            ):
                self._bytes -= self._kept.popitem(last=False)[1][1]

    def __len__(self) -> int:
        """How many are kept."""
        return len(self._kept)

    @property
    def bytes(self) -> int:
        """How many bytes they take."""
        return self._bytes


class RunTable(BoundedTable[Run]):
    """Runs that have been recorded already.

    Parameters
    ----------
    most_runs : int
    most_bytes : int
        Of all runs together.
    """

    def __init__(self, most_runs: int, most_bytes: int) -> None:
        super().__init__(most_runs, most_bytes, count_bytes)
