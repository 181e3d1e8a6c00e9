"""The recorder: worker processes that do the server's heavy work, each job once for all who ask.

The interpreter that serves pages answers a change in 10 ms, if nothing else keeps it busy. So runs
are recorded, lessons packed and pictures drawn in processes of their own (`gmm.ui.worker`): one is
always there for ordinary runs, others are started for what takes long, and end when there is
nothing more to do. `gmm.ui.waiting` asks for a page; where no recorder is open (tests, notebooks,
a page without a server), what is asked for is simply done there.

A second process for ordinary runs comes where the first has more than it can do: between two of its
jobs it waits for a thread of this interpreter, which many pages share.
"""

import logging
import os
import subprocess
import sys
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Condition, Event, Lock, Thread, Timer
from typing import IO, Any, NamedTuple

import gmm
from gmm.limits import MAX_JOB_BYTES, MAX_JOB_SECONDS, MAX_LIGHT, MAX_OVERTAKEN
from gmm.ui import worker
from gmm.ui.parcel import unwrap, wrap

LIGHT = 2  # processes for ordinary runs at most: more would take the processor from the pages
HEAVY = 2  # processes for what takes long at most, so that a sweep has both of two processors
NICE = 10  # of those: an ordinary run goes first
IDLE_SECONDS = 120  # then such a process ends
TRIES = 2  # of a job whose process died

TOO_LONG = (
    "This took longer than {seconds} seconds and was ended. Use fewer points or fewer components."
)
TOO_LARGE = (
    "This needs more memory than the server gives to one task. "
    "Use fewer points or fewer components."
)
DIED = (
    "The process that worked on this was ended twice. "
    "Try it again later, or use fewer points or fewer components."
)
CLOSED = "The server is about to end. Open the page again in a moment."


class RefusedError(ValueError):
    """Why a job was not done or not finished, in a sentence; asking again makes it no better."""


class Job(NamedTuple):
    """Something to do in another process.

    Attributes
    ----------
    key : hashable
        Two jobs that would give other answers have other ones.
    do : callable
        A function of a module.
    arguments : tuple
        They can be pickled; what is in them is not changed.
    seconds : float
        How long it takes, by estimate.
    size : int
        How many bytes it takes, by estimate.
    reports : bool
        Whether `do` has an argument `report` to be called on the way.
    aside : bool
        Whether it goes where the heavy ones are, short as it may be: it is one of many.
    """

    key: Hashable
    do: Callable[..., Any]
    arguments: tuple[Any, ...] = ()
    seconds: float = 0.0
    size: int = 0
    reports: bool = False
    aside: bool = False

    @property
    def heavy(self) -> bool:
        """Whether the others would wait too long for it."""
        return self.aside or 1000 * self.seconds > MAX_LIGHT


class _Task:
    """A job that has been asked for, and what came of it."""

    def __init__(self, job: Job, number: int) -> None:
        self.job = job
        # Cheap jobs first, but who has waited for long is not overtaken any more.
        self.rank = number + MAX_OVERTAKEN * job.seconds
        self.wanted = 0  # by how many
        self.ahead = False  # whether also by nobody yet
        self.keep: list[Callable[[Any], object]] = []
        self.told: tuple[Any, ...] = ()  # by a job on its way
        self.ended = ""  # why it is to be ended, while it runs
        self.done = Event()
        self.value: Any = None
        self.error: Exception | None = None

    def finish(self, value: Any, error: Exception | None = None) -> None:
        self.value, self.error = value, error
        self.done.set()


class Wanted:
    """One person's interest in a job."""

    def __init__(self, task: _Task, leave: Callable[[_Task, bool], None]) -> None:
        self._task, self._leave, self._left = task, leave, False

    def wait(self, seconds: float | None = None) -> bool:
        """Wait for the end of the job, and say whether it is there."""
        return self._task.done.wait(seconds)

    @property
    def told(self) -> tuple[Any, ...]:
        """What the job has reported last."""
        return self._task.told

    def take(self) -> Any:
        """Take what came of the job; what it raised is raised here."""
        if self._task.error is not None:
            raise self._task.error.with_traceback(None)
        return self._task.value

    def leave(self, stop: bool = False) -> None:
        """End the interest, once. A job that nobody wants is not begun.

        Parameters
        ----------
        stop : bool
            Whether to end a heavy job at once that nobody else wants. Without, it goes on until
            somebody else needs its process: the same person may come back for it.
        """
        if not self._left:
            self._left = True
            self._leave(self._task, stop)


