"""Every number that a lesson may name: one table, from a name to how it is calculated.

All are in the data's own units (inertia: in those that k-means sees). Components, points and kinds
count from 1, as people do.
"""

import math
from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from scipy.optimize import linear_sum_assignment

from gmm.em import e_step
from gmm.kmeans import assign
from gmm.mixture import Mixture, log_joint
from gmm.pairing import pair_clusters
from gmm.points import FloatArray, IntArray
from gmm.selection import aic, bic, free_parameters, icl
from gmm.tape import Frame, KMeansFrame, Tape
from gmm.ui.link import Settings
from gmm.ui.run import Run, record_run
from gmm.ui.units import restore_frame

UNDECIDED = (
    0.9  # a point with no share as large is undecided; assets/stage/pies.js draws it as a pie
)
LOWER = 0.5  # nats: a run that ends by so much below another has found another optimum


Ends = tuple[tuple[float, bool], ...]
Tried = tuple[Settings, int, bytes]


class Measured:
    """A run's numbers, calculated when they are asked for, each frame once.

    Parameters
    ----------
    run : Run
    frame : int
        The frame that a scene opens with.
    known : dict, optional
        What start seeds led to, shared by the scenes of a lesson.
    """

    def __init__(self, run: Run, frame: int, known: dict[Tried, Ends] | None = None) -> None:
        assert run.em is not None
        self.run, self.em = run, run.em
        self.frame = min(frame, run.frames - 1)
        self.points = run.dataset.points
        self.often = (
            np.ones(len(self.points))
            if run.dataset.frequencies is None
            else run.dataset.frequencies
        )
        self.at = lru_cache(64)(self._at)
        self.gamma = lru_cache(64)(self._gamma)
        self._known = {} if known is None else known

    def _at(self, frame: int) -> Frame:
        """EM's frame in the data's own units; it stays at its last one."""
        return restore_frame(self.run, self.em.frames[min(frame, len(self.em.frames) - 1)])

    def _gamma(self, frame: int) -> FloatArray:
        """The responsibilities on show, (N, K)."""
        responsible = self.at(frame).responsible
        if responsible is None:
            raise ValueError("There are no responsibilities at the start: an E-step comes first.")
        return e_step(self.points, responsible)[0]

    def ends(self, m: int) -> Ends:
        """The final log-likelihood of each start seed from 0 on, and whether the run collapsed."""
        same = self.run.settings._replace(start_seed=0, twin=False)
        key = (same, m, self.points.tobytes())
        if key not in self._known:
            ends = []
            for seed in range(m):
                em = (other := record_run(same._replace(start_seed=seed), self.run.dataset)).em
                assert em is not None
                last = restore_frame(other, em.frames[-1]).log_likelihood
                ends.append((last, em.stopped == "collapsed"))
            self._known[key] = tuple(ends)
        return self._known[key]

    def asked(self, frame: int) -> Mixture:
        """The mixture that the responsibilities on show came from, or will come from."""
        found = self.at(frame)
        return found.mixture if found.responsible is None else found.responsible

    def count(self, which: Any) -> float:
        """How many points those are, each as often as it was counted."""
        return float(self.often[which].sum())

    @property
    def kmeans(self) -> Tape[KMeansFrame]:
        """The tape of k-means."""
        if self.run.kmeans is None:
            raise ValueError("There is no k-means in this scene (twin=false).")
        return self.run.kmeans

    def labels(self, frame: int) -> IntArray:
        """The likeliest component of each point."""
        found: IntArray = self.gamma(frame).argmax(axis=1)
        return found

    def clusters(self, frame: int) -> IntArray:
        """The cluster of each point, as k-means has it."""
        tape = self.kmeans
        assigned = tape.frames[min(frame, len(tape.frames) - 1)].assigned
        if assigned is None:
            raise ValueError("There are no clusters at the start: an assignment comes first.")
        return assign(tape.points, assigned)[0]


class Quantity(NamedTuple):
    """A number that has a name.

    Attributes
    ----------
    parts : str
        What follows the name, each after a dot: "k" a component, "n" a point, "j" a kind, "a" an
        axis (x or y in two dimensions, nothing in one), "v" a value, "m" how many.
    calculate : callable
        `calculate(measured, *parts)` of the scene, `calculate(measured, frame, *parts)` of a frame.
    """

    parts: str
    calculate: Callable[..., float]


# ------------------------------------------------------------------------------ of a scene


def _average(data: Measured, a: int) -> float:
    return float(np.average(data.points[:, a], weights=data.often))


