"""Run -> what the stage is given: JSON of words, and float64 arrays in base64, nothing rounded.

The stage gets the points once and one small mixture an iteration; it computes densities,
responsibilities and colours itself, so no message goes to the server while somebody steps.
"""

import base64
import hashlib
from itertools import zip_longest
from typing import Any

import numpy as np
import numpy.typing as npt

from gmm.limits import MAX_DRAWN, fair_sample, limit_iterations
from gmm.mixture import Mixture
from gmm.scaling import measure_log_volume
from gmm.tape import TOLERANCE, Frame, Tape
from gmm.ui.carried import write_start
from gmm.ui.run import (
    AnyTape,
    Run,
    identify_points,
    name_columns,
    write_summary,
    write_title,
)

Payload = dict[str, Any]


def pack_run(run: Run) -> Payload:
    """Pack a run for the stage.

    Parameters
    ----------
    run : Run
        In any number of dimensions, with any number of tapes; at most `MAX_DRAWN` of the points are
        packed, drawn by chance.

    Returns
    -------
    dict
        JSON-ready. `run` names the run: two that would show other numbers have other names.
    """
    settings, dataset = run.settings, run.dataset
    total, dimensions = run.points.shape
    drawn = fair_sample(total, MAX_DRAWN)
    weights = dataset.frequencies
    truth = dataset.labels if run.tapes else None
    belongs = identify_points(run)
    base = _identify(belongs, settings.ridge, run.file, run.box, *_tell_tapes(run))
    hand = "" if run.hand is None else write_start(run.hand, belongs)
    columns = zip(name_columns(dataset), *(part.tolist() for part in run.scaling), strict=True)
    return {
        "run": f"{base}:{hand}",
        "base": base,
        "hand": hand,
        "belongs": belongs,
        "title": write_title(run),
        "rows": "points" if run.file else dataset.rows,
        "row_count": total,
        "summary": write_summary(run),
        # What the summary is once a hand has set the start.
        "by_hand": write_summary(run._replace(hand=run.em.frames[0].mixture if run.em else None)),
        "start": "" if run.file else settings.start,
        "covariance": settings.covariance,
        "D": dimensions,
        "K": len(run.em.frames[0].mixture.weights) if run.em else settings.k,
        # What the components' effective counts add up to.
        "total": run.number,
        "sampled": total > MAX_DRAWN,
        "frequencies": None if weights is None else pack(weights[drawn]),
        "points": pack(run.points[drawn]),
        "truth": None if truth is None else truth[drawn].tolist(),
        "label_names": list(dataset.label_names),
        # The stage calculates in scaled units, and shows numbers in the data's own.
        "log_volume": measure_log_volume(run.scaling),
        "standardised": run.is_standardised,
        "sees_scaling": run.sees_scaling,
        "axes": [
            {"label": label, "name": label.split(" (")[0], "origin": origin, "spread": spread}
            for label, origin, spread in columns
        ],
        "box": run.box,
        "easel": run.box is not None and not run.awaits,
        "awaits": run.awaits,
        "blank": not run.tapes,
        "recording": {
            "covariance": settings.covariance,
            "ridge": settings.ridge,
            "tolerance": TOLERANCE,
            "iterations": limit_iterations(max(total, 1), settings.k),
        },
        "tapes": [
            _pack_tape(tape) | ({"name": name} if name else {})
            for tape, name in zip_longest(run.tapes, run.names)
        ]
        or _empty_tapes(settings.twin),
    }


def split_payload(payload: Payload) -> tuple[Payload, Payload, Payload]:
    """Part what most settings leave as it is from the rest of a payload.

    Parameters
    ----------
    payload : dict
        What `pack_run` gives.

    Returns
    -------
    cloud, tape, rest : dict
        The points and what belongs to each of them, the first tape, and all else. "part" names the
        first two: another content has another name. "parts" in `rest` has both names.
    """
    alone = ("points", "frequencies", "truth")
    cloud = _name_part({name: payload[name] for name in alone})
    tape = _name_part({"tapes": payload["tapes"][:1]})
    rest = {name: value for name, value in payload.items() if name not in alone}
    names = [cloud["part"], tape["part"]]
    return cloud, tape, rest | {"tapes": payload["tapes"][1:], "parts": names}


def _name_part(part: Payload) -> Payload:
    digest = hashlib.sha256()
    for field in (part, *part.get("tapes", [])):
        for name, value in field.items():
            if name != "tapes":
                # The long ones are text already; what is between two says where one ends.
                text = value if isinstance(value, str) else repr(value)
                digest.update(f"{name} {len(text)} ".encode())
                digest.update(text.encode())
    return part | {"part": digest.hexdigest()[:16]}


def pack(values: npt.ArrayLike) -> str:
    """Put numbers into text: float64, little-endian, row by row, in base64."""
    return base64.b64encode(np.asarray(values, dtype="<f8").tobytes()).decode()


def _identify(*told: object) -> str:
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16]


def _tell_tapes(run: Run) -> list[object]:
    """What tells runs of the same settings apart, where the tapes do not follow from those."""
    ends = [_take_end(tape).tobytes() for tape in run.tapes]
    return [run.names, ends, [len(tape.frames) for tape in run.tapes]] if run.names else []


def _take_end(tape: AnyTape) -> npt.NDArray[np.float64]:
    last = tape.frames[-1]
    return _flatten([last.mixture]) if isinstance(last, Frame) else last.centroids


def _pack_tape(tape: Tape[Any]) -> Payload:
    """A tape of mixtures or of centroids: what a frame draws, once for each move."""
    frames = tape.frames
    moves = [frame for frame in frames if frame.phase != "E"]
    steps = any(frame.phase == "step" for frame in frames)
    packed = {
        "frames": len(frames),
        "stopped": tape.stopped,
        "phases": "steps" if steps else "half-steps",
    }
    if isinstance(frames[0], Frame):
        # The start has no responsibilities on show, hence no bound.
        bounds = [np.nan if frame.bound is None else frame.bound for frame in frames]
        return packed | {
            "name": "EM",
            "kind": "mixture",
            "collapsed": tape.collapsed,
            "cause": tape.cause,
            # JSON has no infinity: nobody knows the rest.
            "rest": tape.rest if tape.rest is not None and np.isfinite(tape.rest) else None,
            "mixtures": pack(_flatten([frame.mixture for frame in moves])),
            "log_likelihood": pack([frame.log_likelihood for frame in frames]),
            "bound": pack(bounds),
        }
    return packed | {
        "name": "k-means",
        "kind": "centroids",
        "centroids": pack([frame.centroids for frame in moves]),
        "inertia": pack([frame.inertia for frame in frames]),
    }


def _flatten(mixtures: list[Mixture]) -> npt.NDArray[np.float64]:
    """A row for each: weights, means and the covariances' upper triangles."""
    weights, means, covariances = (np.stack(part) for part in zip(*mixtures, strict=True))
    upper = covariances[..., *np.triu_indices(means.shape[-1])]
    count = len(mixtures)
    return np.concatenate([part.reshape(count, -1) for part in (weights, means, upper)], axis=1)


def _empty_tapes(twin: bool) -> list[Payload]:
    """What stands in the panes while there is nothing to run on."""
    nothing = {"frames": 1, "stopped": "", "phases": "half-steps"}
    em = nothing | {"name": "EM", "kind": "mixture", "mixtures": "", "bound": ""}
    kmeans = nothing | {"name": "k-means", "kind": "centroids", "centroids": "", "inertia": ""}
    return [em | {"log_likelihood": ""}, *([kmeans] if twin else [])]
