"""A run as a lesson measures it: in the data's own units, calculated where it is asked for."""

from functools import lru_cache
from typing import Any

import numpy as np

from gmm.em import e_step
from gmm.kmeans import assign
from gmm.mixture import Mixture
from gmm.pairing import pair_clusters
from gmm.points import FloatArray, IntArray
from gmm.tape import Frame, KMeansFrame, Tape
from gmm.ui.link import Settings
from gmm.ui.run import Run, record_run
from gmm.ui.units import restore_frame

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
