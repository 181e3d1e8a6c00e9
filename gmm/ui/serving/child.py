"""A program that is kept running: started again when it dies, and gone when we are."""

import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress

# Seconds before a program that died is started again: the first pause, the longest one, and how
# long it has to live until the next death is a first one again.
_FIRST, _LONGEST, _STEADY = 0.5, 30.0, 60.0

_PR_SET_PDEATHSIG = 1  # linux/prctl.h


def pause(deaths: int) -> float:
    """Seconds to wait after so many deaths in a row; each pause is twice the one before."""
    return min(_FIRST * 2.0 ** min(deaths - 1, 10), _LONGEST)


class Child:
    """A program, and what has become of it.

    Parameters
    ----------
    name
        What the log calls it.
    command
        The program with its arguments.
    environment
        Variables that it has beside ours.
    quiet
        Leave out what it prints, but not its errors.
    """

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        environment: Mapping[str, str] | None = None,
        quiet: bool = False,
    ) -> None:
        self.name = name
        self.command = list(command)
        self.environment = dict(environment or {})
        self.output = subprocess.DEVNULL if quiet else None
        self.process: subprocess.Popen[bytes] | None = None
        self.deaths = 0
        self.born = self.due = 0.0

    @property
    def pid(self) -> int | None:
        """Its number; None while it is dead."""
        return self.process.pid if self.process else None

    def start(self) -> None:
        """Begin; at once, whatever was waited for."""
        self.born = time.monotonic()
        self.process = subprocess.Popen(
            self.command,
            env={**os.environ, **self.environment},
            stdin=subprocess.DEVNULL,
            stdout=self.output,
            start_new_session=True,  # Ctrl C is ours to pass on, and what it starts has its group
            preexec_fn=_die_with(os.getpid()),
        )

    def look(self) -> str | None:
        """Start it again where that is due; what happened, in a sentence."""
        if self.process is None:
            if time.monotonic() < self.due:
                return None
            self.start()
            return f"{self.name} is started again, pid {self.pid}"
        if not _has_ended(self.process.pid):
            return None
        code = self._bury()
        if time.monotonic() - self.born > _STEADY:
            self.deaths = 0
        self.deaths += 1
        self.due = time.monotonic() + pause(self.deaths)
        how = f"signal {-code}" if code < 0 else f"exit code {code}"
        return f"{self.name} ended ({how}); it is started again in {pause(self.deaths):g} s"

    def ask_to_stop(self) -> None:
        """End it in its own time."""
        if self.process is not None:
            self.process.terminate()

    def kill(self) -> None:
        """End it and what it started now; `look` finds it dead."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)

    def end(self, seconds: float) -> None:
        """Wait until it has ended, and kill it where that takes longer."""
        if self.process is None:
            return
        until = time.monotonic() + seconds
        while not _has_ended(self.process.pid) and time.monotonic() < until:
            time.sleep(0.05)
        self._bury()

    def _bury(self) -> int:
        """Kill what it left behind while its number is still its own; its exit code."""
        assert self.process is not None
        self.kill()
        code = self.process.wait()
        self.process = None
        return code


def _has_ended(pid: int) -> bool:
    return os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def _die_with(parent: int) -> Callable[[], None]:
    """What a new process does first on Linux: ask for SIGTERM when its parent dies, however."""
    prctl = getattr(ctypes.CDLL(None), "prctl", None)

    def ask() -> None:
        if prctl is not None:
            prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
            if os.getppid() != parent:  # it died before we asked
                os._exit(1)

    return ask
