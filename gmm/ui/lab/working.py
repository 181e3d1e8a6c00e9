"""Long work of a page, in parts: it shows how far it is, can be stopped, and keeps what it has.

A part is a short job for the recorder (`gmm.ui.recorder`), so the parts of several people take
turns, and what one of them has waited for is there for all who ask for the same.
"""

import pickle
import time
from collections.abc import Callable, Hashable, Sequence
from functools import partial
from typing import Any, NamedTuple

import streamlit as st
from streamlit.runtime.scriptrunner_utils.script_run_context import get_run_yield_check

from gmm.ui.held import hold_runs
from gmm.ui.plain import plain
from gmm.ui.recorder import Job, Recorder, RefusedError, Wanted, find_recorder
from gmm.ui.run_table import BoundedTable
from gmm.ui.waiting import NOTICE_STYLE

PATIENCE = 0.4  # seconds until it is told that work is being done
LOOK = 0.03  # between two looks whether a part is there
PAUSE, LONGEST_PAUSE = 0.5, 3.0  # between two pictures of what is there: each next one is
LONGER = 1.3  # so much longer, since pictures cost the browser more than work costs the server
AHEAD = 3  # parts that are asked for at once: two processes, and one that waits for them
SHARED_BYTES, OWN_BYTES = 64_000_000, 4_000_000


class Part(NamedTuple):
    """A part of some work.

    Attributes
    ----------
    key : hashable
        Two parts that would give other results have other ones.
    do : callable
        A function of a module that loads no Streamlit.
    arguments : tuple
        They can be pickled; what is in them is not changed.
    seconds : float
        How long it takes, by estimate: a part should take less than one.
    units : int
        How many of what is counted it does.
    """

    key: Hashable
    do: Callable[..., Any]
    arguments: tuple[Any, ...] = ()
    seconds: float = 0.5
    units: int = 1


class Work(NamedTuple):
    """What is done of some work.

    Attributes
    ----------
    results : list
        Of each part; None where it is not done.
    complete : bool
    """

    results: list[Any]
    complete: bool


def work(
    page: str,
    parts: Sequence[Part],
    what: str,
    unit: str,
    show: Callable[[list[Any]], object] = lambda results: None,
    shared: bool = False,
) -> Work:
    """Have the parts of some work done that are not done yet.

    Parameters
    ----------
    page : str
        Or another name that the page gives to one of several works.
    parts : sequence of Part
    what : str
        What is being done, as in "Running EM from many starts".
    unit : str
        What `Part.units` counts, in the plural.
    show : callable
        Draws what is there, None in the place of what is not: again and again while the work is
        done, at the end once with all. It draws into places of its own (`st.empty()`), and gives
        a widget or a chart a key only where nothing is missing.
    shared : bool
        Whether other sessions may have the results: so it is where the settings alone name the
        points.

    Returns
    -------
    Work
        Not complete where somebody has stopped it or the server has refused a part: the page says
        so, with a button that goes on.
    """
    table = _share() if shared else _keep_own()
    results = [table.find(part.key) for part in parts]
    place, halted = st.empty(), f"halted-work-{page}"
    name = hash(tuple(part.key for part in parts))
    before: tuple[int, str] | None = st.session_state.get(halted)
    sentence = before[1] if before and before[0] == name and None in results else ""
    if not sentence:
        st.session_state.pop(halted, None)
        recorder = find_recorder()
        try:
            if recorder is None:
                _do_here(parts, results, table)
            else:
                notice = _Notice(place, page, what, unit, (halted, name))
                _follow(recorder, parts, results, table, show, notice)
        except RefusedError as error:
            sentence = str(error)
            st.session_state[halted] = (name, sentence)
    place.empty()
    if sentence:  # before the pictures, which take their time
        with place.container(horizontal=True, vertical_alignment="center"):
            st.warning(plain(f"{sentence} {_count(parts, results, unit)}"))
            st.button("Go on", on_click=_go_on, args=(halted,), key=f"go-on-{page}")
    show(results)
    return Work(results, not sentence)