class Recorder:
    """Worker processes and their queues; many threads may ask at once.

    Parameters
    ----------
    seconds : float
        How long a job may take.
    idle : float
        For how many seconds a process that is not always there stays without a job.
    light : int
        How many processes there are at most for what is not heavy; the first is always there.
    heavy : int
        How many there are at most for what is.
    """

    def __init__(
        self,
        seconds: float = MAX_JOB_SECONDS,
        idle: float = IDLE_SECONDS,
        light: int = LIGHT,
        heavy: int = HEAVY,
    ) -> None:
        self.seconds = seconds
        self.closed = False
        self.lock = Lock()
        self._tasks: dict[Hashable, _Task] = {}
        self._count = 0
        self._light: list[_Task] = []  # what is not heavy waits here
        self._heavy: list[_Task] = []  # and what is heavy here
        ordinary = [_Lane(self, 0, idle if at else None, self._light) for at in range(light)]
        self._aside = [_Lane(self, NICE, idle, self._heavy) for _ in range(heavy)]
        self._lanes = (*ordinary, *self._aside)
        for lane in self._lanes:
            lane.start()

    def ask(
        self,
        job: Job,
        keep: Callable[[Any], object] | None = None,
        find: Callable[[], Any] | None = None,
    ) -> Wanted:
        """Ask for a job, which others may have asked for already.

        Parameters
        ----------
        job : Job
        keep : callable, optional
            Is called with what came of it, also where nobody waits for it any more.
        find : callable, optional
            What was kept before, None where there is nothing: between a look and this call, the
            job may have been done.
        """
        return self._ask(job, keep, find, ahead=False)

    def begin(self, job: Job, keep: Callable[[Any], object]) -> None:
        """Have a job done for those who will ask for it, when nobody waits for any other."""
        self._ask(job, keep, None, ahead=True)

    def drop(self, key: Hashable) -> None:
        """End a job that nobody wants any more, also in the middle.

        Parameters
        ----------
        key : hashable
            Of the job.
        """
        with self.lock:
            task = self._tasks.get(key)
            for lane in self._lanes:
                if task and lane.running is task and not (task.wanted or task.ahead):
                    lane.abandon()

    def close(self) -> None:
        """End the processes, and whoever waits."""
        with self.lock:
            self.closed = True
            tasks = list(self._tasks.values())
            for lane in self._lanes:
                lane.queue.clear()
                lane.kill()
                lane.asked.notify()
        for task in tasks:
            task.finish(None, RefusedError(CLOSED))
        for lane in self._lanes:
            lane.thread.join(10)

    @property
    def processes(self) -> list[int]:
        """The numbers of the processes that are there."""
        found = [lane.process for lane in self._lanes]
        return [process.pid for process in found if process and process.poll() is None]

    @property
    def waiting(self) -> int:
        """How many jobs have been asked for and have not ended."""
        return len(self._tasks)

    def _ask(
        self,
        job: Job,
        keep: Callable[[Any], object] | None,
        find: Callable[[], Any] | None,
        ahead: bool,
    ) -> Wanted:
        with self.lock:
            task = self._tasks.get(job.key)
            if task is None:
                self._count += 1
                task = _Task(job, self._count)
                found = find() if find else None
                if found is not None:
                    task.finish(found)
                elif self.closed:
                    task.finish(None, RefusedError(CLOSED))
                elif job.size > MAX_JOB_BYTES:
                    task.finish(None, RefusedError(TOO_LARGE))
                else:
                    self._tasks[job.key] = task
                    queue = self._heavy if job.heavy else self._light
                    queue.append(task)
                    self.wake(queue)
            task.wanted += not ahead
            task.ahead |= ahead
            if keep:
                task.keep.append(keep)
            self._make_way()
        return Wanted(task, self._leave)

    def _leave(self, task: _Task, stop: bool) -> None:
        with self.lock:
            task.wanted -= 1
            if task.wanted or task.ahead or task.done.is_set():
                return
            for lane in self._lanes:
                if task in lane.queue:
                    lane.queue.remove(task)
                    self.forget(task)
            for lane in self._aside:
                if stop and lane.running is task:
                    lane.abandon()
            self._make_way()

    def _make_way(self) -> None:
        """End what nobody wants any more where somebody waits for a process; the lock is held."""
        waiting = sum(each.wanted > 0 for each in self._heavy)
        soon = sum(not lane.running or bool(lane.running.ended) for lane in self._aside)
        for lane in self._aside:
            task = lane.running
            if waiting > soon and task and not (task.wanted or task.ahead or task.ended):
                lane.abandon()
                soon += 1

    def wake(self, queue: list[_Task]) -> None:
        """Let the first process that is free look for work in a queue; the lock is held."""
        free = (lane for lane in self._lanes if lane.queue is queue and not lane.running)
        if lane := next(free, None):
            lane.asked.notify()

    def forget(self, task: _Task) -> None:
        """Let who asks for the same begin anew; the lock is held."""
        if self._tasks.get(task.job.key) is task:
            del self._tasks[task.job.key]


