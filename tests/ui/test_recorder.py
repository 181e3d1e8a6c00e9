"""Worker processes and their queue. Nothing here depends on time but waits that are generous."""

import gc
import os
import signal
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from gmm.data.datasets import DATASETS
from gmm.limits import MAX_JOB_BYTES, MAX_LIGHT, MAX_OVERTAKEN
from gmm.ui import recorder as module
from gmm.ui.link import Settings
from gmm.ui.recorder import (
    CLOSED,
    DIED,
    TOO_LARGE,
    Job,
    Recorder,
    RefusedError,
    Wanted,
    find_recorder,
    open_recorder,
)
from gmm.ui.recording import plan_run
from gmm.ui.run import record_run
from gmm.ui.run_table import RunTable
from gmm.ui.stage.payload import pack_run
from tests.ui import jobs

HEAVY = MAX_LIGHT / 1000 + 1


@pytest.fixture
def recorder() -> Iterator[Recorder]:
    """One with a single process of each kind: what is asked for next waits for it."""
    with open_recorder(seconds=600, idle=600, light=1, heavy=1) as opened:
        yield opened


@pytest.fixture
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("jobs")


def until(holds: Callable[[], bool]) -> None:
    for _ in range(6_000):
        if holds():
            return
        time.sleep(0.01)
    pytest.fail("It did not come in a minute.")


def notes(folder: Path) -> list[str]:
    file = folder / "notes"
    return file.read_text().split() if file.exists() else []


def holding(folder: Path, name: str, seconds: float = 0.0) -> Job:
    return Job(name, jobs.hold, (folder, name), seconds)


def noting(folder: Path, name: str, seconds: float = 0.0) -> Job:
    return Job(name, jobs.note, (folder, name), seconds)


def begin(recorder: Recorder, folder: Path, name: str, seconds: float = 0.0) -> Wanted:
    """Ask for something that holds its process until it may go on."""
    wanted = recorder.ask(holding(folder, name, seconds))
    until(lambda: name in notes(folder))
    return wanted


def go(folder: Path) -> None:
    (folder / "go").touch()


def take(wanted: Wanted) -> Any:
    assert wanted.wait(60)
    return wanted.take()


# ------------------------------------------------------------------------------ what comes back


@pytest.mark.parametrize(("data", "k"), [("Old Faithful", 3), ("Round clusters", 4)])
def test_a_run_is_the_one_that_is_recorded_here(recorder: Recorder, data: str, k: int) -> None:
    settings, dataset = Settings(data=data, k=k), DATASETS[data].make(300, 0)
    run = take(recorder.ask(plan_run(("a",), settings, dataset, None, None)))
    assert pack_run(run) == pack_run(record_run(settings, dataset))
    assert run.dataset is dataset
    assert run.settings is settings
    assert not run.points.flags.writeable
    assert not run.dataset.points.flags.writeable
    assert not run.em.frames[3].mixture.means.flags.writeable
    assert not run.kmeans.frames[2].centroids.flags.writeable


def test_what_a_job_raises_is_raised_here_for_each_who_asked(recorder: Recorder) -> None:
    job = Job("a", jobs.refuse, ("No such thing.",))
    for wanted in [recorder.ask(job), recorder.ask(job)]:
        with pytest.raises(ValueError, match="No such thing") as raised:
            take(wanted)
        assert not isinstance(raised.value, RefusedError)


def test_what_cannot_be_sent_is_told(recorder: Recorder) -> None:
    with pytest.raises(Exception, match="pickle"):
        take(recorder.ask(Job("a", lambda: 1)))
    assert take(recorder.ask(Job("b", jobs.give, (1,)))) == 1


def test_what_a_job_reports_is_there_while_it_runs(recorder: Recorder) -> None:
    wanted = recorder.ask(Job("a", jobs.count, (5,), reports=True))
    assert take(wanted) == 5
    assert wanted.told == (5, 5)


