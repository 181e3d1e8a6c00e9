"""What people's own files take of the server's memory, all sessions together.

Streamlit keeps the files themselves, a session the tables that were read from them and the runs on
their points. All of it goes with the session; so do the numbers here, which hold on to nothing.
"""

import weakref
from threading import Lock
from typing import Any

from streamlit import runtime
from streamlit.runtime.stats import CacheStat

from gmm.ui.run_table import BoundedTable

_lock = Lock()
_sizes: dict[int, int] = {}
_tables: "weakref.WeakSet[BoundedTable[Any]]" = weakref.WeakSet()


def hold(thing: object, size: int) -> None:
    """Count something until nobody has it any more.

    Parameters
    ----------
    thing : object
        That a weak reference can point at.
    size : int
        In bytes.
    """
    with _lock:
        if id(thing) not in _sizes:
            weakref.finalize(thing, _sizes.pop, id(thing), None).atexit = False
        _sizes[id(thing)] = size


def hold_table(table: Any, size: int) -> None:
    """Count a table that was read from a file or a pasted block, until nobody has it any more.

    Parameters
    ----------
    table : DataFrame
    size : int
        Of what it was read from, which is kept as well, in bytes.
    """
    hold(table, size + int(table.memory_usage(deep=True).sum()))


def hold_runs(table: BoundedTable[Any]) -> None:
    """Count the runs of a session, or what else it has made, as many as it has at any time.

    Parameters
    ----------
    table : BoundedTable
    """
    with _lock:
        _tables.add(table)


def count_held() -> int:
    """Add up the bytes of files, tables and runs."""
    with _lock:
        runs = sum(table.bytes for table in _tables)
    return sum(list(_sizes.values())) + runs + _count_files()


def _count_files() -> int:
    if not runtime.exists():
        return 0
    files = runtime.get_instance().uploaded_file_mgr
    found = files.get_stats(files.stats_families).values()
    return sum(stat.byte_length for stats in found for stat in stats if isinstance(stat, CacheStat))
