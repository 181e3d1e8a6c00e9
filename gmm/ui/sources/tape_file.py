"""A tape that was taken away as a file, back as a run; nothing is recorded again."""

from typing import Any

import numpy as np
import streamlit as st

from gmm.archive import tape_from_json
from gmm.covariance import COVARIANCES
from gmm.data.datasets import Dataset
from gmm.limits import MAX_K
from gmm.scaling import Scaling, identity
from gmm.ui.link import UPLOAD, Settings
from gmm.ui.run import Run


def reopen(text: str, name: str) -> Run:
    """Make a run of a recorded one.

    Parameters
    ----------
    text : str
        What `gmm.archive.tape_to_json` wrote.
    name : str
        What the file is called.

    Raises
    ------
    ValueError
        If it is no such file, or a run that the stage cannot show; the message says why.
    """
    archive = tape_from_json(text)
    points = archive.em.points
    d = points.shape[1]
    k = len(archive.em.frames[0].mixture.weights)
    if d > 2 or k > MAX_K:
        raise ValueError(
            f"This run has {k} components in {d} dimensions. The stage shows up to {MAX_K} "
            "in one or two: open it with gmm.archive instead."
        )
    about = archive.about
    scaling = _read_scaling(about, d)
    covariance = about.get("covariance")
    own = scaling.origin + scaling.spread * points
    for array in (own, *scaling):
        array.setflags(write=False)
    return Run(
        settings=Settings(
            data=UPLOAD,
            k=k,
            covariance=covariance if covariance in list(COVARIANCES) else "full",
            twin=archive.kmeans is not None,
        ),
        dataset=Dataset(
            points=own,
            columns=_read_words(about, "columns", ("x", "y")[:d]),
            units=_read_words(about, "units", ("",) * d),
            title=str(about.get("title", name))[:80],
            rows="points",
            labels=None,
            truth=None,
            note="",
            frequencies=archive.em.weights,
        ),
        points=points,
        scaling=scaling,
        tapes=(archive.em,) if archive.kmeans is None else (archive.em, archive.kmeans),
        file=name,
    )


def reopen_once(content: bytes, name: str, page: str) -> Run:
    """Make a run of a file, again only when it is another one.

    Parameters
    ----------
    content : bytes
    name : str
        What the file is called.
    page : str
        Whose file it is.
    """
    key = f"tape-{page}"
    kept = st.session_state.get(key)
    if kept is None or kept[0] != (content, name):
        kept = ((content, name), reopen(content.decode("utf-8", errors="replace"), name))
        st.session_state[key] = kept
    run: Run = kept[1]
    return run


def _read_words(about: dict[str, Any], name: str, plain: tuple[str, ...]) -> tuple[str, ...]:
    words = about.get(name)
    if isinstance(words, list) and len(words) == len(plain):
        return tuple(str(word)[:60] for word in words)
    return plain


def _read_scaling(about: dict[str, Any], d: int) -> Scaling:
    """The way back to the data's units, where the file tells it."""
    try:
        origin = np.array(about["origin"], dtype=np.float64)
        spread = np.array(about["spread"], dtype=np.float64)
    except (KeyError, TypeError, ValueError, OverflowError):
        return identity(d)
    fits = origin.shape == spread.shape == (d,)
    if fits and np.isfinite(origin).all() and np.isfinite(spread).all() and (spread > 0).all():
        return Scaling(origin, spread)
    return identity(d)
