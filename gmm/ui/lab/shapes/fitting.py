"""A run of EM for a page of the laboratory: a job that a worker does and a page can keep."""

from gmm.tape import Frame, Tape
from gmm.ui.run import Run, record_run


def fit(run: Run) -> Tape[Frame]:
    """Record EM as a run's settings say.

    Parameters
    ----------
    run : Run
        Prepared; tapes that it has do not matter.

    Returns
    -------
    Tape of Frame
        Without its points: whoever asks has them, and what is kept of many runs stays small.

    Raises
    ------
    ValueError
        If there are too few different points.
    """
    tape = record_run(run.settings._replace(twin=False), run.dataset, None, run.box).em
    if tape is None:
        raise ValueError("There are too few different points for a run.")
    return tape._replace(points=tape.points[:0].copy(), weights=None)


def attach_points(run: Run, tape: Tape[Frame]) -> Tape[Frame]:
    """Give a tape that `fit` made the points of its run again."""
    return tape._replace(points=run.points, weights=run.dataset.frequencies)
