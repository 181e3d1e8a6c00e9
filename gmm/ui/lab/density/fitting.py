"""The mixture that the page is about: where EM ends from the link's settings."""

from typing import NamedTuple

import numpy as np

from gmm.collapse import Cause
from gmm.limits import fair_sample, limit_iterations
from gmm.mixture import Mixture
from gmm.outliers import draw_log_densities
from gmm.points import FloatArray, IntArray, total_weight
from gmm.scaling import Scaling, restore, restore_nats
from gmm.starts import start
from gmm.tape import Stopped, record_em
from gmm.ui.link import Settings

MOST = 20_000  # points that are fitted: of more, a fair sample
DRAWS = 20_000  # points that stand for the mixture itself


class Fit(NamedTuple):
    """EM's end.

    Attributes
    ----------
    mixture : Mixture
        In the units that it was fitted in.
    own : Mixture
        In the data's own units.
    log_likelihood : float
        In the data's own units.
    number : float
        How many points were fitted, each as often as it counts.
    iterations : int
    stopped : str
        As of `gmm.tape.Tape`. After a collapse the mixture is the last one that has a density.
    collapsed : int or None
        The component that collapsed, from 0.
    cause : str or None
    drawn : ndarray, shape (DRAWS,)
        Log densities of points that the mixture made, ascending, in the data's own units.
    """

    mixture: Mixture
    own: Mixture
    log_likelihood: float
    number: float
    iterations: int
    stopped: Stopped
    collapsed: int | None
    cause: Cause | None
    drawn: FloatArray


def choose_rows(count: int) -> IntArray:
    """Choose the rows that the page works with: all, or a fair sample of very many."""
    return fair_sample(count, MOST)


def fit(
    points: FloatArray,
    weights: FloatArray | None,
    scaling: Scaling,
    settings: Settings,
    hand: Mixture | None = None,
) -> Fit | str:
    """Run EM to its end.

    Parameters
    ----------
    points : ndarray, shape (N, D)
        In the units to fit in.
    weights : ndarray, shape (N,), or None
        How often each point counts.
    scaling : Scaling
        The way from `points` to the data's own units.
    settings : Settings
    hand : Mixture, optional
        A start that was set by hand.

    Returns
    -------
    Fit or str
        A sentence where the settings ask for what the points do not allow.
    """
    try:
        tape = record_em(
            points,
            hand
            or start(
                *(points, settings.k, settings.start, settings.start_seed, settings.covariance),
                weights=weights,
            ),
            covariance=settings.covariance,
            ridge=settings.ridge,
            max_iterations=limit_iterations(len(points), settings.k),
            weights=weights,
        )
    except ValueError as error:
        return str(error)
    last = tape.frames[-1]
    own = restore(last.mixture, scaling)
    number = total_weight(len(points), weights)
    return Fit(
        last.mixture,
        own,
        restore_nats(last.log_likelihood, number, scaling),
        number,
        last.iteration,
        tape.stopped,
        tape.collapsed,
        tape.cause,
        draw_log_densities(own, DRAWS, np.random.default_rng(0)),
    )
