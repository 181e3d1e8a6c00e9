"""Points that a hand puts down on the stage."""

import json

import numpy as np
import streamlit as st

from gmm.data.datasets import Dataset
from gmm.files import ASSETS
from gmm.points import FloatArray
from gmm.ui.address import change_address
from gmm.ui.carried import HERE, read_points, write_points
from gmm.ui.link import DRAW, DRAWN, Link
from gmm.ui.run import Box
from gmm.ui.sources.at_hand import find_at_hand, forget_at_hand, keep_at_hand
from gmm.ui.sources.offer import Offer

BOX: Box = tuple(json.loads((ASSETS / "look.json").read_text("utf-8"))["drawing_box"])


def offer(link: Link, page: str) -> Offer:
    """Give the points that the link carries, or that this session keeps; they may be none."""
    text = link.carried.drawn
    found = read_points(text) if text else None
    points = np.empty((0, 2)) if found is None else found.points
    if text == HERE:
        kept = find_at_hand(DRAW, "")
        if kept is not None and isinstance(kept.content, np.ndarray):
            points = kept.content
        st.caption(
            "This drawing is too large for a link. It stays in this session."
            if len(points)
            else "The link does not contain its drawing, which was too large. Draw your own points."
        )
    if points.shape[1] != 2:
        points = np.empty((0, 2))
    return Offer(link, _make_dataset(points), BOX)


def keep_drawing(points: FloatArray) -> None:
    """Have the address carry the points where they are few enough, else keep them in the session.

    Parameters
    ----------
    points : ndarray, shape (N, 2)
    """
    text = write_points(_make_dataset(points)) if len(points) else ""
    forget_at_hand(DRAW)
    if text == HERE:
        keep_at_hand(DRAW, "", "", points)
    change_address(**{DRAWN.name: text})


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
