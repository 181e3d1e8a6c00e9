"""A run as a file of its tapes, and back; nothing is recorded again."""

from typing import Any

import numpy as np

from gmm.archive import Archive, tape_from_json, tape_to_json
from gmm.covariance import COVARIANCES
from gmm.data.datasets import Dataset
from gmm.limits import LARGEST, MAX_FRAMES, MAX_K
from gmm.points import FloatArray
from gmm.scaling import Scaling, identity
from gmm.tape import Frame, Tape
from gmm.ui.link import UPLOAD, Settings
from gmm.ui.run import Run
from gmm.ui.units import Tapes, restore_tapes, scale_tapes


def write_tape(run: Run) -> str:
    """Write a run's tapes as JSON (assets/tape.schema.json), in the data's own units.

    Parameters
    ----------
    run : Run
        One that EM has a tape of.
    """
    tapes = restore_tapes(run)
    if tapes is None:
        raise ValueError("EM has no tape of this run.")
    return tape_to_json(
        *tapes,
        title=run.dataset.title,
        columns=list(run.dataset.columns),
        units=list(run.dataset.units),
        scaling={"origin": run.scaling.origin.tolist(), "spread": run.scaling.spread.tolist()},
        covariance=run.settings.covariance,
        ridge=run.settings.ridge,
    )


def reopen(text: str, name: str) -> Run:
    """Make a run of a recorded one.

    Parameters
    ----------
    text : str
        What `write_tape` wrote, or `gmm.archive.tape_to_json`.
    name : str
        What the file is called.

    Raises
    ------
    ValueError
        If it is no such file, or a run that the stage cannot show; the message says why.
    """
    archive = tape_from_json(text, most_frames=MAX_FRAMES)
    d = archive.em.points.shape[1]
    k = len(archive.em.frames[0].mixture.weights)
    if d > 2 or k > MAX_K:
        raise ValueError(
            f"This run has {k} components in {d} dimensions. The stage shows up to {MAX_K} "
            "components in one or two dimensions. Open the file with gmm.archive instead."
        )
    about = archive.about
    covariance = about.get("covariance")
    own, tapes, scaling = _find_units(archive)
    em, kmeans = tapes
    for array in (own, *scaling):
        array.setflags(write=False)
    return Run(
        settings=Settings(
            data=UPLOAD,
            k=k,
            covariance=covariance if covariance in list(COVARIANCES) else "full",
            ridge=_read_ridge(about),
            twin=kmeans is not None,
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
            frequencies=em.weights,
        ),
        points=em.points,
        scaling=scaling,
        tapes=(em,) if kmeans is None else (em, kmeans),
        file=name,
    )


def _read_words(about: dict[str, Any], name: str, plain: tuple[str, ...]) -> tuple[str, ...]:
    words = about.get(name)
    if isinstance(words, list) and len(words) == len(plain):
        return tuple(str(word)[:60] for word in words)
    return plain


def _read_ridge(about: dict[str, Any]) -> float:
    ridge = about.get("ridge")
    if isinstance(ridge, int | float) and not isinstance(ridge, bool) and 0 <= ridge < LARGEST:
        return float(ridge)
    return 0.0


def _find_units(archive: Archive) -> tuple[FloatArray, Tapes, Scaling]:
    """The points in the data's own units, the tapes as they were recorded, and the way between.

    A file is in the data's own units, and `about.scaling` says how its points were scaled to be
    recorded. Earlier files hold scaled points, and `about` itself says the way back.
    """
    about, tapes = archive.about, (archive.em, archive.kmeans)
    points = archive.em.points
    told = about.get("scaling")
    if isinstance(told, dict):
        scaling = _read_scaling(told, points.shape[1])
        with np.errstate(all="ignore"):
            scaled = scale_tapes(tapes, scaling)
        if _can_be_shown(scaled[0]):
            return points, scaled, scaling
        return points, tapes, identity(points.shape[1])
    scaling = _read_scaling(about, points.shape[1])
    return scaling.origin + scaling.spread * points, tapes, scaling


def _can_be_shown(em: Tape[Frame]) -> bool:
    """Whether numbers are still numbers, whatever a file said of its scaling."""
    try:
        for frame in em.frames:
            np.linalg.cholesky(frame.mixture.covariances)
    except np.linalg.LinAlgError:
        return False
    arrays = [em.points, *(array for frame in em.frames for array in frame.mixture)]
    return all(bool(np.isfinite(array).all()) for array in arrays)


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
