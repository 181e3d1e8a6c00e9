"""Somebody in the hall: what they do, and what they make of an answer."""

import asyncio
import json
import random
import time
from collections.abc import Awaitable, Callable

from gmm.ui.link import UPLOAD
from tests.bench.hall.ledger import Ledger
from tests.bench.hall.wishes import Wish, draw_change, judge, make_file, open_wish
from tests.person import Person, PersonError


class Visitor:
    """Somebody with a tab of their own.

    Parameters
    ----------
    number : int
        Which one; everything that they draw by chance follows from it.
    base : str
    ledger : Ledger
    seen : set
        The wishes that anybody had before.
    with_file : bool
        Whether they work on their own file.
    """

    def __init__(
        self, number: int, base: str, ledger: Ledger, seen: set[Wish], with_file: bool = False
    ) -> None:
        self.number, self.ledger, self.with_file = number, ledger, with_file
        self.chance = random.Random(number)
        self.person = Person(base, self.chance)
        self.wish = open_wish("Old Faithful")
        self._seen = seen
        self.new = 0

    async def open(self) -> None:
        """Open the playground."""
        began = time.perf_counter()
        await self.person.open()
        await self.see("opening")
        self.ledger.loads.append(time.perf_counter() - began)

    async def bring_file(self) -> None:
        """Upload a file of their own; it counts as a change."""
        await self._press()
        await self.person.press(f"door-{UPLOAD}")
        await self.person.wait(lambda: bool(self.person.find("file_uploader")), "uploader")
        name, content = make_file(self.number)
        await self._time(
            open_wish(UPLOAD, self.wish.twin, name), lambda: self.person.upload(name, content)
        )

    async def change(self) -> None:
        """Step a little, and change a setting."""
        wish, widgets = draw_change(self.wish, self.chance)
        self.person.step(self.chance.randint(1, 9))
        if "data" in widgets:
            await self._press()
        await self._time(wish, lambda: self.person.change(**widgets))

    async def _press(self) -> None:
        """Press what no part of the address is bound to: the server is told where the stage is."""
        await self.person.tell_where()
        await asyncio.sleep(self.chance.uniform(0.08, 0.4))  # until the mouse is let go

    async def see(self, what: str) -> None:
        """Wait until the page shows what was asked for, and nothing that it must not."""
        try:
            await self.person.wait(self._is_there, "answer")
        except PersonError as error:
            wrong = self._judge()
            raise PersonError(f"{what}: {error}" + (f", but {wrong}" if wrong else "")) from error
        self._look_around(what)

    async def _time(self, wish: Wish, act: Callable[[], Awaitable[None]]) -> None:
        self.new += wish not in self._seen
        self._seen.add(wish)
        self.wish = wish
        began = time.perf_counter()
        await act()
        await self.see("a change")
        self.ledger.changes.append(time.perf_counter() - began)

    def _is_there(self) -> bool:
        return self.person.runs > 0 and not self._judge()

    def _judge(self) -> str:
        return judge(self.person.payload, self.wish)

    def _look_around(self, what: str) -> None:
        if self.person.find("exception"):
            raise PersonError(f"{what}: an exception on the page")
        for alert in self.person.find("alert"):
            raise PersonError(f"{what}: “{alert.alert.body[:80]}”")
        text = json.dumps(self.person.payload["title"])
        if "own-" in text and f"own-{self.number}.csv" not in text:
            raise PersonError(f"{what}: somebody else's file")
