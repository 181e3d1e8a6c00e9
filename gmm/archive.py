"""Archive: a run as a JSON file that can be loaded again bit for bit.

assets/tape.schema.json describes the file (JSON Schema 2020-12). Every float64 is written with the
fewest digits that give it back; JSON has no infinity, so a log-likelihood or a bound that is minus
infinity is the text "-infinity".
"""

import json
import math
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple, NoReturn, TypeVar

import numpy as np

from gmm.json_values import (
    LOWEST,
    refuse,
    take_array,
    take_fields,
    take_index,
    take_list,
    take_number,
    take_object,
    write_lines,
)
from gmm.limits import MAX_ROWS
from gmm.mixture import Mixture, log_joint
from gmm.points import FloatArray, as_points, as_weights
from gmm.tape import Frame, KMeansFrame, Tape

VERSION = 1
FORMAT = "mixtape tape"
LONGEST = 100_000_000  # characters of a file
STOPPED = {
    "em": ("converged", "identical", "max_iterations", "collapsed", "small_gain", "rule"),
    "kmeans": ("converged", "max_iterations", "small_shift", "rule"),
}
CAUSES = ("empty", "point", "line")
UNKNOWN = "unknown"  # for the rest of a run that nobody can foresee

T = TypeVar("T")


class Archive(NamedTuple):
    """What a file of a run holds.

    Attributes
    ----------
    em : Tape of Frame
    kmeans : Tape of KMeansFrame, or None
        On the same points.
    about : dict
        What else was written down, as JSON has it.
    """

    em: Tape[Frame]
    kmeans: Tape[KMeansFrame] | None
    about: dict[str, Any]


def tape_to_json(em: Tape[Frame], kmeans: Tape[KMeansFrame] | None = None, **about: object) -> str:
    """Write a run as JSON.

    Parameters
    ----------
    em : Tape of Frame
    kmeans : Tape of KMeansFrame, optional
        Its twin, recorded on the same points.
    **about
        Whatever else should be known of the run, such as its title, columns, scaling or settings;
        anything that JSON can hold.

    Returns
    -------
    str
        A line for each point, mixture and frame.

    Raises
    ------
    ValueError
        If the twin was recorded on other points, or if `about` holds what JSON cannot.
    """
    if kmeans is not None and not _share_points(em, kmeans):
        raise ValueError("The tape of k-means was recorded on other points. Record both on one.")
    frames = [
        {
            **_describe_frame(i, "mixture", "responsible"),
            "log_likelihood": _name_lowest(frame.log_likelihood),
            "bound": None if frame.bound is None else _name_lowest(frame.bound),
        }
        for i, frame in enumerate(em.frames)
    ]
    return _write(
        {
            "format": FORMAT,
            "version": VERSION,
            "about": about,
            "points": em.points.tolist(),
            "weights": None if em.weights is None else em.weights.tolist(),
            "em": {
                "stopped": em.stopped,
                "collapsed": em.collapsed,
                "cause": em.cause,
                "rest": UNKNOWN if em.rest == math.inf else em.rest,
                "mixtures": [_lay_out(f.mixture) for f in em.frames if f.phase != "E"],
                "frames": frames,
            },
            "kmeans": None if kmeans is None else _lay_out_twin(kmeans),
        }
    )


def tape_from_json(text: str, *, most_frames: int | None = None) -> Archive:
    """Load a run that `tape_to_json` wrote.

    Parameters
    ----------
    text : str
    most_frames : int, optional
        How many frames each tape may have.

    Returns
    -------
    Archive
        Equal to what was written, to the bit. Arrays are read-only, and frames that shared a
        mixture share it again.

    Raises
    ------
    ValueError
        If the text is not such a file. The sentence says what is wrong and where.
    """
    file = _open(text)
    if most_frames is not None:
        for name in ("em", "kmeans"):
            _check_length(file[name], name, most_frames)
    points = take_array(file["points"], 2, "points")
    if len(points) > MAX_ROWS:
        raise ValueError(f"The file holds {len(points):,} points; up to {MAX_ROWS:,} can be used.")
    points = _freeze(as_points(points))
    weights = None
    if file["weights"] is not None:
        given = as_weights(take_array(file["weights"], 1, "weights"), len(points))
        weights = None if given is None else _freeze(given)
    em = _read_em(take_object(file["em"], "em"), points, weights)
    twin = None
    if file["kmeans"] is not None:
        k = len(em.frames[0].mixture.weights)
        twin = _read_kmeans(take_object(file["kmeans"], "kmeans"), points, weights, k)
    return Archive(em, twin, file["about"])


def _lay_out(mixture: Mixture) -> dict[str, Any]:
    return {name: array.tolist() for name, array in mixture._asdict().items()}


