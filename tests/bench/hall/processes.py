"""What a server takes of the machine: memory, processor, threads and files of all its processes."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

PROC = Path("/proc")
TICKS = os.sysconf("SC_CLK_TCK")


class Reading(NamedTuple):
    """Of several processes together.

    Attributes
    ----------
    memory : int
        Bytes; what processes share counts once.
    seconds : float
        Of a processor, since they began, with those of children that have ended.
    processes, threads, files : int
    """

    memory: int = 0
    seconds: float = 0.0
    processes: int = 0
    threads: int = 0
    files: int = 0


def measure(roots: Iterable[int]) -> Reading:
    """Measure processes and all that they have started."""
    readings = []
    for pid in _list_trees(roots):
        try:
            readings.append(_measure_one(pid))
        except OSError:
            continue  # it has ended meanwhile
    return Reading(
        sum(each.memory for each in readings),
        sum(each.seconds for each in readings),
        len(readings),
        sum(each.threads for each in readings),
        sum(each.files for each in readings),
    )


def _measure_one(pid: int) -> Reading:
    folder = PROC / str(pid)
    # What stands before the bracket is the command, which may hold anything.
    fields = (folder / "stat").read_text().rpartition(")")[2].split()
    seconds = sum(map(int, fields[11:15])) / TICKS
    shared = (folder / "smaps_rollup").read_text().splitlines()
    memory = next(1024 * int(line.split()[1]) for line in shared if line.startswith("Pss:"))
    return Reading(memory, seconds, 1, int(fields[17]), len(os.listdir(folder / "fd")))


def _list_trees(roots: Iterable[int]) -> list[int]:
    children: dict[int, list[int]] = {}
    for folder in PROC.iterdir():
        if folder.name.isdigit():
            try:
                parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
            children.setdefault(parent, []).append(int(folder.name))
    found, waiting = [], list(roots)
    while waiting:
        pid = waiting.pop()
        found.append(pid)
        waiting += children.get(pid, [])
    return found
