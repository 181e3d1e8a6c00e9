"""A tape that was taken away as a file, back on the stage."""

from typing import Any

import numpy as np

from gmm.archive import tape_from_json
from gmm.limits import MAX_K
from gmm.scaling import Scaling, identity
from gmm.ui.recording import TOLERANCE
from gmm.ui.stage.payload import Payload, payload


def reopened(text: str, name: str) -> Payload:
    """Pack a recorded run for the stage; nothing is recorded again.

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
    d = archive.em.points.shape[1]
    k = len(archive.em.frames[0].mixture.weights)
    if d > 2 or k > MAX_K:
        raise ValueError(
            f"This run has {k} components in {d} dimensions. The stage shows up to {MAX_K} "
            "in one or two: open it with gmm.archive instead."
        )
    about = archive.about
    return payload(
        archive.em.points,
        _scaling(about, d),
        _names(about, d),
        archive.em,
        archive.kmeans,
        TOLERANCE,
        frequencies=archive.em.weights,
        title=f"{str(about.get('title', name))[:80]}, a recorded run",
        summary=f"K = {k} · from {name}",
        start="of the recorded run",
        covariance=str(about.get("covariance", "full")),
        edits=0,
        easel=False,
        box=None,
    )


def _names(about: dict[str, Any], d: int) -> list[str]:
    names = about.get("columns")
    if isinstance(names, list) and len(names) == d:
        return [str(name)[:60] for name in names]
    return ["x", "y"][:d]


def _scaling(about: dict[str, Any], d: int) -> Scaling:
    """The way back to the data's units, where the file tells it."""
    try:
        origin = np.array(about["origin"], dtype=np.float64)
        spread = np.array(about["spread"], dtype=np.float64)
    except (KeyError, TypeError, ValueError):
        return identity(d)
    fits = origin.shape == spread.shape == (d,)
    if fits and np.isfinite(origin).all() and np.isfinite(spread).all() and (spread > 0).all():
        return Scaling(origin, spread)
    return identity(d)