# ------------------------------------------------------------------------------ once for all


def test_two_hundred_who_ask_for_the_same_are_one_job(recorder: Recorder, folder: Path) -> None:
    held = begin(recorder, folder, "first")
    table: dict[str, str] = {}
    found: list[Any] = []

    def ask() -> None:
        job = noting(folder, "same")
        keep = lambda value: table.__setitem__("same", value)  # noqa: E731
        found.append(take(recorder.ask(job, keep, lambda: table.get("same"))))

    threads = [threading.Thread(target=ask) for _ in range(200)]
    for thread in threads:
        thread.start()
    until(lambda: recorder.waiting == 2)
    go(folder)
    for thread in threads:
        thread.join()
    assert take(held) == "first"
    assert notes(folder) == ["first", "same"]
    assert found == ["same"] * 200
    assert recorder.waiting == 0


def test_what_is_kept_is_not_done_again(recorder: Recorder, folder: Path) -> None:
    job = noting(folder, "a")
    assert take(recorder.ask(job, None, lambda: "kept")) == "kept"
    assert notes(folder) == []


def test_it_is_kept_before_anybody_is_told_also_of_who_has_gone(
    recorder: Recorder, folder: Path
) -> None:
    table = RunTable(4, 10**9)
    settings, dataset = Settings(), DATASETS["Old Faithful"].make(300, 0)
    wanted = recorder.ask(
        plan_run(("a",), settings, dataset, None, None), lambda run: table.keep("a", run)
    )
    run = take(wanted)
    assert table.find("a") is run
    held = begin(recorder, folder, "held")
    kept: list[object] = []
    going = recorder.ask(holding(folder, "held"), kept.append)
    for each in (held, going):
        each.leave()
    go(folder)
    until(lambda: bool(kept))
    assert kept == ["held"]


def test_nothing_of_a_job_is_held_on_to_when_it_is_done(recorder: Recorder) -> None:
    table = RunTable(4, 10**9)
    settings, dataset = Settings(), DATASETS["Old Faithful"].make(300, 0)
    dataset = dataset._replace(points=dataset.points.copy())
    job = plan_run(("a",), settings, dataset, None, None)
    wanted = recorder.ask(job, partial(table.keep, "a"))
    take(wanted)
    gone, points = weakref.ref(table), weakref.ref(dataset.points)
    del table, wanted, job, dataset
    until(lambda: gc.collect() >= 0 and gone() is None)
    assert points() is None


def test_who_cannot_keep_it_does_not_disturb_the_others(recorder: Recorder) -> None:
    def fail(value: object) -> None:
        raise RuntimeError("The table is gone.")

    assert take(recorder.ask(Job("a", jobs.give, (1,)), fail)) == 1
    assert take(recorder.ask(Job("b", jobs.give, (2,)), fail)) == 2


# ------------------------------------------------------------------------------ who comes first


def test_cheap_jobs_go_first_but_nobody_is_overtaken_for_ever(
    recorder: Recorder, folder: Path
) -> None:
    held = begin(recorder, folder, "held")
    seconds = 0.1
    overtakes = round(MAX_OVERTAKEN * seconds)
    wanted = [recorder.ask(noting(folder, "slow", seconds))]
    wanted += [recorder.ask(noting(folder, f"quick-{i}")) for i in range(overtakes + 5)]
    go(folder)
    for each in (held, *wanted):
        take(each)
    order = notes(folder)[1:]
    place = order.index("slow")
    assert overtakes - 1 <= place <= overtakes
    assert order[:place] == [f"quick-{i}" for i in range(place)]