STOPPED = "Stopped."


def _go_on(halted: str) -> None:
    st.session_state.pop(halted, None)


def _stop(halted: str, name: int) -> None:
    st.session_state[halted] = (name, STOPPED)


def _count(parts: Sequence[Part], results: list[Any], unit: str) -> str:
    total = sum(part.units for part in parts)
    done = sum(
        part.units for part, result in zip(parts, results, strict=True) if result is not None
    )
    return f"{done:,} of {total:,} {unit} are done."


class _Notice:
    """What tells how far it is, once it takes longer than a moment."""

    def __init__(self, place: Any, page: str, what: str, unit: str, stop: tuple[str, int]) -> None:
        self._place, self._page, self._what, self._unit, self._stop = place, page, what, unit, stop
        self._begin = time.monotonic()
        self._bar: Any = None

    def tell(self, parts: Sequence[Part], results: list[Any]) -> None:
        if time.monotonic() - self._begin < PATIENCE:
            return
        share = sum(result is not None for result in results) / len(results)
        words = plain(f"{self._what}: {_count(parts, results, self._unit)}")
        if self._bar is None:
            key = f"waiting-{self._page}"  # a page may have several works
            with self._place.container(key=key, horizontal=True, vertical_alignment="center"):
                self._bar = st.progress(share, words, width=340)
                st.button("Stop", on_click=_stop, args=self._stop, key=f"stop-work-{self._page}")
                st.html(NOTICE_STYLE)
        else:
            self._bar.progress(share, words)


def _do_here(parts: Sequence[Part], results: list[Any], table: BoundedTable[Any]) -> None:
    for at, part in enumerate(parts):
        if results[at] is None:
            results[at] = part.do(*part.arguments)
            table.keep(part.key, results[at])


def _follow(
    recorder: Recorder,
    parts: Sequence[Part],
    results: list[Any],
    table: BoundedTable[Any],
    show: Callable[[list[Any]], object],
    notice: _Notice,
) -> None:
    """Ask for one part after the other, and put what comes into `results`."""
    look = get_run_yield_check()
    missing = [at for at, result in enumerate(results) if result is None]
    asked: dict[int, Wanted] = {}
    shown, pause = time.monotonic(), PAUSE
    fresh = len(missing) < len(parts)  # whether there is something to draw
    try:
        while missing or asked:
            while missing and len(asked) < AHEAD:
                at = missing.pop(0)
                asked[at] = _ask(recorder, parts[at], table)
            next(iter(asked.values())).wait(LOOK)
            if look:
                look()  # raises where another run of the page, or none, is wanted
            for at in [at for at, wanted in asked.items() if wanted.wait(0)]:
                results[at] = asked[at].take()
                asked.pop(at).leave()
                fresh = True
            if missing or asked:
                notice.tell(parts, results)
                if fresh and time.monotonic() - shown >= pause:
                    show(results)
                    fresh, shown = False, time.monotonic()
                    pause = min(LONGEST_PAUSE, LONGER * pause)
    finally:
        for wanted in asked.values():
            wanted.leave()


def _ask(recorder: Recorder, part: Part, table: BoundedTable[Any]) -> Wanted:
    job = Job(("part", part.key), part.do, part.arguments, part.seconds, aside=True)
    return recorder.ask(job, partial(table.keep, part.key), partial(table.find, part.key))


@st.cache_resource
def _share() -> BoundedTable[Any]:
    """What is made of bundled and generated data, for all sessions."""
    return BoundedTable(4_000, SHARED_BYTES, _measure)


def _keep_own() -> BoundedTable[Any]:
    """What is made of a person's own points, for this session alone."""
    if "worked" not in st.session_state:
        st.session_state["worked"] = BoundedTable(400, OWN_BYTES, _measure)
        hold_runs(st.session_state["worked"])
    table: BoundedTable[Any] = st.session_state["worked"]
    return table


def _measure(thing: Any) -> int:
    return len(pickle.dumps(thing, pickle.HIGHEST_PROTOCOL))