class _Lane:
    """A process, the thread that gives it one job after the other, and what waits for it.

    Lanes may share a queue.
    """

    def __init__(
        self, recorder: Recorder, nice: int, idle: float | None, queue: list[_Task]
    ) -> None:
        self._recorder, self._nice, self._idle = recorder, nice, idle
        self.asked = Condition(recorder.lock)
        self.queue = queue
        self.running: _Task | None = None
        self.process: subprocess.Popen[bytes] | None = None
        self._killed = False
        self.thread = Thread(target=self._work, name="recorder", daemon=True)

    def start(self) -> None:
        self.thread.start()

    # ------------------------------------------------------------- by others, with the lock held

    def abandon(self) -> None:
        """End what runs: nobody wants it."""
        if self.running:
            self._recorder.forget(self.running)
            self.running.ended = "abandoned"
            self.kill()

    def kill(self) -> None:
        self._killed = True
        if self.process:
            self.process.kill()

    def _end_late(self, task: _Task) -> None:
        with self._recorder.lock:
            if self.running is task and not task.done.is_set():
                task.ended = TOO_LONG.format(seconds=f"{self._recorder.seconds:g}")
                self.kill()

    # ------------------------------------------------------------- the lane's own thread

    def _work(self) -> None:
        if self._idle is None:
            with suppress(OSError, EOFError):
                self._begin()
        while self._serve():
            pass
        self._end()

    def _serve(self) -> bool:
        """Do the next job; False where there will be none. Nothing of it is held on to."""
        task = self._take()
        if task is None:
            return False
        value, error = self._do(task)
        kept = 0
        while self.running:
            for keep in task.keep[kept:]:
                kept += 1
                if error is None:
                    _keep(value, keep)
            with self._recorder.lock:
                # Until it is kept for all, who asks for the same finds this task.
                if kept == len(task.keep):
                    self.running = None
                    self._recorder.forget(task)
        task.finish(value, error)
        return True

    def _take(self) -> _Task | None:
        with self.asked:
            while not self._recorder.closed:
                if self.queue:
                    # Who will ask comes after who asks.
                    task = min(self.queue, key=lambda each: (not each.wanted, each.rank))
                    self.queue.remove(task)
                    self.running = task
                    if self.queue:
                        self._recorder.wake(self.queue)  # what came at once called one lane twice
                    return task
                if not self.asked.wait(self._idle if self.process else None) and not self.queue:
                    self._end()
            return None

    def _do(self, task: _Task) -> tuple[Any, Exception | None]:
        job = task.job
        for _ in range(TRIES):
            late = Timer(self._recorder.seconds, self._end_late, (task,))
            late.daemon = True
            try:
                parcel = wrap((job.do, job.arguments, job.reports))
                given, taken = self._begin()
                late.start()
                worker.send(given, parcel)
                while True:
                    said, value = unwrap(worker.receive(taken), job.arguments)
                    if said != worker.ON_THE_WAY:
                        break
                    task.told = value
            except (OSError, EOFError):
                self._end()
                if task.ended or self._recorder.closed:
                    return None, RefusedError(task.ended or CLOSED)
            except Exception as error:
                self._end()
                return None, error
            else:
                if said == worker.DONE:
                    return value, None
                return None, RefusedError(TOO_LARGE) if isinstance(value, MemoryError) else value
            finally:
                late.cancel()
        return None, RefusedError(DIED)

    def _begin(self) -> tuple[IO[bytes], IO[bytes]]:
        """Give both ends of the process, started where there is none or where it has died."""
        if self.process and (self._killed or self.process.poll() is not None):
            self._end()
        process = self.process
        if process is None:
            process = subprocess.Popen(
                [sys.executable, "-m", worker.__name__, str(self._nice), str(MAX_JOB_BYTES)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env={**os.environ, **_ENVIRONMENT},
            )
            assert process.stdout
            with self._recorder.lock:
                self.process, self._killed = process, False
                if self._recorder.closed or (self.running and self.running.ended):
                    process.kill()
            worker.receive(process.stdout)  # it is ready
        assert process.stdin
        assert process.stdout
        return process.stdin, process.stdout

    def _end(self) -> None:
        process, self.process = self.process, None
        if process:
            process.kill()
            process.wait()
            for stream in (process.stdin, process.stdout):
                with suppress(OSError):
                    if stream:
                        stream.close()


def _keep(value: object, keep: Callable[[Any], object]) -> None:
    try:
        keep(value)
    except Exception:
        logging.getLogger(__name__).exception("What was done is not kept.")


# What a worker finds: this very package, whatever the folder that the server was started in, and
# one thread for BLAS, since the other processors are for the server.
_PACKAGE = str(Path(gmm.__file__).resolve().parents[1])
_ENVIRONMENT = {
    "PYTHONPATH": os.pathsep.join(filter(None, [_PACKAGE, os.environ.get("PYTHONPATH")])),
    "PYTHONSAFEPATH": "1",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
}

_open: list[Recorder] = []


@contextmanager
def open_recorder(
    seconds: float = MAX_JOB_SECONDS,
    idle: float = IDLE_SECONDS,
    light: int = LIGHT,
    heavy: int = HEAVY,
) -> Iterator[Recorder]:
    """Have a recorder for the whole process while the server lives."""
    recorder = Recorder(seconds, idle, light, heavy)
    _open.append(recorder)
    try:
        yield recorder
    finally:
        _open.remove(recorder)
        recorder.close()


def find_recorder() -> Recorder | None:
    """Give the recorder that is open; None where there is none."""
    return _open[-1] if _open else None
