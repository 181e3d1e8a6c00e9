"""What a hall full of people does: work, follow a lesson, wear a server out, come back."""

import asyncio
import itertools
import random
import time
from collections.abc import Awaitable, Callable, Iterable
from typing import NamedTuple

from gmm.ui.course.lessons import list_lessons
from gmm.ui.link import LESSON_NAME
from tests.bench.hall.ledger import Ledger, quantile
from tests.bench.hall.people import Visitor
from tests.bench.hall.processes import Reading, measure
from tests.bench.hall.wishes import Wish
from tests.person import Person, PersonError

MEGA = 1_000_000
ARRIVAL = 20.0  # seconds in which a hall opens a page
ONE_IN = 10  # has a file of their own
ROWS = 10  # that a soak prints


class Plan(NamedTuple):
    """What is to be done.

    Attributes
    ----------
    bases : list of str
        Addresses of servers; people are dealt out among them.
    pids : list of int
        Processes to measure, with all that they start.
    people : int
    seconds, every : float
        How long it goes on from the first one's arrival, and between two changes of one person.
    changes : int
        Of a soak, all together.
    """

    bases: list[str]
    pids: list[int]
    people: int
    seconds: float
    every: float
    changes: int


Mode = Callable[[Plan, Ledger], Awaitable[None]]


async def work(plan: Plan, ledger: Ledger) -> None:
    """Open the playground, and change a setting now and then."""
    seen: set[Wish] = set()
    visitors = [_visitor(plan, ledger, seen, number) for number in range(plan.people)]
    end = time.monotonic() + plan.seconds
    loaded = [0] * plan.people

    async def stay(visitor: Visitor) -> None:
        chance = visitor.chance
        await asyncio.sleep(chance.uniform(0, min(ARRIVAL, plan.seconds / 3)))
        await visitor.open()
        loaded[visitor.number] = visitor.person.received
        for count in itertools.count():
            pause = chance.uniform(0.5, 1.5) * plan.every
            if time.monotonic() + pause > end:
                break
            await asyncio.sleep(pause)
            if visitor.with_file and not count:
                await visitor.bring_file()
            else:
                await visitor.change()
        await asyncio.sleep(end - time.monotonic())

    with _Use(plan, ledger) as use:
        await _gather((stay(each) for each in visitors), ledger)
        use.end(plan.people)
    changes = max(len(ledger.changes), 1)
    received = sum(each.person.received for each in visitors)
    ledger.facts["changes to a new setting"] = f"{sum(v.new for v in visitors) / changes:.0%}"
    ledger.facts["kB a first load"] = round(sum(loaded) / plan.people / 1000, 1)
    ledger.facts["kB a change"] = round((received - sum(loaded)) / changes / 1000, 1)
    ledger.facts["runs of the page"] = sum(each.person.runs for each in visitors)
    await asyncio.gather(*(each.person.close() for each in visitors))


async def follow(plan: Plan, ledger: Ledger) -> None:
    """Open a lesson each; then nothing has to be said, and nothing is."""
    names = [entry.name for entry in list_lessons()]
    people = [_person(plan, number) for number in range(plan.people)]
    end = time.monotonic() + plan.seconds
    spoken = []

    async def stay(number: int, person: Person) -> None:
        chance, name = random.Random(number), names[number % len(names)]
        await asyncio.sleep(chance.uniform(0, min(ARRIVAL, plan.seconds / 3)))
        began = time.perf_counter()
        await person.open("course", f"{LESSON_NAME}={name}")
        await person.wait_run(0)
        if person.payload.get("lesson") != name or person.find("exception"):
            raise PersonError("another lesson, or none")
        ledger.loads.append(time.perf_counter() - began)
        await asyncio.sleep(1)  # what belongs to the first answer
        before = person.messages
        await asyncio.sleep(end - time.monotonic())
        spoken.append(person.messages - before)

    with _Use(plan, ledger) as use:
        await _gather((stay(number, each) for number, each in enumerate(people)), ledger)
        use.end(plan.people)
    ledger.facts["kB a lesson"] = round(sum(p.received for p in people) / plan.people / 1000, 1)
    ledger.facts["messages after the lesson was there"] = sum(spoken)
    if sum(spoken):
        ledger.failures["a message during a lesson"] += sum(spoken)
    await asyncio.gather(*(each.close() for each in people))


