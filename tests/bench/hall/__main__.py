"""The command line."""

import argparse
import asyncio
import signal
import sys

from tests.bench import hall
from tests.bench.hall.files import weigh_files
from tests.bench.hall.ledger import Ledger
from tests.bench.hall.modes import MODES, Plan
from tests.bench.hall.processes import settle
from tests.browser.conftest import start_server
from tests.person import Person
from tests.person.wire import require_loopback

LONGEST = 3600.0  # seconds, whatever happens


def main() -> int:
    """Fill the hall, and print what happened."""
    parser = argparse.ArgumentParser(
        "python -m tests.bench.hall",
        description=hall.__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--mode", choices=list(MODES), default="playground")
    parser.add_argument("--people", type=int, help="300; 50 of a soak")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--every", type=float, default=10, help="seconds between two changes")
    parser.add_argument("--changes", type=int, default=20_000, help="of a soak")
    parser.add_argument("--workers-url", nargs="+", default=[], help="servers that are there")
    parser.add_argument("--pid", type=int, nargs="+", default=[], help="their processes")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    try:
        for base in given.workers_url:
            require_loopback(base)
    except ValueError as error:
        parser.error(str(error))
    people = given.people or (50 if given.mode == "soak" else 300)
    ledger = Ledger()
    ledger.facts |= {"mode": given.mode, "people": people}
    # Whoever ends it ends its server as well.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    process, bases, pids = None, given.workers_url, given.pid
    if not bases:
        process, url = start_server()
        bases, pids = [url], [process.pid]
    plan = Plan(bases, pids, people, given.seconds, given.every, given.changes)
    try:
        asyncio.run(_run(given.mode, plan, ledger))
    finally:
        if process is not None:
            process.terminate()
            process.wait()
    print(ledger.write_json() if given.json else ledger.write_table())
    return 1 if ledger.failures else 0


async def _run(mode: str, plan: Plan, ledger: Ledger) -> None:
    async with asyncio.timeout(LONGEST):
        for base in plan.bases:
            # A server has loaded its pages once somebody has seen them.
            async with Person(base) as person:
                await person.open("course" if mode == "course" else "")
                await person.wait_run(0)
        await settle(plan.pids)
        files, size = await weigh_files(plan.bases[0])
        ledger.facts["files of the first page"] = f"{files}, {size / 1000:.0f} kB, fetched once"
        await MODES[mode](plan, ledger)


if __name__ == "__main__":
    sys.exit(main())
