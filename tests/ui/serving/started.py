"""`mixtape serve` on this machine, for the tests of several processes."""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
WAIT = 90.0  # seconds; only what is broken takes so long


def find_nginx() -> str:
    """nginx, or no test where there is none; CI must have it."""
    nginx = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin:/usr/local/sbin")
    if nginx is None and os.environ.get("CI"):
        pytest.fail("There is no nginx on this machine, and CI must not skip these tests.")
    if nginx is None:
        pytest.skip("Install nginx (nginx-light) to run the tests of several processes.")
    return nginx


def wait_until(true: Callable[[], object], what: str) -> None:
    until = time.monotonic() + WAIT
    while not true():
        assert time.monotonic() < until, f"waited in vain until {what}"
        time.sleep(0.05)


def lives(pid: int) -> bool:
    """Whether there is such a process, and not just its entry."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except OSError:
        return False
    return status.rpartition(")")[2].split()[0] not in "ZX"


class Served:
    """What was started, and what it has said."""

    def __init__(self, process: subprocess.Popen[bytes], said: Path, url: str) -> None:
        self.process = process
        self.said = said
        self.url = url

    def text(self) -> str:
        return self.said.read_text(encoding="utf-8")

    def pids(self) -> dict[str, int]:
        """The newest number of each program by its name in the log."""
        found = re.findall(r"((?:the )?(?:process|nginx)(?: \d+)?)[\w ]*, pid (\d+)", self.text())
        return {name: int(pid) for name, pid in found}

    def is_open(self) -> bool:
        """Whether it has said where it is, and answers there."""
        assert self.process.poll() is None, self.text()
        greeting = re.search(r"Mixtape: (\S+)", self.text())
        if greeting is None:
            return False
        self.url = greeting[1]
        try:
            return (
                self.url != ""
                and urllib.request.urlopen(f"{self.url}/_stcore/health").read() == b"ok"
            )
        except OSError:
            return False

    def kill(self, name: str) -> None:
        """End one without a warning; it is over when its entry is."""
        pid = self.pids()[name]
        os.kill(pid, signal.SIGKILL)
        wait_until(lambda: not lives(pid), f"{name} has ended")

    def wait_back(self, name: str, dead: int) -> None:
        """Until another one than the dead answers in its place."""
        wait_until(lambda: self.pids()[name] != dead, f"{name} is started again")
        wait_until(
            lambda: f"{name} answers" in self.text().rpartition(f"{name} is started again")[2],
            f"{name} answers again",
        )

    def everybody(self) -> set[int]:
        """All numbers below it, of nginx's own processes, too."""
        found = {self.process.pid}
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError):
                rest = stat.read_text(encoding="utf-8").rpartition(")")[2].split()
                if int(rest[1]) in {self.process.pid, *self.pids().values()}:
                    found.add(int(stat.parent.name))
        return found


@contextmanager
def serving(workers: int, *options: str, base: str = "") -> Iterator[Served]:
    """Start it on a free port, wait until all answer, and stop it."""
    with tempfile.TemporaryDirectory() as folder:
        said = Path(folder) / "said"
        command = [sys.executable, "-m", "gmm.ui.command", "serve", "--workers", str(workers)]
        with said.open("wb") as log:
            process = subprocess.Popen(
                [
                    *(*command, "--server.port", "0", "--server.address", "127.0.0.1"),
                    *(("--server.baseUrlPath", base) if base else ()),
                    *options,
                ],
                cwd=folder,
                env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"},
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        served = Served(process, said, "")
        try:
            wait_until(
                lambda: process.poll() is not None or served.text().count(" answers,") == workers,
                "all answer",
            )
            wait_until(served.is_open, "the door is open")
            yield served
        finally:
            process.terminate()
            process.wait(WAIT)
