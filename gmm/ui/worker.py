"""The recorder's other end: a process that does one job after the other, `python -m` by itself.

It reads jobs from its standard input and writes what came of them to its standard output
(`gmm.ui.parcel`), each after its length in eight bytes. It ends when its input ends, so also when
the server is killed.
"""

import contextlib
import os
import queue
import signal
import struct
import sys
import threading
import traceback
from pathlib import Path
from typing import IO, Any

from gmm.ui.parcel import unwrap, wrap

LENGTH = struct.Struct(">Q")
DONE, FAILED, ON_THE_WAY = "done", "failed", "on the way"


def main(arguments: list[str]) -> None:
    """Do jobs until there is nobody to do them for.

    Parameters
    ----------
    arguments : list of str
        How nice the process is, and how many bytes it may take beside what it has at the start.
    """
    nice, most_bytes = map(int, arguments)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl C in a terminal is for the server
    given, taken = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # a job that prints does not write between two answers
    import gmm.ui.run  # noqa: F401  # so that the first run does not wait for it

    if hasattr(os, "nice"):
        os.nice(nice)
    _bound_memory(most_bytes)
    jobs: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(given, jobs), daemon=True).start()
    send(taken, wrap((DONE, os.getpid())))
    while True:
        send(taken, _answer(jobs.get(), taken))


def send(stream: IO[bytes], parcel: bytes) -> None:
    """Write a parcel after its length."""
    stream.write(LENGTH.pack(len(parcel)))
    stream.write(parcel)
    stream.flush()


def receive(stream: IO[bytes]) -> bytes:
    """Read a parcel.

    Raises
    ------
    EOFError
        If the stream ends before.
    """
    (length,) = LENGTH.unpack(_read(stream, LENGTH.size))
    return _read(stream, length)


def _read(stream: IO[bytes], count: int) -> bytes:
    content = stream.read(count)
    if len(content) < count:
        raise EOFError
    return content


def _listen(given: IO[bytes], jobs: "queue.SimpleQueue[bytes]") -> None:
    """Notice the end of the input also in the middle of a job."""
    try:
        while True:
            jobs.put(receive(given))
    except (EOFError, OSError):
        os._exit(0)


def _answer(parcel: bytes, taken: IO[bytes]) -> bytes:
    known: tuple[Any, ...] = ()
    try:
        do, known, reports = unwrap(parcel)
        more: dict[str, Any] = {}
        if reports:
            more["report"] = lambda *told: send(taken, wrap((ON_THE_WAY, told)))
        return wrap((DONE, do(*known, **more)), known)
    except Exception as error:
        # What went wrong here stands in the server's log with the rest.
        error.add_note("".join(traceback.format_exception(error)))
        try:
            return wrap((FAILED, error))
        except Exception:
            return wrap((FAILED, RuntimeError(repr(error))))


def _bound_memory(most_bytes: int) -> None:
    """Let the system refuse what goes beyond, where it can: a job is told, the server lives on."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        pages = int(Path("/proc/self/statm").read_text().split()[0])
        most = pages * resource.getpagesize() + most_bytes
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


if __name__ == "__main__":
    main(sys.argv[1:])
