"""A person's own file, pasted block or drawing, on another page of the same session.

A link does not contain a file, nor what is too large for it. Where somebody follows one from page
to page, the session still has what it was made from, so nobody has to bring it again.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import streamlit as st

from gmm.points import FloatArray
from gmm.ui.held import hold


@dataclass(frozen=True, eq=False)  # that a weak reference can point at
class AtHand:
    """What a session has.

    Attributes
    ----------
    name : str
        Of the file; "" for a pasted block.
    mark : str
        Two contents that are marked alike are one.
    content : bytes, str or ndarray
        Of a file, a pasted block, a drawing.
    """

    name: str
    mark: str
    content: bytes | str | FloatArray


def keep_at_hand(data: str, name: str, mark: str, content: bytes | str | FloatArray) -> None:
    """Keep what was chosen last.

    Parameters
    ----------
    data : str
        The source's name.
    name, mark, content
        As of `AtHand`.
    """
    kept = st.session_state.get(_key(data))
    if kept is None or (kept.name, kept.mark) != (name, mark):
        kept = st.session_state[_key(data)] = AtHand(name, mark, content)
        hold(kept, content.nbytes if isinstance(content, np.ndarray) else len(content))


def offer_at_hand(data: str, name: str, make: Callable[[], bytes]) -> None:
    """Offer what a page leads on with: it is made when somebody follows the link there.

    Parameters
    ----------
    data : str
        The source's name.
    name : str
        Of the file.
    make : callable
        Gives its content.
    """
    st.session_state[_key(data, "offered")] = (name, make)


def find_at_hand(data: str, name: str) -> AtHand | None:
    """Find what was chosen last, or what was offered since, if it has this name.

    Parameters
    ----------
    data : str
        The source's name.
    name : str
    """
    offered = st.session_state.get(_key(data, "offered"))
    if offered is not None and offered[0] == name:
        content = st.session_state.pop(_key(data, "offered"))[1]()
        keep_at_hand(data, name, hashlib.sha256(content).hexdigest(), content)
    kept: AtHand | None = st.session_state.get(_key(data))
    return kept if kept is not None and kept.name == name else None


def forget_at_hand(data: str) -> None:
    """Forget it: somebody has taken it away."""
    st.session_state.pop(_key(data), None)


def _key(data: str, what: str = "at-hand") -> str:
    return f"{what}-{data}"
