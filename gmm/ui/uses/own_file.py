"""A person's own files on the page of a case: read once, kept while they are there."""

import hashlib
import re
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, TypeVar

import streamlit as st
from streamlit.logger import get_logger

from gmm.ui.held import hold
from gmm.ui.plain import plain
from gmm.ui.serving.uploads import find_refusal

_LOGGER = get_logger(__name__)
T = TypeVar("T")


class OwnFile(NamedTuple):
    """A file as somebody brought it.

    Attributes
    ----------
    name : str
    content : bytes
    """

    name: str
    content: bytes


class _Kept:
    """What was made of the files that were brought last, or why it could not be."""

    def __init__(self, mark: str, thing: Any, trouble: str) -> None:
        self.mark, self.thing, self.trouble = mark, thing, trouble


def take_file(
    page: str,
    label: str,
    kinds: Sequence[str],
    read: Callable[[str, bytes], T],
    help: str = "",
) -> T | None:
    """Ask for a file.

    Parameters
    ----------
    page : str
        Or another name that the page gives to one of several files.
    label : str
    kinds : sequence of str
        How the names may end.
    read : callable
        `read(name, content)`; raises ValueError with a sentence for the person.
    help : str
        What is taken, and the limits.

    Returns
    -------
    T or None
        What `read` has made of it; None where there is no file, or none that can be used. The page
        has then said so.
    """
    return take_files(
        *(page, label, kinds), lambda files: read(*files[0]), help=help, several=False
    )


def take_files(
    page: str,
    label: str,
    kinds: Sequence[str],
    read: Callable[[list[OwnFile]], T],
    help: str = "",
    several: bool = True,
) -> T | None:
    """Ask for several files that belong together.

    Parameters
    ----------
    page, label, kinds, help
        As of `take_file`.
    read : callable
        Of all files, in the order of their names: frame2 before frame10.
    several : bool
        Whether there may be more than one.

    Returns
    -------
    T or None
    """
    chosen: Any = st.file_uploader(
        label,
        type=list(kinds),
        accept_multiple_files=several,
        key=f"own-file-{page}",
        help=f"{help} It stays in this session: nobody else sees it.".strip(),
    )
    brought = (chosen or []) if several else [chosen] if chosen is not None else []
    if not brought:
        st.session_state.pop(f"own-{page}", None)
        if refused := find_refusal():
            st.error(refused)
        return None
    files = [OwnFile(each.name, each.getvalue()) for each in brought]
    kept = _read_once(page, sorted(files, key=_order), read)
    if kept.trouble:
        st.error(plain(kept.trouble))
        return None
    thing: T = kept.thing
    return thing


def _read_once(page: str, files: list[OwnFile], read: Callable[[list[OwnFile]], Any]) -> _Kept:
    digest = hashlib.sha256()
    for file in files:
        digest.update(repr((file.name, len(file.content))).encode() + file.content)
    mark, key = digest.hexdigest(), f"own-{page}"
    kept: _Kept | None = st.session_state.get(key)
    if kept is None or kept.mark != mark:
        kept = st.session_state[key] = _Kept(mark, *_try(files, read))
        hold(kept, sum(len(file.content) for file in files))
    return kept


def _try(files: list[OwnFile], read: Callable[[list[OwnFile]], Any]) -> tuple[Any, str]:
    try:
        return read(files), ""
    except ValueError as error:
        return None, str(error)
    except Exception:
        # What a library raises at a broken picture or sound is no short list: struct.error,
        # SyntaxError, OverflowError and others. The person gets a sentence, the log the rest.
        _LOGGER.exception("A file of a case could not be read.")
        names = ", ".join(file.name for file in files)
        return None, f"{names} cannot be read: the file seems to be broken. Choose another one."


def _order(file: OwnFile) -> list[tuple[int, str]]:
    return [(int(each), "") if each.isdecimal() else (_BEYOND, each) for each in _PARTS(file.name)]


_PARTS = re.compile(r"[0-9]{1,15}|[^0-9]+").findall
_BEYOND = 10**15  # words come after numbers