def _lay_out_twin(tape: Tape[KMeansFrame]) -> dict[str, Any]:
    return {
        "stopped": tape.stopped,
        "centroids": [frame.centroids.tolist() for frame in tape.frames if frame.phase != "E"],
        "frames": [
            {**_describe_frame(i, "centroids", "assigned"), "inertia": frame.inertia}
            for i, frame in enumerate(tape.frames)
        ],
    }


def _describe_frame(i: int, drawn: str, source: str) -> dict[str, Any]:
    """What frame `i` is, and the numbers of what it draws and of what its colours came from.

    Shapes move at an M-step only, and colours at an E-step.
    """
    return {
        "phase": "start" if i == 0 else "E" if i % 2 else "M",
        "iteration": (i + 1) // 2,
        drawn: i // 2,
        source: None if i == 0 else (i - 1) // 2,
    }


def _name_lowest(value: float) -> float | str:
    return LOWEST if value == -math.inf else value


def _share_points(em: Tape[Frame], kmeans: Tape[KMeansFrame]) -> bool:
    weights = [np.ones(0) if tape.weights is None else tape.weights for tape in (em, kmeans)]
    return np.array_equal(em.points, kmeans.points) and np.array_equal(weights[0], weights[1])


def _write(file: dict[str, Any]) -> str:
    try:
        return write_lines(file, 3) + "\n"
    except (TypeError, ValueError, RecursionError) as error:
        raise ValueError(f"JSON cannot hold this run: {error}.") from None


def _open(text: str) -> dict[str, Any]:
    """The file as an object with the fields of its format, of which only the outermost is known."""
    if len(text) > LONGEST:
        raise ValueError(
            f"The file has {len(text):,} characters; up to {LONGEST:,} can be read. "
            f"Save a shorter run."
        )
    try:
        file = json.loads(text, parse_constant=_refuse_constant)
    except RecursionError:
        raise ValueError("This is not a file of Mixtape's: it is nested too deeply.") from None
    except ValueError as error:
        raise ValueError(
            f"This is not a file of Mixtape's: {error}. Choose a JSON file that was saved here."
        ) from None
    if not isinstance(file, dict) or file.get("format") != FORMAT:
        raise ValueError(
            "This JSON is not a file of Mixtape's: there is no “format” that says so. "
            "Choose one that was saved here."
        )
    version = file.get("version")
    if isinstance(version, bool) or version != VERSION:
        raise ValueError(
            f"The file is of version {str(version)[:20]}, but only version {VERSION} can be read. "
            f"Save it again from a Mixtape of that version."
        )
    take_fields(file, "the file", ("about", "points", "weights", "em", "kmeans"))
    take_object(file["about"], "about")
    return file


def _check_length(tape: Any, name: str, most: int) -> None:
    """Refuse a tape for its length before any of it is read."""
    frames = tape.get("frames") if isinstance(tape, dict) else None
    if isinstance(frames, list) and len(frames) > most:
        raise ValueError(
            f"The tape “{name}” has {len(frames):,} frames; up to {most:,} can be shown. Record "
            f"the run with at most {(most - 1) // 2:,} iterations, and save it again."
        )


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"it holds {name}, which is not a number in JSON")


def _read_em(file: dict[str, Any], points: FloatArray, weights: FloatArray | None) -> Tape[Frame]:
    take_fields(file, "em", ("stopped", "collapsed", "mixtures", "frames"))
    mixtures = [
        _read_mixture(mixture, f"mixture {i} of em")
        for i, mixture in enumerate(take_list(file["mixtures"], "mixtures of em"))
    ]
    shapes = {mixture.means.shape for mixture in mixtures}
    if len(shapes) != 1 or shapes.pop()[1] != points.shape[1]:
        raise ValueError(
            "The mixtures of em do not all have the same number of components, and a dimension for "
            "each column of the points. Mend the file, or save it again."
        )
    fields = ("mixture", "responsible", "log_likelihood", "bound")
    frames = []
    for where, frame, mixture, responsible in _walk_frames(file, "em", mixtures, fields):
        likelihood = take_number(frame["log_likelihood"], f"log_likelihood in {where}", lowest=True)
        bound = frame["bound"]
        if (bound is None) != (responsible is None):
            refuse(f"bound in {where}", "null at the start and a number elsewhere")
        if bound is not None:
            bound = take_number(bound, f"bound in {where}", lowest=True)
        phase, iteration = frame["phase"], frame["iteration"]
        frames.append(Frame(phase, iteration, mixture, responsible, likelihood, bound))
    collapsed = file["collapsed"]
    if (file["stopped"] == "collapsed") != (collapsed is not None):
        refuse("collapsed of em", "a component where the run stopped as collapsed, else null")
    if collapsed is not None:
        collapsed = take_index(collapsed, len(mixtures[0].weights), "collapsed of em")
    # Files of before say neither what became of a component nor what was left to gain.
    cause, rest = file.get("cause"), file.get("rest")
    if cause is not None and (cause not in CAUSES or collapsed is None):
        refuse("cause of em", f"one of {', '.join(CAUSES)} after a collapse, else null")
    if rest is not None:
        rest = math.inf if rest == UNKNOWN else take_number(rest, "rest of em")
        if rest < 0 or collapsed is not None:
            refuse("rest of em", f'a number of 0 or more or "{UNKNOWN}", null after a collapse')
    return Tape(points, tuple(frames), file["stopped"], collapsed, weights, cause, rest)