def test_what_nobody_waits_for_yet_comes_last_until_somebody_does(
    recorder: Recorder, folder: Path
) -> None:
    held = begin(recorder, folder, "held")
    kept: list[object] = []
    for name in ("ahead-1", "ahead-2"):
        recorder.begin(noting(folder, name), kept.append)
    wanted = [recorder.ask(noting(folder, "a", 0.5))]
    # Somebody asks for what was begun ahead: one job, and as urgent as any.
    wanted.append(recorder.ask(noting(folder, "ahead-2")))
    go(folder)
    for each in (held, *wanted):
        take(each)
    until(lambda: len(kept) == 2)
    assert notes(folder)[1:] == ["ahead-2", "a", "ahead-1"]


def test_a_second_process_for_ordinary_jobs_comes_where_the_first_is_busy(folder: Path) -> None:
    with open_recorder(seconds=600, idle=600, light=2) as recorder:
        for i in range(5):
            take(recorder.ask(Job(i, jobs.give, (i,))))
        assert len(recorder.processes) == 1
        held = [begin(recorder, folder, name) for name in ("a", "b")]
        assert len(recorder.processes) == 2
        third = recorder.ask(noting(folder, "c"))  # there is no third one
        assert recorder.waiting == 3
        go(folder)
        for each in (*held, third):
            take(each)
        assert set(notes(folder)) == {"a", "b", "c"}


def test_what_is_asked_for_at_once_does_not_wait_for_one_process(folder: Path) -> None:
    with open_recorder(seconds=600, idle=600, light=2) as recorder:
        with recorder.lock:  # neither has looked for the first one yet
            asking = [
                threading.Thread(target=begin, args=(recorder, folder, name)) for name in "ab"
            ]
            for each in asking:
                each.start()
        for each in asking:
            each.join(60)
        assert set(notes(folder)) == {"a", "b"}
        go(folder)


def test_the_second_process_for_ordinary_jobs_ends_when_there_are_none(folder: Path) -> None:
    with open_recorder(idle=0.05, light=2) as recorder:
        held = [begin(recorder, folder, name) for name in ("a", "b")]
        go(folder)
        for each in held:
            take(each)
        until(lambda: len(recorder.processes) == 1)
        assert take(recorder.ask(Job("c", jobs.give, (1,)))) == 1


def test_a_heavy_job_never_delays_the_others(recorder: Recorder, folder: Path) -> None:
    assert take(recorder.ask(Job("first", jobs.give, (1,)))) == 1
    assert len(recorder.processes) == 1
    heavy = begin(recorder, folder, "heavy", HEAVY)
    assert len(recorder.processes) == 2
    for i in range(20):
        assert take(recorder.ask(Job(i, jobs.give, (i,)))) == i
    assert not heavy.wait(0)
    go(folder)
    assert take(heavy) == "heavy"


def test_the_process_for_heavy_jobs_is_nice_and_ends_when_there_are_none(folder: Path) -> None:
    with open_recorder(idle=0.05) as recorder:
        here = os.nice(0)
        assert take(recorder.ask(Job("a", os.nice, (0,)))) == here
        assert take(recorder.ask(Job("b", os.nice, (0,), HEAVY))) == min(19, here + module.NICE)
        until(lambda: len(recorder.processes) == 1)
        # It is started again when it is needed.
        assert take(recorder.ask(Job("c", jobs.give, (1,), HEAVY))) == 1


# ------------------------------------------------------------------------------ who has gone


def test_what_nobody_wants_any_more_is_not_begun(recorder: Recorder, folder: Path) -> None:
    held = begin(recorder, folder, "held")
    gone, stays = recorder.ask(noting(folder, "gone")), recorder.ask(noting(folder, "stays"))
    other = recorder.ask(noting(folder, "stays"))
    gone.leave()
    gone.leave()
    other.leave()
    assert recorder.waiting == 2
    go(folder)
    assert take(held) == "held"
    assert take(stays) == "stays"
    assert notes(folder) == ["held", "stays"]


