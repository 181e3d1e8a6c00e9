"""A program that dies is started again, and nothing of it outlives us."""

import os
import signal
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from gmm.ui.serving import child as module
from gmm.ui.serving.child import Child, pause
from tests.ui.serving.started import ROOT, lives, wait_until

SLEEP = [sys.executable, "-c", "import time; time.sleep(600)"]
# Starts another one, writes the numbers of both, and sleeps.
PARENT = """
import os, subprocess, sys, time
other = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
with open(sys.argv[1] + ".part", "w") as file:
    file.write(f"{os.getpid()} {other.pid}")
os.rename(sys.argv[1] + ".part", sys.argv[1])
time.sleep(600)
"""


DEATH = "It ended (signal 9); it is started again in 0.5 s"


def numbers(file: Path) -> list[int]:
    wait_until(file.exists, f"{file} is written")
    return [int(word) for word in file.read_text(encoding="utf-8").split()]


def test_each_pause_is_longer_than_the_one_before_up_to_the_longest() -> None:
    pauses = [pause(deaths) for deaths in range(1, 2000)]
    assert pauses[0] == 0.5
    assert pauses[1] == 1.0
    assert all(later == min(2 * one, 30) for one, later in pairwise(pauses))
    assert pauses[-1] == 30


def test_it_is_started_again_when_it_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_FIRST", 0.0)
    child = Child("It", [sys.executable, "-c", "raise SystemExit(3)"])
    child.start()
    said: list[str] = []

    def look() -> bool:
        said.extend(filter(None, [child.look()]))
        return len(said) >= 4

    wait_until(look, "it has ended twice")
    child.end(10)
    assert said[0] == said[2] == "It ended (exit code 3); it is started again in 0 s"
    assert said[1].startswith("It is started again, pid ")
    assert said[1] != said[3]
    assert child.deaths == 2


def test_it_waits_for_its_pause_and_forgets_deaths_of_long_ago(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    child = Child("It", SLEEP)
    child.start()
    os.kill(child.pid or 0, signal.SIGKILL)
    wait_until(lambda: child.look() == DEATH, "its death is seen")
    child.due = float("inf")
    assert child.look() is None
    assert child.pid is None
    child.deaths = 5
    child.start()
    child.born -= 61
    os.kill(child.pid or 0, signal.SIGTERM)
    wait_until(lambda: child.look(), "its death is seen")
    assert child.deaths == 1


def test_what_it_started_ends_with_it(tmp_path: Path) -> None:
    child = Child("It", [sys.executable, "-c", PARENT, str(tmp_path / "both")])
    child.start()
    own, other = numbers(tmp_path / "both")
    assert own == child.pid
    os.kill(own, signal.SIGKILL)
    wait_until(lambda: child.look(), "its death is seen")
    wait_until(lambda: not lives(other), "the other has ended, too")


def test_one_that_does_not_listen_is_killed() -> None:
    deaf = (
        "import signal, time; signal.signal(15, signal.SIG_IGN); print(flush=True); time.sleep(600)"
    )
    child = Child("It", [sys.executable, "-c", deaf], quiet=True)
    child.start()
    pid = child.pid or 0
    child.ask_to_stop()
    child.end(0.0)
    assert not lives(pid)
    assert child.pid is None
    child.end(0.0)  # ended already


def test_variables_of_its_own_are_beside_ours(tmp_path: Path) -> None:
    file = tmp_path / "said"
    lines = f"import os; open({str(file)!r}, 'w').write(os.environ['OURS'] + os.environ['HOME'])"
    child = Child("It", [sys.executable, "-c", lines], {"OURS": "yes "})
    child.start()
    child.end(60)
    assert file.read_text(encoding="utf-8") == f"yes {os.environ['HOME']}"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux alone tells of a death.")
def test_it_ends_when_we_are_killed(tmp_path: Path) -> None:
    us = (
        "import sys, time; from gmm.ui.serving.child import Child; "
        f"Child('It', [sys.executable, '-c', {PARENT!r}, sys.argv[1]]).start(); time.sleep(600)"
    )
    with subprocess.Popen([sys.executable, "-c", us, str(tmp_path / "both")], cwd=ROOT) as process:
        own, other = numbers(tmp_path / "both")
        process.kill()
    wait_until(lambda: not lives(own), "it has ended")
    os.kill(other, signal.SIGKILL)  # its own to end: it is told by SIGTERM
