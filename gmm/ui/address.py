"""The address of a page: the link that it is opened with, and what a hand changes of it later."""

from collections.abc import Iterator, Mapping
from typing import Any

import streamlit as st

from gmm.ui.examples import EXAMPLES
from gmm.ui.link import (
    DATA,
    FRAME,
    HAND,
    STAGE_NAMES,
    TABLE,
    VERSION,
    VERSION_NAME,
    K,
    Link,
    Settings,
    list_parameters,
    open_settings,
    read_link,
    repair,
    write_link,
    write_settings,
)
from gmm.ui.plain import plain

_WORDS = {word: name for word, name in STAGE_NAMES.items() if name != VERSION_NAME}


def bind(name: str) -> dict[str, Any]:
    """Say what ties a widget to the parameter of that name."""
    st.session_state.setdefault("bound", set()).add(name)
    return {"key": name, "bind": "query-params"}


def open_link(page: str) -> Link:
    """Read the address.

    What a link asks for and cannot get is said once, when the page is opened with it; what the app
    itself writes later needs no remark.

    Parameters
    ----------
    page : str
    """
    key = f"remarks-{page}"
    if key not in st.session_state:
        query = _complete(st.query_params.to_dict(), page)
        st.session_state[key] = read_link(query)[1]
        repaired = repair(query)
        # Of a name that is there several times the last holds; a widget would not take any.
        several = any(len(st.query_params.get_all(name)) > 1 for name in st.query_params)
        if several or repaired != query:
            # Before any widget is bound to it: each then begins with what the link meant.
            st.query_params.from_dict(repaired)
            st.rerun()
    for remark in st.session_state[key]:
        st.toast(plain(remark), icon=":material/link_off:", duration="long")
    st.session_state[key] = []
    return read_link(_complete(_read_query(page), page))[0]


def find_opening(data: str, page: str) -> Settings:
    """Give what a page's widgets show where the address says nothing.

    Parameters
    ----------
    data : str
        The data set's name.
    page : str

    Returns
    -------
    Settings
        Those that the data set opens with, or those of the page's example while no data are chosen.
    """
    if page in EXAMPLES and DATA.name not in st.query_params:
        return EXAMPLES[page].settings
    return open_settings(data)


def write_query(link: Link) -> dict[str, str]:
    """Write the query of a link for any page, also for one that opens with an example of its own.

    Parameters
    ----------
    link : Link
    """
    written = {DATA.name: link.settings.data, VERSION_NAME: str(VERSION)} | write_link(link)
    # What the link leaves open, Streamlit would fill with what widgets of this page hold.
    held = {name: text for name, text in write_settings(link).items() if name in st.query_params}
    return held | written


def _complete(query: Mapping[str, str], page: str) -> dict[str, str]:
    """Say in an address what the page's example says, as far as it leaves that open.

    No link of an earlier version leads to a page with an example.
    """
    if page not in EXAMPLES:
        return dict(query)
    example = {} if DATA.name in query else write_link(EXAMPLES[page])
    return {**example, VERSION_NAME: str(VERSION), **query}


def _read_query(page: str) -> dict[str, str]:
    """The address, with what the stage has told of it since Streamlit read it."""
    query = st.query_params.to_dict()
    where, before = st.session_state.get(f"where-{page}", ({}, {}))
    return query | where if before == _read_stage_names(query) else query


def open_data(data: str, page: str) -> None:
    """Go to another data set as it opens, in the same view and the same classroom.

    It is called before any widget is drawn: those of the settings then show what the set opens
    with. Whether k-means is there stays as it is, and a K that a teacher locked.

    Parameters
    ----------
    data : str
        Its name.
    page : str
    """
    query = _read_query(page)
    before = read_link(_complete(query, page))[0]
    bound = {*dict(_list_settings(before.settings.data)), *dict(_list_settings(data))}
    file = [parameter.name for parameter in TABLE]
    left = {*bound, *file, DATA.name, FRAME.name, HAND.name, VERSION_NAME, *_list_bound()}
    kept = {name: text for name, text in query.items() if text and name not in left}
    kept |= {DATA.name: data} if data != DATA.default or page in EXAMPLES else {}
    # One message to the browser, so one entry in its history. It may not name what a widget is
    # bound to; what it leaves out is gone.
    st.query_params.from_dict(kept | ({VERSION_NAME: str(VERSION)} if kept else {}))
    _write_again(_list_bound() - bound)
    st.session_state.pop(f"where-{page}", None)
    stays = {"twin"} | ({K.name} if before.classroom.lock else set())
    for name, opening in _list_settings(data):
        stayed = st.session_state.get(name, opening) if name in stays else opening
        st.session_state[name] = stayed


def take_over(link: Link, page: str) -> None:
    """Go to what a link of another page says, in this page's own view of it.

    As `open_data`, it is called before any widget is drawn.

    Parameters
    ----------
    link : Link
    page : str
    """
    query = _read_query(page)
    bound = {
        name: value
        for data in (read_link(_complete(query, page))[0].settings.data, link.settings.data)
        for name, value in _list_settings(data)
    }
    named = {parameter.name for _, parameter in list_parameters(link.settings.data)}
    left = {*named, *bound, DATA.name, *_list_bound()}
    kept = {name: text for name, text in query.items() if name not in left}
    written = write_query(link)
    st.query_params.from_dict(
        {**kept, **{name: text for name, text in written.items() if name not in bound}}
    )
    _write_again(_list_bound() - set(bound))
    st.session_state.pop(f"where-{page}", None)
    asked = link.settings._asdict() | dict(link.settings.knobs)
    for name, opening in _list_settings(link.settings.data):
        st.session_state[name] = asked.get(name, opening)


def _list_settings(data: str) -> Iterator[tuple[str, Any]]:
    """What a widget is bound to beside a data set, and what the set opens with."""
    for part, parameter in list_parameters(data):
        if part in ("settings", "knobs") and parameter is not DATA:
            yield parameter.name, parameter.default


def _list_bound() -> set[str]:
    """What widgets have been bound to: Streamlit alone may write that into the address."""
    bound: set[str] = st.session_state.get("bound", set())
    return bound


def _write_again(names: set[str]) -> None:
    """Have Streamlit write what widgets hold into an address that has lost it."""
    for name in names & set(st.session_state):
        st.session_state[name] = st.session_state[name]


def keep_whereabouts(where: object, page: str) -> None:
    """Keep what the stage tells of the browser's address.

    The stage writes the frame, the view and a start by hand into the address by itself. Streamlit
    reads the address only now and then, so what it sends may be older; where it sends something
    else than when this was told, it has read the address since.

    Parameters
    ----------
    where : object
        A mapping of the stage's words to texts.
    page : str
    """
    if isinstance(where, Mapping):
        told = {name: str(where.get(word, "")) for word, name in _WORDS.items()}
        before = _read_stage_names(st.query_params.to_dict())
        st.session_state[f"where-{page}"] = (told, before)


def _read_stage_names(query: Mapping[str, str]) -> dict[str, str]:
    return {name: query.get(name, "") for name in _WORDS.values()}


def change_address(**changes: str) -> None:
    """Change parameters of the address that no widget is bound to, all at once.

    Parameters
    ----------
    **changes
        New texts by name; "" takes a parameter away.
    """
    now = st.query_params.to_dict()
    if any(now.get(name, "") != text for name, text in changes.items()):
        # One message to the browser, so one entry in its history. An empty list is left out of the
        # address, and deleting would be a message of its own.
        st.query_params.update({name: text or [] for name, text in changes.items()})
