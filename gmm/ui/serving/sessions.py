"""Sessions of people whose connection is lost: each of a hall finds its own again, for a while."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

from streamlit import App, config
from streamlit.logger import get_logger

# People that may be away at once. Streamlit keeps 128 of them; of a hall whose network drops, all
# others would lose their uploaded files. A session takes less than 1 MB.
MOST_SESSIONS = 1000
SWEEP = 10  # seconds between two looks at what is too old

_LOGGER = get_logger(__name__)


class LostSessions:
    """Sessions without a connection, in the place that Streamlit has for them.

    Streamlit's own place forgets a session without ending it, and what its person has uploaded then
    stays in memory for good. Here each session that nobody comes back to is ended.

    Parameters
    ----------
    most : int
        How many are kept; the one that was lost first goes first.
    seconds : float
        How long each is kept.
    clock : callable
        Gives seconds.
    """

    def __init__(
        self, most: int, seconds: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._most, self._seconds, self._clock = most, seconds, clock
        self._kept: OrderedDict[str, tuple[float, Any]] = OrderedDict()

    def get(self, session_id: str) -> Any:
        """Give a session to who comes back to it; None where it is not kept."""
        self.sweep()
        return self._kept.get(session_id, (0, None))[1]

    def save(self, session_info: Any) -> None:
        """Keep a session that has lost its connection."""
        self._kept[session_info.session.id] = (self._clock() + self._seconds, session_info)
        self._kept.move_to_end(session_info.session.id)
        self.sweep()

    def delete(self, session_id: str) -> None:
        """Forget a session that goes on, or that is ended elsewhere."""
        del self._kept[session_id]

    def list(self) -> list[Any]:
        """Give all sessions that are kept."""
        return [info for _, info in self._kept.values()]

    def sweep(self) -> None:
        """End what is too old, and what is too many."""
        while self._kept:
            session_id, (end, info) = next(iter(self._kept.items()))
            if end > self._clock() and len(self._kept) <= self._most:
                return
            del self._kept[session_id]
            info.session.shutdown()


@asynccontextmanager
async def keep_sessions(app: App) -> AsyncIterator[bool]:
    """Keep the sessions of up to `MOST_SESSIONS` people who have lost the server.

    How long is Streamlit's own setting, `server.disconnectedSessionTTL`. How many is not, so the
    place where it keeps them is exchanged before the first visitor. A version of Streamlit that has
    it elsewhere starts all the same, with its own number, and the log says so.

    Parameters
    ----------
    app : streamlit.App
        Whose runtime has been made.

    Yields
    ------
    bool
        Whether it could be done.
    """
    place = _exchange(app)
    sweeping = asyncio.create_task(_sweep(place)) if place else None
    try:
        yield place is not None
    finally:
        if sweeping:
            sweeping.cancel()
            with suppress(asyncio.CancelledError):
                await sweeping


def _exchange(app: App) -> LostSessions | None:
    manager: Any = getattr(getattr(app, "_runtime", None), "_session_mgr", None)
    before = getattr(manager, "_session_storage", None)
    ours = {"get", "save", "delete", "list"}
    theirs = {name for name in dir(before) if not name.startswith("_")}
    if before is None or theirs != ours or before.list():
        _LOGGER.warning("This version of Streamlit keeps its own number of lost sessions.")
        return None
    place = LostSessions(MOST_SESSIONS, config.get_option("server.disconnectedSessionTTL"))
    manager._session_storage = place
    return place


async def _sweep(place: LostSessions) -> None:
    while True:
        await asyncio.sleep(SWEEP)
        place.sweep()
