"""Tapes -> payload -> the stage: a component in JavaScript that steps, scrubs and plays alone.

The payload is JSON: words, and float64 arrays in base64 (little-endian, nothing rounded). The
stage gets the points once and one small mixture an iteration; it computes densities,
responsibilities and colours itself, so no message goes to the server while somebody steps.
"""

import base64
import hashlib
import json
import re
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import streamlit as st

from gmm.files import ASSETS
from gmm.limits import MAX_DRAWN, fair_sample
from gmm.mixture import Mixture
from gmm.scaling import Scaling, identity
from gmm.tape import Frame, KMeansFrame, Tape

Payload = dict[str, Any]

STAGE = ASSETS / "stage"


def payload(
    points: npt.NDArray[np.float64],
    scaling: Scaling,
    labels: Iterable[str],
    em: Tape[Frame],
    kmeans: Tape[KMeansFrame] | None,
    tolerance: float,
    truth: npt.NDArray[np.int64] | None = None,
    frequencies: npt.NDArray[np.float64] | None = None,
    **words: Any,
) -> Payload:
    """Pack a run for the stage.

    Parameters
    ----------
    points : (N, D) array
        What the tapes were recorded on, D = 1 or 2; at most `MAX_DRAWN` of them are packed, drawn
        by chance.
    scaling : Scaling
        The way from these points to the data's own units, for ticks and the table of parameters.
    labels : iterable of str
        A name for each column, its unit in brackets where it has one.
    em, kmeans : Tape
        The twins' tapes; kmeans may be None.
    tolerance : float
        The change of log-likelihood per point (nats) at which EM was told to stop.
    truth : (N,) int array or None
        The points' true labels, where they are known; -1 for a point whose label is not.
    frequencies : (N,) array or None
        How often each point was counted, where that is not once.
    **words
        What the stage shows or obeys as it is: title, summary, start, covariance, edits, easel,
        box.

    Returns
    -------
    dict
        JSON-ready; `run` is a digest of all the rest, so that the stage knows a new run from an old
        one.
    """
    total, dimensions = points.shape
    drawn = fair_sample(total, MAX_DRAWN)
    mixtures = [frame.mixture for frame in em.frames if frame.phase != "E"]
    packed: Payload = {
        **words,
        "D": dimensions,
        "K": len(em.frames[0].mixture.weights),
        # What the components' effective counts add up to.
        "total": total if frequencies is None else float(frequencies.sum()),
        "sampled": total > MAX_DRAWN,
        "frequencies": None if frequencies is None else pack(frequencies[drawn]),
        "points": pack(points[drawn]),
        "truth": None if truth is None else truth[drawn].tolist(),
        "axes": _axes(labels, scaling),
        "em": {
            "frames": len(em.frames),
            "stopped": em.stopped,
            "collapsed": em.collapsed,
            "tolerance": tolerance,
            "mixtures": pack(np.concatenate([_flat(mixture) for mixture in mixtures])),
            "log_likelihood": pack([frame.log_likelihood for frame in em.frames]),
            # The start has no responsibilities on show, hence no bound.
            "bound": pack([np.nan if frame.bound is None else frame.bound for frame in em.frames]),
        },
        "kmeans": kmeans
        and {
            "frames": len(kmeans.frames),
            "stopped": kmeans.stopped,
            "centroids": pack([f.centroids for f in kmeans.frames if f.phase != "E"]),
            "inertia": pack([frame.inertia for frame in kmeans.frames]),
        },
    }
    return _with_digest(packed)


def last_mixture(run: Payload) -> Mixture:
    """The mixture at the end of EM's tape, in the data's own units.

    Parameters
    ----------
    run : dict
        What `payload` packed.
    """
    k, d = run["K"], run["D"]
    entries = d * (d + 1) // 2
    row = np.frombuffer(base64.b64decode(run["em"]["mixtures"]), "<f8")
    weights, means, upper = np.split(row[-k * (1 + d + entries) :], [k, k + k * d])
    covariances = np.empty((k, d, d))
    rows, columns = np.triu_indices(d)
    covariances[:, rows, columns] = upper.reshape(k, entries)
    covariances[:, columns, rows] = upper.reshape(k, entries)
    origin = np.array([axis["origin"] for axis in run["axes"]])
    spread = np.array([axis["spread"] for axis in run["axes"]])
    return Mixture(
        weights, origin + spread * means.reshape(k, d), covariances * np.outer(spread, spread)
    )


