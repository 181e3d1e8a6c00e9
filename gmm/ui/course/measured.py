"""A run as a lesson measures it: in the data's own units, calculated where it is asked for."""

from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from gmm.climbs import climb
from gmm.data.datasets import Dataset
from gmm.em import e_step
from gmm.kmeans import assign
from gmm.limits import limit_iterations
from gmm.mixture import Mixture
from gmm.pairing import pair_clusters
from gmm.points import FloatArray, IntArray
from gmm.scaling import restore, restore_nats
from gmm.starts import start
from gmm.tape import Frame, KMeansFrame, Tape
from gmm.ui.link import Settings
from gmm.ui.run import Run, prepare_run, record_run
from gmm.ui.units import restore_frame

Tried = tuple[Settings, bytes]


class End(NamedTuple):
    """What a start seed led to, in the data's own units."""

    log_likelihood: float
    collapsed: bool
    mixture: Mixture


class _Same:
    """A data set that is equal to another one with the same points, as a cache needs it."""

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset
        often = b"" if dataset.frequencies is None else dataset.frequencies.tobytes()
        self._said = (dataset.points.shape, dataset.points.tobytes(), often)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self._said == other._said

    def __hash__(self) -> int:
        return hash(self._said)


@lru_cache(200)
def _try_seeds(settings: Settings, m: int, same: _Same) -> tuple[End, ...]:
    """Many runs take a while: a lesson, its sheets and its page on a site share them."""
    run = prepare_run(settings, same.dataset)
    weights = same.dataset.frequencies
    how = settings.k, settings.start
    starts = [
        start(run.points, *how, seed, settings.covariance, weights=weights) for seed in range(m)
    ]
    climbs = climb(
        run.points,
        starts,
        settings.covariance,
        settings.ridge,
        max_iterations=limit_iterations(len(run.points), settings.k),
        weights=weights,
    )
    return tuple(
        End(
            restore_nats(each.log_likelihood, run.number, run.scaling),
            each.stopped == "collapsed",
            restore(each.mixture, run.scaling),
        )
        for each in climbs
    )


class Measured:
    """A run's numbers, calculated when they are asked for, each frame once.

    Parameters
    ----------
    run : Run
    frame : int
        The frame that a scene opens with.
    known : dict, optional
        What other settings led to, shared by the scenes of a lesson.
    """

    def __init__(self, run: Run, frame: int, known: dict[Tried, "Measured"] | None = None) -> None:
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

    def ends(self, m: int) -> tuple[End, ...]:
        """What each start seed from 0 on leads to."""
        settings = self.run.settings._replace(start_seed=0, twin=False)
        return _try_seeds(settings, m, _Same(self.run.dataset))

    def change(self, **changed: Any) -> "Measured":
        """The same points with other settings, on show at the end of their run."""
        settings = self.run.settings._replace(twin=False, **changed)
        if len(np.unique(self.points, axis=0)) < settings.k:
            raise ValueError(f"There are fewer different points than {settings.k} components.")
        key = (settings, self.points.tobytes())
        if key not in self._known:
            run = record_run(settings, self.run.dataset)
            self._known[key] = Measured(run, run.frames - 1, self._known)
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

    def pairs(self, frame: int) -> IntArray:
        """The component of each cluster (`gmm.pairing`)."""
        k = len(self.em.frames[0].mixture.weights)
        return pair_clusters(self.labels(frame), self.clusters(frame), k, weights=self.often)

    @property
    def kinds(self) -> IntArray:
        """What each point is known to be, -1 where it is not."""
        if self.run.dataset.labels is None:
            raise ValueError("These data have no true labels.")
        return self.run.dataset.labels
