"""Frames of a run: which one a tape shows, what it is called, what can be calculated of it."""

from typing import TypeVar

import numpy as np
from scipy.special import xlogy

from gmm.mixture import log_joint, normalise, responsibilities
from gmm.pairing import pair_clusters
from gmm.points import FloatArray, IntArray
from gmm.tape import Frame, KMeansFrame, Tape
from gmm.ui.run import Run

Shown = TypeVar("Shown", Frame, KMeansFrame)


def require_em(run: Run) -> Tape[Frame]:
    """EM's tape. A drawing with too few points for one has nothing to take away."""
    if run.em is None:
        raise ValueError("There are too few points for a run. Put down more points first.")
    return run.em


def find_frame(tape: Tape[Shown], frame: int) -> Shown:
    """What a tape shows in a frame of the run: one that has ended before stands still."""
    return tape.frames[min(frame, len(tape.frames) - 1)]


def name_frame(frame: int) -> str:
    """What a frame is called: "Start", "E-step 1", "M-step 1", "E-step 2" and so on."""
    phase = "Start" if frame == 0 else "E-step" if frame % 2 else "M-step"
    return f"{phase} {(frame + 1) // 2}" if frame else phase


def order_clusters(
    soft: FloatArray, hard: FloatArray, frequencies: FloatArray | None = None
) -> IntArray:
    """Which cluster is drawn in each component's colour and mark (`gmm.pairing`).

    Parameters
    ----------
    soft, hard : ndarray, shape (N, K)
        Responsibilities, and assignments as 0 and 1.
    frequencies : ndarray, shape (N,), optional

    Returns
    -------
    ndarray of int, shape (K,)
    """
    labels, clusters = soft.argmax(axis=1), hard.argmax(axis=1)
    pairs = pair_clusters(labels, clusters, soft.shape[1], weights=frequencies)
    return np.argsort(pairs)


def share_gap(
    points: FloatArray, frame: Frame, frequencies: FloatArray | None = None
) -> FloatArray | None:
    """Each point's share of the gap that an M-step has opened below the log-likelihood.

    The Kullback-Leibler divergence from the responsibilities on show to the mixture's own (Bishop
    2006, eq. 9.72), as in assets/stage/mixture.js.

    Parameters
    ----------
    points : ndarray, shape (N, D)
    frame : Frame
    frequencies : ndarray, shape (N,), optional

    Returns
    -------
    ndarray, shape (N,), or None
        In nats; None where there is no gap to share, which is everywhere but at an M-step.
    """
    if frame.phase != "M" or frame.responsible is None:
        return None
    gamma = responsibilities(points, frame.responsible)
    joint = log_joint(points, frame.mixture)
    density = normalise(joint, frame.mixture.weights)[1][:, np.newaxis]
    # Where no density reaches, the posterior is the weights.
    reached = np.isfinite(density)
    posterior = np.log(frame.mixture.weights) * np.ones_like(joint)
    np.subtract(joint, density, out=posterior, where=reached)
    believed = np.multiply(gamma, posterior, out=np.zeros_like(gamma), where=gamma > 0)
    shares: FloatArray = np.maximum(0.0, (xlogy(gamma, gamma) - believed).sum(axis=1))
    return shares if frequencies is None else frequencies * shares