def _spread(data: Measured, a: int, b: int) -> float:
    away = data.points - np.average(data.points, axis=0, weights=data.often)
    return float(np.average(away[:, a] * away[:, b], weights=data.often))


def _correlate(covariance: FloatArray) -> float:
    return float(covariance[0, 1] / math.sqrt(covariance[0, 0] * covariance[1, 1]))


def _only(data: Measured) -> FloatArray:
    if data.points.shape[1] != 1:
        raise ValueError("This needs data with one column.")
    return data.points[:, 0]


def _kinds(data: Measured) -> IntArray:
    labels = data.run.dataset.labels
    if labels is None:
        raise ValueError("These data have no true labels.")
    return labels


def _count_wrong(data: Measured, labels: IntArray) -> float:
    """How many points lie with another true kind than the one that their label is matched with."""
    kinds = _kinds(data)
    known = kinds >= 0
    alike = np.zeros((labels.max() + 1, kinds.max() + 1))
    np.add.at(alike, (labels[known], kinds[known]), data.often[known])
    return data.count(known) - float(alike[linear_sum_assignment(alike, maximize=True)].sum())


def _try_seeds(data: Measured, m: int) -> FloatArray:
    return np.array([end for end, _ in data.ends(m)])


def _best_without_collapse(data: Measured, m: int) -> float:
    ends = [end for end, collapsed in data.ends(m) if not collapsed]
    if not ends:
        raise ValueError("All of these starts collapse.")
    return max(ends)


def _sort_out(data: Measured, m: int) -> float:
    best = _best_without_collapse(data, m)
    return float(sum(end < best - LOWER for end, bad in data.ends(m) if not bad))


def _count_parameters(data: Measured) -> float:
    k, d = data.em.frames[0].mixture.means.shape
    return free_parameters(k, d, data.run.settings.covariance)


OF_SCENE: dict[str, Quantity] = {
    "N": Quantity("", lambda data: data.count(slice(None))),
    "rows": Quantity("", lambda data: len(data.points)),
    "D": Quantity("", lambda data: data.points.shape[1]),
    "K": Quantity("", lambda data: len(data.em.frames[0].mixture.weights)),
    "frames": Quantity("", lambda data: data.run.frames),
    "iterations": Quantity("", lambda data: data.em.frames[-1].iteration),
    "kmeans.iterations": Quantity("", lambda data: data.kmeans.frames[-1].iteration),
    "converged": Quantity("", lambda data: data.em.stopped in ("converged", "identical")),
    "collapsed": Quantity("", lambda data: data.em.stopped == "collapsed"),
    "free": Quantity(
        "",
        _count_parameters,
    ),
    "rest": Quantity("", lambda data: math.nan if data.em.rest is None else data.em.rest),
    "data.mean": Quantity("a", _average),
    "data.sd": Quantity("a", lambda data, a: math.sqrt(_spread(data, a, a))),
    "data.variance": Quantity("a", lambda data, a: _spread(data, a, a)),
    "data.least": Quantity("a", lambda data, a: data.points[:, a].min()),
    "data.most": Quantity("a", lambda data, a: data.points[:, a].max()),
    "data.covariance": Quantity("", lambda data: _spread(data, 0, 1)),
    "data.correlation": Quantity(
        "",
        lambda data: _correlate(np.cov(data.points.T, aweights=data.often, ddof=0)),
    ),
    "data.frequency": Quantity("v", lambda data, v: data.count(_only(data) == v)),
    "data.below": Quantity("v", lambda data, v: data.count(_only(data) < v)),
    "data.above": Quantity("v", lambda data, v: data.count(_only(data) > v)),
    "point": Quantity("na", lambda data, n, a: data.points[n, a]),
    "seeds.best": Quantity("m", _best_without_collapse),
    "seeds.worst": Quantity("m", lambda data, m: _try_seeds(data, m).min()),
    "seeds.lower": Quantity("m", _sort_out),
    "seeds.collapsed": Quantity("m", lambda data, m: sum(bad for _, bad in data.ends(m))),
    "truth.K": Quantity("", lambda data: _kinds(data).max() + 1),
    "truth.size": Quantity("j", lambda data, j: data.count(_kinds(data) == j)),
}

# ------------------------------------------------------------------------------ of a frame


def _gain(data: Measured, frame: int) -> float:
    now = data.at(frame)
    if now.iteration == 0:
        raise ValueError("Nothing is gained at the start.")
    before = 2 * (now.iteration - 1)
    return now.log_likelihood - data.at(before).log_likelihood


def _entry(data: Measured, frame: int, k: int, a: int, b: int) -> float:
    return float(data.at(frame).mixture.covariances[k, a, b])