async def soak(plan: Plan, ledger: Ledger) -> None:
    """Change settings as fast as they are answered; tabs are closed and opened all the while."""
    numbers = itertools.count()
    left = itertools.count(1)
    row = max(plan.changes // ROWS, 1)
    sessions = 0
    began = time.perf_counter()
    print(
        f"{'changes':>8} {'seconds':>8} {'sessions':>8} {'MB':>6} {'threads':>8} {'files':>6} "
        f"{'p50 s':>7} {'p95 s':>7}",
        flush=True,
    )

    def tell() -> None:
        now = measure(plan.pids)
        latest = ledger.changes[-row:]
        print(
            f"{len(ledger.changes):8} {time.perf_counter() - began:8.0f} {sessions:8} "
            f"{now.memory / MEGA:6.0f} {now.threads:8} {now.files:6} "
            f"{quantile(latest, 0.5):7.3f} {quantile(latest, 0.95):7.3f}",
            flush=True,
        )

    async def stay() -> None:
        nonlocal sessions
        while True:
            # What others asked for long ago has left the server's table of runs.
            visitor = _visitor(plan, ledger, set(), next(numbers))
            sessions += 1
            try:
                await visitor.open()
                if visitor.with_file:
                    await visitor.bring_file()
                for _ in range(visitor.chance.randint(20, 60)):
                    count = next(left)
                    if count > plan.changes:
                        return
                    await visitor.change()
                    if not count % row:
                        tell()
            finally:
                await visitor.person.close()

    with _Use(plan, ledger) as use:
        tell()
        await _gather((stay() for _ in range(plan.people)), ledger)
        use.end(0)
    ledger.facts["sessions"] = sessions
    await asyncio.sleep(5)
    tell()


async def drop(plan: Plan, ledger: Ledger) -> None:
    """Lose every connection at once, come back, and change a setting."""
    seen: set[Wish] = set()
    visitors = [_visitor(plan, ledger, seen, number) for number in range(plan.people)]

    async def begin(visitor: Visitor) -> None:
        await asyncio.sleep(visitor.chance.uniform(0, ARRIVAL))
        await visitor.open()
        await (visitor.bring_file() if visitor.with_file else visitor.change())

    await _gather((begin(each) for each in visitors), ledger)
    there = [each for each in visitors if each.person.is_connected]
    survived, asked_again = 0, 0
    cut = time.perf_counter()
    for each in there:
        each.person.cut()

    async def come_back(visitor: Visitor) -> None:
        nonlocal survived, asked_again
        person, session = visitor.person, visitor.person.session
        await person.come_back()
        before = person.runs
        try:
            await visitor.change()
        except PersonError:
            # A session that is gone has no files: it asks for this one, and shows no other.
            lost = person.session != session and person.runs > before
            if not (lost and visitor.with_file and person.find("file_uploader")):
                raise
            asked_again += 1
        ledger.returns.append(time.perf_counter() - cut)
        survived += person.session == session

    for each in there:
        each.person.patience = 20
    with _Use(plan, ledger) as use:
        before = len(ledger.changes)
        await _gather((come_back(each) for each in there), ledger)
        use.end(0)
    after = [quantile(ledger.changes[before:], share) for share in (0.5, 0.95)]
    ledger.facts["first setting after a cut, from the press"] = "p50 {:.2f}, p95 {:.2f} s".format(
        *after
    )
    ledger.facts["connections cut"] = len(there)
    ledger.facts["sessions that survived"] = survived
    ledger.facts["files that were asked for again"] = asked_again
    await asyncio.gather(*(each.person.close() for each in visitors))


MODES: dict[str, Mode] = {"playground": work, "course": follow, "soak": soak, "drop": drop}


class _Use:
    """Measures what the processes take while something goes on."""

    def __init__(self, plan: Plan, ledger: Ledger) -> None:
        self._plan, self._ledger = plan, ledger

    def __enter__(self) -> "_Use":
        self._before, self._began = measure(self._plan.pids), time.perf_counter()
        self._own = time.process_time()
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def end(self, sessions: int) -> None:
        """Tell it, while everybody is still there."""
        after = measure(self._plan.pids) if self._plan.pids else Reading()
        seconds = time.perf_counter() - self._began
        self._ledger.tell_use(self._before, after, seconds, time.process_time() - self._own)
        facts = self._ledger.facts
        grown = after.memory - self._before.memory
        facts["MB of the server"] = f"{self._before.memory / MEGA:.0f} to {after.memory / MEGA:.0f}"
        if sessions:
            facts["MB a session"] = round(grown / sessions / MEGA, 2)
        facts["processes, threads, files"] = f"{after.processes}, {after.threads}, {after.files}"


def _person(plan: Plan, number: int) -> Person:
    return Person(plan.bases[number % len(plan.bases)], random.Random(number))


def _visitor(plan: Plan, ledger: Ledger, seen: set[Wish], number: int) -> Visitor:
    base = plan.bases[number % len(plan.bases)]
    return Visitor(number, base, ledger, seen, with_file=number % ONE_IN == ONE_IN - 1)


async def _gather(tasks: Iterable[Awaitable[None]], ledger: Ledger) -> None:
    """Do all of it; who fails is told of, and the others go on."""
    for result in await asyncio.gather(*tasks, return_exceptions=True):
        if isinstance(result, PersonError | OSError | TimeoutError):
            ledger.failures[f"{result}" or type(result).__name__] += 1
        elif isinstance(result, BaseException):
            raise result
