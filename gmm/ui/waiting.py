"""How a page waits for the recorder: told what is being done, with a button that stops it."""

import time
from collections.abc import Callable
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.scriptrunner_utils.exceptions import RerunException
from streamlit.runtime.scriptrunner_utils.script_run_context import get_run_yield_check

from gmm.ui.plain import plain
from gmm.ui.recorder import Job, RefusedError, Wanted, find_recorder

# Seconds until a page tells that it waits. An ordinary run takes a tenth; it takes longer only
# where many people ask at once, and is there before anybody could stop it.
PATIENCE, PATIENCE_FOR_LIGHT = 0.4, 2.0
# Seconds between two looks whether anybody still waits: at first, and of who waits for longer.
LOOK, LATER_LOOK = 0.05, 0.25

STOPPED = "Stopped. What was there before is still shown."

_Find = Callable[[], Any]
_Keep = Callable[[Any], object]


def do(
    job: Job,
    keep: _Keep | None = None,
    find: _Find | None = None,
    report: Callable[..., object] | None = None,
) -> Any:
    """Have a job done, with nothing told on the page but by `report`.

    Parameters
    ----------
    job : Job
    keep, find : callable, optional
        As `gmm.ui.recorder.Recorder.ask` has them.
    report : callable, optional
        Is called with what a job reports that does so.

    Returns
    -------
    object
        What the job gives; what it raises is raised here.
    """
    recorder = find_recorder()
    if recorder is None:
        return _do_here(job, keep, report)
    wanted = recorder.ask(job, keep, find)
    look, told = get_run_yield_check(), wanted.told
    try:
        while not wanted.wait(LATER_LOOK):
            if look:
                look()
            if report and wanted.told is not told:
                told = wanted.told
                report(*told)
        return wanted.take()
    finally:
        wanted.leave(stop=True)


def ask(
    job: Job,
    page: str,
    what: str,
    keep: _Keep | None = None,
    find: _Find | None = None,
    place: DeltaGenerator | None = None,
) -> Any:
    """Have a job done, and say so on the page where it takes longer than a moment.

    Somebody who has stopped a job, or to whom it was refused, does not get it again until they
    ask for it (`offer_again`) or for another one.

    Parameters
    ----------
    job : Job
    page : str
        Where somebody waits.
    what : str
        What is being done, as in "Recording a run: 20,000 points, K = 12".
    keep, find : callable, optional
        As `gmm.ui.recorder.Recorder.ask` has them.
    place : DeltaGenerator, optional
        An empty element to say so in: a new one would take the place of what stands below it.

    Returns
    -------
    object
        What the job gives.

    Raises
    ------
    RefusedError
        If it was stopped or refused, now or before. What the job itself raises is raised as well.
    """
    recorder = find_recorder()
    if recorder is None:
        return _do_here(job, keep)
    halted = st.session_state.get(_name(page))
    if halted is not None and halted[0] == job.key:
        raise RefusedError(halted[1])
    wanted = recorder.ask(job, keep, find)
    stop = True
    try:
        _wait(wanted, job, page, what, place)
        return wanted.take()
    except RerunException:
        # Whoever waits has changed something, perhaps not what this depends on.
        stop = False
        raise
    except RefusedError as error:
        st.session_state[_name(page)] = (job.key, str(error))
        raise
    finally:
        wanted.leave(stop)


def forget_stop(page: str) -> None:
    """Do what was stopped or refused, the next time that it is asked for.

    Parameters
    ----------
    page : str
    """
    st.session_state.pop(_name(page), None)


def offer_again(page: str, label: str) -> None:
    """A button that asks for what was stopped or refused, where something was.

    Parameters
    ----------
    page, label : str
    """
    if _name(page) in st.session_state:
        st.button(label, on_click=forget_stop, args=(page,), key=f"again-{page}")


def _do_here(job: Job, keep: _Keep | None, report: Callable[..., object] | None = None) -> Any:
    value = job.do(*job.arguments, **({"report": report} if job.reports else {}))
    if keep:
        keep(value)
    return value


def _wait(wanted: Wanted, job: Job, page: str, what: str, place: DeltaGenerator | None) -> None:
    begin, look = time.monotonic(), get_run_yield_check()
    patience = PATIENCE if job.heavy else PATIENCE_FOR_LIGHT
    told = False
    while not wanted.wait(LATER_LOOK if told else LOOK):
        if look:
            look()  # raises where another run of the page, or none, is wanted
        if not told and time.monotonic() - begin >= patience:
            told = True
            place = st.empty() if place is None else place
            key = f"waiting-{hash(job.key)}"  # a page may wait for one job after the other
            with place.container(key=key, horizontal=True, vertical_alignment="center"):
                _tell(job, page, what)
    if told and place is not None:
        place.empty()


def _tell(job: Job, page: str, what: str) -> None:
    st.markdown(plain(f"{what}."))
    st.button("Stop", on_click=_stop, args=(job, page), key=f"stop-{hash(job.key)}")
    st.html(NOTICE_STYLE)


def _stop(job: Job, page: str) -> None:
    st.session_state[_name(page)] = (job.key, STOPPED)
    recorder = find_recorder()
    if recorder is not None:
        recorder.drop(job.key)


def _name(page: str) -> str:
    return f"halted-{page}"


# What is on the page stays as it is and can be used: Streamlit would let it fade while a page is
# being run. The notice moves nothing.
NOTICE_STYLE = """<style>
[data-stale="true"] { opacity: 1 !important; }
:has(> [class*="st-key-waiting"]) { position: absolute; }
[class*="st-key-waiting"] {
  position: fixed; z-index: 1000; inset: auto 1rem 1rem auto; width: auto !important;
  max-width: calc(100vw - 2rem); padding: 0.6rem 1rem; border-radius: 0.5rem;
  border: 1px solid; border-color: color-mix(in srgb, currentColor 25%, transparent);
  background: color-mix(in srgb, currentColor 8%, transparent); backdrop-filter: blur(16px);
}
@media (max-width: 640px) {
  [class*="st-key-waiting"] { inset: 3.75rem 1rem auto 1rem; }
}
</style>"""