def _axis(data: Measured, frame: int, k: int, which: int) -> tuple[float, float]:
    """The standard deviation along an axis of the ellipse, the short one first, and its angle."""
    variances, axes = np.linalg.eigh(data.at(frame).mixture.covariances[k])
    angle = math.degrees(math.atan2(axes[1, which], axes[0, which]))
    return math.sqrt(variances[which]), (angle + 90) % 180 - 90


def _joint(data: Measured, frame: int, n: int) -> FloatArray:
    joint: FloatArray = np.exp(log_joint(data.points[n : n + 1], data.asked(frame))[0])
    return joint


def _pair(data: Measured, frame: int) -> IntArray:
    """The component of each cluster."""
    k = len(data.em.frames[0].mixture.weights)
    return pair_clusters(data.labels(frame), data.clusters(frame), k, weights=data.often)


def _differ(data: Measured, frame: int) -> float:
    return data.count(_pair(data, frame)[data.clusters(frame)] != data.labels(frame))


def _centroid(data: Measured, frame: int, k: int, a: int) -> float:
    tape = data.kmeans
    origin, spread = data.run.scaling
    centroids = tape.frames[min(frame, len(tape.frames) - 1)].centroids
    if tape.frames[min(frame, len(tape.frames) - 1)].assigned is not None:
        k = int(np.flatnonzero(_pair(data, frame) == k)[0])  # the one with component k's colour
    return float((origin + spread * centroids)[k, a])


def _inertia(data: Measured, frame: int) -> float:
    tape = data.kmeans
    return tape.frames[min(frame, len(tape.frames) - 1)].inertia


def _criterion(measure: Callable[..., float]) -> Callable[[Measured, int], float]:
    def calculate(data: Measured, frame: int) -> float:
        return measure(
            *(data.points, data.at(frame).mixture, data.run.settings.covariance),
            weights=data.run.dataset.frequencies,
        )

    return calculate


def _bound(data: Measured, frame: int) -> float:
    bound = data.at(frame).bound
    if bound is None:
        raise ValueError("There is no bound at the start: an E-step comes first.")
    return bound


OF_FRAME: dict[str, Quantity] = {
    "iteration": Quantity("", lambda data, f: data.at(f).iteration),
    "log_likelihood": Quantity("", lambda data, f: data.at(f).log_likelihood),
    "bound": Quantity("", _bound),
    "gap": Quantity("", lambda data, f: data.at(f).log_likelihood - _bound(data, f)),
    "gain": Quantity("", _gain),
    "inertia": Quantity("", _inertia),
    "weight": Quantity("k", lambda data, f, k: data.at(f).mixture.weights[k]),
    "count": Quantity("k", lambda data, f, k: data.often @ data.gamma(f)[:, k]),
    "mean": Quantity("ka", lambda data, f, k, a: data.at(f).mixture.means[k, a]),
    "sd": Quantity("ka", lambda data, f, k, a: math.sqrt(_entry(data, f, k, a, a))),
    "variance": Quantity("ka", lambda data, f, k, a: _entry(data, f, k, a, a)),
    "covariance": Quantity("k", lambda data, f, k: _entry(data, f, k, 0, 1)),
    "correlation": Quantity("k", lambda data, f, k: _correlate(data.at(f).mixture.covariances[k])),
    "centroid": Quantity("ka", _centroid),
    "share": Quantity("nk", lambda data, f, n, k: data.gamma(f)[n, k]),
    "density": Quantity(
        "nk", lambda data, f, n, k: _joint(data, f, n)[k] / data.asked(f).weights[k]
    ),
    "joint": Quantity("nk", lambda data, f, n, k: float(_joint(data, f, n)[k])),
    "mixture": Quantity("n", lambda data, f, n: _joint(data, f, n).sum()),
    "size": Quantity("k", lambda data, f, k: data.count(data.labels(f) == k)),
    "undecided": Quantity("", lambda data, f: data.count(data.gamma(f).max(axis=1) < UNDECIDED)),
    "differ": Quantity("", _differ),
    "wrong": Quantity("", lambda data, f: _count_wrong(data, data.labels(f))),
    "wrong.kmeans": Quantity("", lambda data, f: _count_wrong(data, data.clusters(f))),
    "bic": Quantity("", _criterion(bic)),
    "aic": Quantity("", _criterion(aic)),
    "icl": Quantity("", _criterion(icl)),
    "long": Quantity("k", lambda data, f, k: _axis(data, f, k, 1)[0]),
    "short": Quantity("k", lambda data, f, k: _axis(data, f, k, 0)[0]),
    "angle": Quantity("k", lambda data, f, k: _axis(data, f, k, 1)[1]),
}