def test_a_heavy_job_that_nobody_wants_makes_way_for_the_next(
    recorder: Recorder, folder: Path
) -> None:
    older = begin(recorder, folder, "older", HEAVY)
    _, process = recorder.processes
    older.leave()
    # Nobody needs its place: who comes back finds it where it was.
    again = recorder.ask(holding(folder, "older", HEAVY))
    newer = recorder.ask(noting(folder, "newer", HEAVY))
    assert recorder.processes[1] == process
    again.leave()
    assert take(newer) == "newer"
    assert process not in recorder.processes
    assert notes(folder) == ["older", "newer"]


def test_one_that_goes_on_without_anybody_makes_way_for_who_comes(
    recorder: Recorder, folder: Path
) -> None:
    older = begin(recorder, folder, "older", HEAVY)
    older.leave()
    assert take(recorder.ask(noting(folder, "newer", HEAVY))) == "newer"
    assert notes(folder) == ["older", "newer"]


def test_two_heavy_jobs_have_a_process_each(folder: Path) -> None:
    with open_recorder(seconds=600, idle=600, light=1, heavy=2) as recorder:
        held = begin(recorder, folder, "held", HEAVY)
        assert take(recorder.ask(noting(folder, "other", HEAVY))) == "other"
        assert not held.wait(0)
        # One that nobody wants goes on while another process is free, and makes way when none is.
        held.leave()
        more = begin(recorder, folder, "more", HEAVY)
        last = recorder.ask(noting(folder, "last", HEAVY))
        assert take(last) == "last"
        assert not more.wait(0)
        (folder / "go").touch()
        assert take(more) == "more"


def test_a_short_job_goes_aside_if_it_says_so(recorder: Recorder, folder: Path) -> None:
    held = begin(recorder, folder, "held")
    aside = noting(folder, "aside")._replace(aside=True)
    assert aside.heavy
    assert take(recorder.ask(aside)) == "aside"
    assert not held.wait(0)


def test_a_heavy_job_that_somebody_wants_is_waited_for(recorder: Recorder, folder: Path) -> None:
    older, other = begin(recorder, folder, "older", HEAVY), None
    other = recorder.ask(holding(folder, "older", HEAVY))
    newer = recorder.ask(noting(folder, "newer", HEAVY))
    older.leave(stop=True)
    go(folder)
    assert take(other) == "older"
    assert take(newer) == "newer"
    assert notes(folder) == ["older", "newer"]


@pytest.mark.parametrize("way", ["leave", "drop"])
def test_a_heavy_job_is_stopped_at_once(recorder: Recorder, folder: Path, way: str) -> None:
    wanted = begin(recorder, folder, "a", HEAVY)
    _, process = recorder.processes
    if way == "leave":
        wanted.leave(stop=True)
    else:
        recorder.drop("a")  # somebody wants it still
        wanted.leave()
        recorder.drop("a")
    until(lambda: process not in recorder.processes)
    # Asked for again, it is another job, which does not wait for the one that was stopped.
    again = recorder.ask(holding(folder, "a", HEAVY))
    until(lambda: notes(folder) == ["a", "a"])
    go(folder)
    assert take(again) == "a"


def test_an_ordinary_job_that_runs_goes_on_and_is_kept(recorder: Recorder, folder: Path) -> None:
    kept: list[object] = []
    held = recorder.ask(holding(folder, "a"), kept.append)
    until(lambda: notes(folder) == ["a"])
    held.leave(stop=True)
    newer = recorder.ask(noting(folder, "b"))
    go(folder)
    assert take(newer) == "b"
    assert kept == ["a"]


# ------------------------------------------------------------------------------ what goes wrong


@pytest.mark.parametrize("seconds", [0.0, HEAVY])
def test_a_process_that_is_killed_is_replaced_and_its_job_done(
    recorder: Recorder, folder: Path, seconds: float
) -> None:
    other = begin(recorder, folder, "other", HEAVY - seconds if seconds else HEAVY)
    held = begin(recorder, folder, "held", seconds)
    process = recorder.processes[1 if seconds else 0]
    queued = recorder.ask(noting(folder, "queued", seconds))
    os.kill(process, signal.SIGKILL)
    until(lambda: notes(folder).count("held") == 2)
    go(folder)
    assert take(held) == "held"
    assert take(queued) == "queued"
    assert take(other) == "other"
    assert notes(folder).count("other") == 1
    assert process not in recorder.processes


