"""A run's frames in the data's own units, which people read and take away, and the way there.

What k-means measures is its own: inertia stays in the units of the points that it saw.
"""

from collections.abc import Callable

from gmm.mixture import Mixture
from gmm.points import FloatArray, total_weight
from gmm.scaling import Scaling, measure_log_volume, restore, restore_nats
from gmm.tape import Frame, KMeansFrame, Tape
from gmm.ui.run import Run

Tapes = tuple[Tape[Frame], Tape[KMeansFrame] | None]


def restore_frame(run: Run, frame: Frame) -> Frame:
    """Give a frame of the run's EM in the data's own units: parameters, log-likelihood, bound."""
    return _change_frame(
        frame,
        lambda mixture: restore(mixture, run.scaling),
        lambda nats: restore_nats(nats, run.number, run.scaling),
    )


def restore_tapes(run: Run) -> Tapes | None:
    """Give the run's tapes in the data's own units; None where there are none."""
    em, kmeans = run.em, run.kmeans
    origin, spread = run.scaling
    if em is None:
        return None
    frames = tuple(restore_frame(run, frame) for frame in em.frames)
    own = em._replace(points=run.dataset.points, frames=frames)
    if kmeans is None:
        return own, None
    return own, _move_centroids(kmeans, own.points, lambda places: origin + spread * places)


def scale_tapes(tapes: Tapes, scaling: Scaling) -> Tapes:
    """Give tapes in the data's own units as they were recorded: on points scaled so.

    Parameters
    ----------
    tapes : tuple of Tape
        What `restore_tapes` gave.
    scaling : Scaling

    Returns
    -------
    tuple of Tape
        Equal to what was recorded but for rounding; read-only. Frames share their mixtures as
        they did.
    """
    em, kmeans = tapes
    origin, spread = scaling
    number, volume = total_weight(len(em.points), em.weights), measure_log_volume(scaling)
    known: dict[int, Mixture] = {}

    def move(places: FloatArray) -> FloatArray:
        return _freeze((places - origin) / spread)

    def shrink(mixture: Mixture) -> Mixture:
        if id(mixture) not in known:
            weights, means, covariances = mixture
            widths = spread[:, None] * spread
            known[id(mixture)] = Mixture(weights, move(means), _freeze(covariances / widths))
        return known[id(mixture)]

    points = move(em.points)
    frames = tuple(
        _change_frame(frame, shrink, lambda nats: nats + number * volume) for frame in em.frames
    )
    scaled = em._replace(points=points, frames=frames)
    return scaled, None if kmeans is None else _move_centroids(kmeans, points, move)


def _change_frame(
    frame: Frame, change: Callable[[Mixture], Mixture], shift: Callable[[float], float]
) -> Frame:
    return frame._replace(
        mixture=change(frame.mixture),
        responsible=None if frame.responsible is None else change(frame.responsible),
        log_likelihood=shift(frame.log_likelihood),
        bound=None if frame.bound is None else shift(frame.bound),
    )


def _move_centroids(
    tape: Tape[KMeansFrame], points: FloatArray, move: Callable[[FloatArray], FloatArray]
) -> Tape[KMeansFrame]:
    frames = tuple(
        frame._replace(
            centroids=move(frame.centroids),
            assigned=None if frame.assigned is None else move(frame.assigned),
        )
        for frame in tape.frames
    )
    return tape._replace(points=points, frames=frames)


def _freeze(array: FloatArray) -> FloatArray:
    array.setflags(write=False)
    return array
