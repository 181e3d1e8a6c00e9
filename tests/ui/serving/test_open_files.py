"""A server asks the system for as many open files as a hall needs."""

import subprocess
import sys

import pytest

from gmm.ui.serving.open_files import WANTED

resource = pytest.importorskip("resource", reason="Only Unix has this limit.")

SCRIPT = """
import resource, sys
from gmm.ui.serving.open_files import allow_many
soft, hard = map(int, sys.argv[1:])
resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
print(allow_many(), *resource.getrlimit(resource.RLIMIT_NOFILE))
"""


def allowed(soft: int, hard: int) -> tuple[list[int], str]:
    """What is allowed afterwards, and what the log says: in a process of its own."""
    command = [sys.executable, "-c", SCRIPT, str(soft), str(hard)]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    return [int(word) for word in run.stdout.split()], run.stderr


def test_a_low_limit_is_raised_as_far_as_needed() -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if 0 <= hard < WANTED:
        pytest.skip("This machine does not give that many.")
    assert allowed(256, hard) == ([WANTED, WANTED, hard], "")


def test_where_the_system_gives_fewer_it_is_said_for_how_many_people() -> None:
    given, said = allowed(256, 800)
    assert given == [800, 800, 800]
    assert "enough for 200 people" in said


def test_a_higher_limit_stays() -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if 0 <= hard <= WANTED:
        pytest.skip("This machine does not give that many.")
    assert allowed(WANTED + 1, hard)[0] == [WANTED + 1, WANTED + 1, hard]