def test_one_that_is_killed_between_two_jobs_is_replaced(recorder: Recorder) -> None:
    first = take(recorder.ask(Job("a", jobs.tell_process)))
    os.kill(first, signal.SIGKILL)
    second = take(recorder.ask(Job("b", jobs.tell_process)))
    assert second != first
    assert recorder.processes == [second]


def test_a_job_that_kills_its_process_is_tried_twice_and_then_told(recorder: Recorder) -> None:
    with pytest.raises(RefusedError, match=DIED):
        take(recorder.ask(Job("a", jobs.die)))
    assert take(recorder.ask(Job("b", jobs.give, (1,)))) == 1


def test_a_job_that_takes_too_long_is_ended_with_a_sentence(folder: Path) -> None:
    with open_recorder(seconds=1.5) as recorder:
        wanted = recorder.ask(holding(folder, "a"))
        with pytest.raises(RefusedError, match=r"longer than 1.5 seconds .* Use fewer points"):
            take(wanted)
        assert notes(folder) == ["a"]
        assert take(recorder.ask(Job("b", jobs.give, (1,)))) == 1


def test_a_job_that_takes_too_much_memory_is_refused(recorder: Recorder) -> None:
    with pytest.raises(RefusedError, match=TOO_LARGE):
        take(recorder.ask(Job("a", jobs.give, (1,), size=MAX_JOB_BYTES + 1)))
    assert recorder.waiting == 0
    if sys.platform.startswith("linux"):
        with pytest.raises(RefusedError, match=TOO_LARGE):
            take(recorder.ask(Job("b", jobs.take_memory, (2 * MAX_JOB_BYTES,))))


def test_processes_end_with_the_recorder_and_who_waits_is_told(folder: Path) -> None:
    with open_recorder(light=1) as recorder:
        assert find_recorder() is recorder
        held, heavy = begin(recorder, folder, "a"), begin(recorder, folder, "b", HEAVY)
        queued, started = recorder.ask(noting(folder, "c")), recorder.processes
        assert len(started) == 2
    assert find_recorder() is None
    for wanted in (held, heavy, queued, recorder.ask(noting(folder, "d"))):
        with pytest.raises(RefusedError, match=CLOSED):
            take(wanted)
    assert recorder.processes == []
    for process in started:
        with pytest.raises(ProcessLookupError):
            os.kill(process, 0)


def test_processes_end_when_the_server_is_killed() -> None:
    script = """
import time
from gmm.ui.recorder import Job, open_recorder
from tests.ui import jobs
with open_recorder() as recorder:
    for job in (Job("a", jobs.tell_process), Job("b", jobs.tell_process, (), 99.0)):
        print(recorder.ask(job).wait() and None, *recorder.processes, flush=True)
    recorder.ask(Job("c", time.sleep, (600,)))
    time.sleep(600)
"""
    server = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert server.stdout
    server.stdout.readline()
    processes = [int(word) for word in server.stdout.readline().split()[1:]]
    assert len(processes) == 2
    server.kill()
    server.wait()

    def ended(process: int) -> bool:
        try:
            return "Z (" in Path(f"/proc/{process}/status").read_text()
        except FileNotFoundError:
            return True

    if not Path("/proc").is_dir():
        pytest.skip("There is no /proc to see processes in.")
    until(lambda: all(map(ended, processes)))


def test_a_worker_loads_no_screen(recorder: Recorder) -> None:
    loaded = take(recorder.ask(Job("a", eval, ("sorted(__import__('sys').modules)",))))
    assert "gmm.ui.run" in loaded
    assert not {"streamlit", "pandas", "matplotlib"} & set(loaded)
