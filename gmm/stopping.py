"""Stopping: rules that end a run in place of our own, such as scikit-learn's.

A rule looks at the frames recorded so far, of which the last is an M-step (or an update), and says
how the run stops there, in a word of `gmm.tape.Ruled`, or None to go on. It remembers nothing: the
same frames give the same answer. Our own rule is no such rule, since it asks what EM would still
gain if it went on (`gmm.convergence`), not what it gained last.

    record_em(points, mixture, stop=small_gain(1e-3, len(points)), max_iterations=100)
    record_em(points, mixture, stop=lambda frames: frames[-1].iteration == 20)
"""

from collections.abc import Sequence
from math import inf, log

import numpy as np

from gmm.tape import Frame, KMeansFrame, Rule, Ruled


def small_gain(
    tolerance: float, number: float, *, before: float = -inf, begun: float = 1.0
) -> Rule[Frame]:
    """Stop EM as scikit-learn's GaussianMixture does: by what the last iteration gained.

    Parameters
    ----------
    tolerance : float
        The run ends where the mean log-likelihood has changed by less, in nats per point. With 0 it
        never does.
    number : float
        How many points there are, each as often as it counts.
    before, begun : float
        As of `list_lower_bounds`: what the first iteration is held against (minus infinity lets it
        pass).

    Notes
    -----
    The log-likelihood of an iteration is what its E-step found, that of the mixture before its
    M-step. So what the last M-step gained has no part in it.
    """
    if not 0 <= tolerance < inf:
        raise ValueError(f"The tolerance is {tolerance}; it must be a number, 0 or more.")

    def rule(frames: Sequence[Frame]) -> Ruled | None:
        latest, last = list_lower_bounds(frames[-4:], number, before=before, begun=begun)[-2:]
        return "small_gain" if abs(last - latest) < tolerance else None

    return rule


def list_lower_bounds(
    frames: Sequence[Frame], number: float, *, before: float = -inf, begun: float = 1.0
) -> list[float]:
    """List what scikit-learn calls the lower bound, after each iteration.

    Parameters
    ----------
    frames : sequence of Frame
        Of a tape, or its last ones.
    number : float
        How many points there are, each as often as it counts.
    before : float
        The value that the run begins with; minus infinity, but for a warm start.
    begun : float
        What the starting weights added up to. scikit-learn starts some runs with weights that do
        not add up to 1, and takes their sum off the first value.

    Returns
    -------
    list of float
        Nats per point. `before` comes first where the first iteration is among the frames.
    """
    steps = [frame for frame in frames if frame.phase == "E"]
    values = [
        frame.log_likelihood / number + (log(begun) if frame.iteration == 1 else 0.0)
        for frame in steps
    ]
    return [before, *values] if steps and steps[0].iteration == 1 else values


def small_shift(tolerance: float) -> Rule[KMeansFrame]:
    """Stop k-means as scikit-learn's KMeans does: by how far the last iteration moved centroids.

    Parameters
    ----------
    tolerance : float
        The run ends where the squared distances that the centroids moved add up to no more, in
        squared data units. scikit-learn's `tol` is in mean variances of the columns.
    """
    if not 0 <= tolerance < inf:
        raise ValueError(f"The tolerance is {tolerance}; it must be a number, 0 or more.")

    def rule(frames: Sequence[KMeansFrame]) -> Ruled | None:
        last = frames[-1]
        assert last.assigned is not None
        shift = float(np.square(last.centroids - last.assigned).sum())
        return "small_shift" if shift <= tolerance else None

    return rule