# ------------------------------------------------------------------------------ by name


def is_of_frame(name: str) -> bool:
    """Whether a name without a prefix is of a frame, and so changes with the one on show."""
    return _match(name, OF_FRAME) is not None


def calculate(name: str, scenes: list[Measured | None], scene: int) -> float:
    """Calculate the number that a name stands for.

    Parameters
    ----------
    name : str
        Such as "mean.1.x", "end.log_likelihood", "frame.3.share.17.2" or "scene.2.N".
    scenes : list of Measured or None
        None where a scene's link does not work.
    scene : int
        Which of them the name stands in, from 0.

    Raises
    ------
    ValueError
        With a sentence, if there is no such number.
    """
    words = name.split(".")
    if words[0] == "scene":
        scene = _whole(
            words[1] if len(words) > 1 else "", len(scenes), f"There is no scene {{}} ({name})."
        )
        words = words[2:]
    data = scenes[scene]
    if data is None:
        raise ValueError(f"“{name}” belongs to a scene whose link does not work.")
    frame, rest = _find_frame(words, data, name)
    path = ".".join(rest)
    quantity = _match(path, OF_FRAME)
    if quantity is not None:
        return float(quantity[0].calculate(data, frame, *_read_parts(quantity, data, name)))
    quantity = _match(path, OF_SCENE)
    if quantity is None or rest != words:
        raise ValueError(f"“{name}” is none of the numbers that a lesson knows.")
    return float(quantity[0].calculate(data, *_read_parts(quantity, data, name)))


def _find_frame(words: list[str], data: Measured, name: str) -> tuple[int, list[str]]:
    if words[:1] == ["start"]:
        return 0, words[1:]
    if words[:1] == ["end"]:
        return data.run.frames - 1, words[1:]
    if words[:1] == ["frame"]:
        sentence = f"The run has frames from 0 to {data.run.frames - 1} ({name})."
        text = words[1] if len(words) > 1 else ""
        if not text.isdecimal() or int(text) >= data.run.frames:
            raise ValueError(sentence)
        return int(text), words[2:]
    return data.frame, words


def _match(path: str, table: dict[str, Quantity]) -> tuple[Quantity, list[str]] | None:
    """The quantity that a path names, and the parts that follow: the longest name that fits.

    "seeds.10.best" has its part in the middle.
    """
    words = path.split(".")
    if words[0] == "seeds" and len(words) == 3:
        words = [words[0], words[2], words[1]]
    for length in range(min(2, len(words)), 0, -1):
        quantity = table.get(".".join(words[:length]))
        if quantity is not None:
            return quantity, words[length:]
    return None


def _read_parts(found: tuple[Quantity, list[str]], data: Measured, name: str) -> list[float]:
    quantity, words = found
    dimensions = data.points.shape[1]
    parts: list[float] = []
    for kind in quantity.parts:
        if kind == "a":
            parts.append(_read_axis(words, dimensions, name))
        elif kind == "v":
            parts.append(_read_value(".".join(words), name))
            words = []
        else:
            text = words.pop(0) if words else ""
            parts.append(_read_number(kind, text, data, name))
    if words:
        raise ValueError(f"“{name}” has too many parts.")
    return parts


def _read_axis(words: list[str], dimensions: int, name: str) -> int:
    if dimensions == 1:
        return 0
    if not words or words[0] not in ("x", "y"):
        raise ValueError(f"“{name}” needs .x or .y at its end: the data have two columns.")
    return "xy".index(words.pop(0))


def _read_value(text: str, name: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise ValueError(f"“{name}” needs a value at its end.") from None


def _read_number(kind: str, text: str, data: Measured, name: str) -> int:
    most = {
        "k": len(data.em.frames[0].mixture.weights),
        "n": len(data.points),
        "j": int(_kinds(data).max()) + 1 if kind == "j" else 0,
        "m": 100,
    }[kind]
    what = {"k": "components", "n": "rows", "j": "kinds", "m": "start seeds"}[kind]
    sentence = f"“{name}” needs a number from 1 to {most} there, of {what}."
    number = _whole(text, most, sentence)
    return number + 1 if kind == "m" else number


def _whole(text: str, most: int, sentence: str) -> int:
    """A number that counts from 1, as one that counts from 0."""
    if not text.isdecimal() or not 1 <= int(text) <= most:
        raise ValueError(sentence.format(text))
    return int(text) - 1