def blank_payload(
    points: npt.NDArray[np.float64], labels: Iterable[str], k: int, twin: bool, **words: Any
) -> Payload:
    """Pack points that are too few for a run: the stage shows them and asks for more.

    Parameters
    ----------
    points : (N, D) array
    labels : iterable of str
        A name for each column.
    k : int
        How many components are asked for.
    twin : bool
        Whether k-means has a pane.
    **words
        As for `payload`.
    """
    dimensions = points.shape[1]
    return _with_digest(
        {
            **words,
            "blank": True,
            "D": dimensions,
            "K": k,
            "total": len(points),
            "points": pack(points),
            "axes": _axes(labels, identity(dimensions)),
            "kmeans": {} if twin else None,
        }
    )


def _axes(labels: Iterable[str], scaling: Scaling) -> list[dict[str, Any]]:
    columns = zip(labels, scaling.origin.tolist(), scaling.spread.tolist(), strict=True)
    return [
        {"label": label, "name": label.split(" (")[0], "origin": origin, "spread": spread}
        for label, origin, spread in columns
    ]


def _with_digest(packed: Payload) -> Payload:
    digest = hashlib.sha256(json.dumps(packed, sort_keys=True).encode()).hexdigest()
    return {**packed, "run": digest[:16]}


def pack(values: npt.ArrayLike) -> str:
    """Float64, little-endian, row by row, in base64."""
    return base64.b64encode(np.asarray(values, dtype="<f8").tobytes()).decode()


def _flat(mixture: Mixture) -> npt.NDArray[np.float64]:
    """Weights, means and the covariances' upper triangles in one row."""
    upper = np.triu_indices(mixture.means.shape[1])
    covariances = mixture.covariances[:, *upper]
    return np.concatenate([mixture.weights, mixture.means.ravel(), covariances.ravel()])


# ------------------------------------------------------------------------------ one file of
# JavaScript

_IMPORT = re.compile(r'^import (\{[^}]*\}) from "\./(\w+)\.js";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?:const|(?:async )?function) (\w+)", re.MULTILINE)


def bundle(entry: str = "stage") -> str:
    """The stage's modules in one script, each in a scope of its own, the entry last.

    Streamlit takes a component's JavaScript as one string, and a page that opens from a file cannot
    import modules. In a browser's tests the modules are loaded as they are.
    """
    names: list[str] = []

    def visit(name: str) -> None:
        for _, imported in _IMPORT.findall(_source(name)):
            visit(imported)
        if name not in names:
            names.append(name)

    visit(entry)
    return "\n".join([_scoped(name) for name in names[:-1]] + [_linked(entry)])


def _source(name: str) -> str:
    return (STAGE / f"{name}.js").read_text(encoding="utf-8")


def _linked(name: str) -> str:
    """A module whose imports are taken from the scopes before it."""
    return _IMPORT.sub(r"const \1 = module_\2;\n", _source(name))


def _scoped(name: str) -> str:
    """A module as an expression that gives its exports."""
    exports = ", ".join(_EXPORT.findall(_source(name)))
    body = re.sub(r"^export (?=const|async|function)", "", _linked(name), flags=re.MULTILINE)
    return f"const module_{name} = (() => {{\n{body}\nreturn {{ {exports} }};\n}})();"


@cache
def _component() -> Any:
    return st.components.v2.component(
        "mixtape_stage",
        html=(STAGE / "stage.html").read_text(encoding="utf-8"),
        css=(STAGE / "stage.css").read_text(encoding="utf-8"),
        js=bundle(),
    )


def stage(
    run: Payload,
    frame: int = 0,
    view: str = "",
    ask: str = "",
    answer: str = "",
    on_edit: Callable[[object], None] | None = None,
) -> None:
    """Put the stage on the page, at a frame where it has not been shown before.

    Parameters
    ----------
    run : dict
        What `payload` packed.
    frame : int
        The frame to open on; a stage that shows this run already stays where it is.
    view : str
        What is seen there at first: layers, modes and the card, as the stage writes them into the
        address (assets/stage/view.js).
    ask, answer : str
        A question above the pictures and the answer that it reveals; "" for none.
    on_edit : callable or None
        Is given what a hand did, before the page runs again: a start dragged into place, points
        drawn, an undo. The message of a ValueError that it raises is shown.
    """

    def edited() -> None:
        try:
            if on_edit is not None:
                on_edit(st.session_state["stage"].edited)
        except ValueError as error:
            st.toast(str(error))

    _component()(
        key="stage",
        data={
            **run,
            "frame": frame,
            "view": view,
            "ask": ask,
            "answer": answer,
            "linked": True,
        },
        on_edited_change=edited,
    )
