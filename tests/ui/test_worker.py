"""The other end: a process that reads jobs and writes answers."""

import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from gmm.ui import worker
from gmm.ui.course.lesson import LessonError, Passage
from gmm.ui.parcel import unwrap, wrap
from tests.ui import jobs

Process = subprocess.Popen[bytes]


@pytest.fixture
def process() -> Iterator[Process]:
    started = subprocess.Popen(
        [sys.executable, "-m", "gmm.ui.worker", "0", "300000000"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert started.stdout
    assert unwrap(worker.receive(started.stdout)) == (worker.DONE, started.pid)
    yield started
    started.kill()
    started.wait()


def answer(process: Process, do: object, *arguments: object, reports: bool = False) -> Any:
    assert process.stdin
    assert process.stdout
    worker.send(process.stdin, wrap((do, arguments, reports)))
    return unwrap(worker.receive(process.stdout), arguments)


def test_it_answers_one_job_after_the_other(process: Process) -> None:
    assert answer(process, jobs.give, "a") == (worker.DONE, "a")
    assert answer(process, jobs.tell_process) == (worker.DONE, process.pid)


def test_what_goes_wrong_is_an_answer(process: Process) -> None:
    said, error = answer(process, jobs.refuse, "No.")
    assert (said, str(error)) == (worker.FAILED, "No.")
    assert "in refuse" in error.__notes__[0]
    # A job that nobody knows, and an answer that cannot be pickled.
    assert answer(process, 5)[0] == worker.FAILED
    assert answer(process, open, "/dev/null")[0] == worker.FAILED
    assert answer(process, jobs.give, 1) == (worker.DONE, 1)


def test_a_lessons_troubles_come_with_it() -> None:
    error = LessonError(Passage("One.", 3), Passage("Two.", 1))
    again = unwrap(wrap(error))
    assert again.troubles == error.troubles
    assert str(again) == str(error)


def test_it_has_no_more_memory_than_it_may_have(process: Process) -> None:
    assert answer(process, jobs.take_memory, 1000) == (worker.DONE, 1000)
    pytest.importorskip("resource")
    if not sys.platform.startswith("linux"):
        pytest.skip("Only Linux says how much memory a process has.")
    said, error = answer(process, jobs.take_memory, 400_000_000)
    assert said == worker.FAILED
    assert isinstance(error, MemoryError)
    assert answer(process, jobs.give, 1) == (worker.DONE, 1)


def test_it_tells_what_happens_on_the_way(process: Process) -> None:
    assert answer(process, jobs.count, 2, reports=True) == (worker.ON_THE_WAY, (1, 2))
    assert process.stdout
    assert unwrap(worker.receive(process.stdout)) == (worker.ON_THE_WAY, (2, 2))
    assert unwrap(worker.receive(process.stdout)) == (worker.DONE, 2)


def test_what_a_job_prints_is_no_answer(process: Process) -> None:
    assert answer(process, print, "between two answers") == (worker.DONE, None)


def test_it_ends_with_its_input_also_in_the_middle_of_a_job(
    process: Process, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("held")
    assert process.stdin
    worker.send(process.stdin, wrap((jobs.hold, (folder, "a"), False)))
    while not (folder / "notes").exists():
        assert process.poll() is None
    process.stdin.close()
    assert process.wait(30) == 0


def test_half_a_parcel_is_the_end(tmp_path_factory: pytest.TempPathFactory) -> None:
    file = tmp_path_factory.mktemp("parcel") / "half"
    with file.open("wb") as stream:
        worker.send(stream, b"something")
    file.write_bytes(file.read_bytes()[:-1])
    with file.open("rb") as stream, pytest.raises(EOFError):
        worker.receive(stream)
