"""Points that a hand puts down on the stage."""

import json

import numpy as np
import streamlit as st

from gmm.data.datasets import Dataset
from gmm.files import ASSETS
from gmm.points import FloatArray
from gmm.ui.address import change_address
from gmm.ui.brought import find_brought
from gmm.ui.carried import HERE, read_points, write_points
from gmm.ui.link import DRAWN, Link
from gmm.ui.run import Box
from gmm.ui.sources.offer import Offer

BOX: Box = tuple(json.loads((ASSETS / "look.json").read_text("utf-8"))["drawing_box"])


def offer(link: Link, page: str) -> Offer:
    """Give the points that the link carries, or that this session keeps; they may be none."""
    text = link.carried.drawn
    found = read_points(text) if text else None
    points = np.empty((0, 2)) if found is None else found.points
    if text == HERE:
        points = st.session_state.get(_name(page), points)
        brought = find_brought(link) if not len(points) else None
        if brought is not None:
            points = brought.dataset.points
        st.caption(
            "This drawing is too large for a link. It stays in this session."
            if len(points)
            else "The link does not contain its drawing, which was too large. Draw your own points."
        )
    if points.shape[1] != 2:
        points = np.empty((0, 2))
    return Offer(link, _make_dataset(points), BOX)


def keep_drawing(points: FloatArray, page: str) -> None:
    """Have the address carry the points where they are few enough, else keep them in the session.

    Parameters
    ----------
    points : ndarray, shape (N, 2)
    page : str
        Whose drawing it is.
    """
    text = write_points(_make_dataset(points)) if len(points) else ""
    st.session_state[_name(page)] = points if text == HERE else None
    change_address(**{DRAWN.name: text})


def _name(page: str) -> str:
    return f"drawing-{page}"


def _make_dataset(points: FloatArray) -> Dataset:
    return Dataset(
        points=points,
        columns=("x", "y"),
        units=("", ""),
        title="Drawn by hand",
        rows="points",
        labels=None,
        truth=None,
        note="",
    )