def _read_kmeans(
    file: dict[str, Any], points: FloatArray, weights: FloatArray | None, k: int
) -> Tape[KMeansFrame]:
    take_fields(file, "kmeans", ("stopped", "centroids", "frames"))
    places = [
        _freeze(take_array(centroids, 2, f"centroids {i} of kmeans"))
        for i, centroids in enumerate(take_list(file["centroids"], "centroids of kmeans"))
    ]
    if any(centroids.shape != (k, points.shape[1]) for centroids in places):
        refuse("centroids of kmeans", f"{k} rows of {points.shape[1]} each, as em's means have")
    frames = tuple(
        KMeansFrame(
            frame["phase"],
            frame["iteration"],
            centroids,
            assigned,
            _read_inertia(frame["inertia"], f"inertia in {where}"),
        )
        for where, frame, centroids, assigned in _walk_frames(
            file, "kmeans", places, ("centroids", "assigned", "inertia")
        )
    )
    return Tape(points, frames, file["stopped"], None, weights)


def _read_inertia(value: Any, where: str) -> float:
    inertia = take_number(value, where)
    if inertia < 0:
        refuse(where, "a number of 0 or more")
    return inertia


def _walk_frames(
    file: dict[str, Any], tape: str, kept: Sequence[T], fields: Sequence[str]
) -> Iterator[tuple[str, dict[str, Any], T, T | None]]:
    """Where each frame is, what it holds, what it draws and what its colours came from."""
    drawn, source, *values = fields
    if file["stopped"] not in STOPPED[tape]:
        refuse(f"stopped of {tape}", f"one of {', '.join(STOPPED[tape])}")
    frames = take_list(file["frames"], f"frames of {tape}")
    if (len(frames) % 2 == 0) != (file["stopped"] == "collapsed"):
        refuse(f"frames of {tape}", "a run to the end: only a collapse ends it at an E-step")
    if len(kept) != (len(frames) + 1) // 2:
        refuse(f"{drawn} of {tape}", f"{(len(frames) + 1) // 2}: the start's and the M-steps'")
    for i, frame in enumerate(frames):
        where = f"frame {i} of {tape}"
        place = _describe_frame(i, drawn, source)
        frame = take_fields(take_object(frame, where), where, [*place, *values])
        for name, expected in place.items():
            if type(frame[name]) is not type(expected) or frame[name] != expected:
                refuse(f"{name} in {where}", json.dumps(expected))
        index, coloured = place[drawn], place[source]
        yield where, frame, kept[index], None if coloured is None else kept[coloured]


def _read_mixture(value: Any, where: str) -> Mixture:
    fields = take_fields(take_object(value, where), where, Mixture._fields)
    mixture = Mixture(
        *(
            _freeze(take_array(fields[name], axes, f"{name} of {where}"))
            for name, axes in zip(Mixture._fields, (1, 2, 3), strict=True)
        )
    )
    weights, means, covariances = mixture
    k, d = means.shape
    if weights.shape != (k,) or covariances.shape != (k, d, d):
        refuse(where, "K weights, K by D means and K by D by D covariances")
    if not (weights >= 0).all() or abs(weights.sum() - 1) > 1e-6:
        refuse(f"weights of {where}", "0 or more, and 1 in all")
    largest = np.abs(covariances).max(axis=(1, 2), keepdims=True)
    if not (np.abs(covariances - covariances.transpose(0, 2, 1)) <= 1e-9 * largest).all():
        refuse(f"covariances of {where}", "symmetric")
    try:
        with np.errstate(all="ignore"):
            log_joint(means, mixture)  # raises where a covariance is not positive definite
    except ValueError as error:
        raise ValueError(f"In {where}: {error}") from None
    return mixture


def _freeze(array: FloatArray) -> FloatArray:
    array.flags.writeable = False
    return array
