"""What a server takes of the machine: memory, processor, threads and files of all its processes."""

import asyncio
import os
import time
from collections.abc import Collection, Iterable
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


async def settle(roots: Collection[int], least: float = 6.0, most: float = 60.0) -> None:
    """Wait until a server that has just begun has loaded and packed what it does beforehand.

    Parameters
    ----------
    roots : collection of int
        Its processes.
    least, most : float
        Seconds to wait.
    """
    began, calm = time.monotonic(), 0
    while roots and calm < 3 and time.monotonic() - began < most:
        before = measure(roots).seconds
        await asyncio.sleep(1)
        is_calm = measure(roots).seconds - before < 0.05
        calm = calm + 1 if is_calm and time.monotonic() - began > least else 0


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
