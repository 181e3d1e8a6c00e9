"""Link -> Run without a page, and a run as a job for the recorder."""

from collections.abc import Hashable

import numpy as np

from gmm.data.datasets import DATASETS, Dataset
from gmm.limits import estimate_bytes, estimate_seconds
from gmm.mixture import Mixture
from gmm.ui.carried import HERE, read_points, read_start
from gmm.ui.link import DRAW, Link, Settings
from gmm.ui.recorder import Job
from gmm.ui.run import Box, Run, identify_points, prepare_run, record_run


def record_link(link: Link) -> Run:
    """Record the run that a link leads to.

    Parameters
    ----------
    link : Link
        Its points are bundled or generated, or the link carries them.

    Returns
    -------
    Run

    Raises
    ------
    ValueError
        If the link does not carry the points that it needs, or a start that does not belong to
        them, or if there are too few points for its components. The message says which.
    """
    dataset = _find_points(link)
    if len(np.unique(dataset.points, axis=0)) < max(link.settings.k, 2):
        raise ValueError("There are fewer different points than components. Add points.")
    hand = None
    if link.carried.hand:
        hand = fit_start(link, prepare_run(link.settings, dataset))
        if hand is None:
            raise ValueError("The start that the link carries belongs to other points.")
    return record_run(link.settings, dataset, hand)


def plan_run(
    key: Hashable, settings: Settings, dataset: Dataset, hand: Mixture | None, box: Box | None
) -> Job:
    """Plan a recording for the recorder (`gmm.ui.run.record_run`).

    Parameters
    ----------
    key : hashable
        Of the run.
    settings, dataset, hand, box
        As `record_run` takes them. Their arrays are made read-only, as a run's are.
    """
    for array in (*dataset, *(hand or ())):
        if isinstance(array, np.ndarray):
            array.setflags(write=False)
    size = (len(dataset.points), settings.k, dataset.points.shape[1])
    return Job(
        ("run", key),
        record_run,
        (settings, dataset, hand, box),
        estimate_seconds(*size),
        estimate_bytes(*size),
    )


def fit_start(link: Link, run: Run) -> Mixture | None:
    """Take the start that a link carries, if it was set for a run's points and this K.

    Parameters
    ----------
    link : Link
        With a start set by hand.
    run : Run
        Prepared from the link's settings.
    """
    belongs, start = read_start(link.carried.hand)
    fits = start.means.shape == (link.settings.k, run.points.shape[1])
    # A link of the first version did not say what its start belonged to.
    return start if fits and belongs in ("", identify_points(run)) else None


def _find_points(link: Link) -> Dataset:
    settings = link.settings
    if settings.data in DATASETS:
        knobs = dict(settings.knobs)
        return DATASETS[settings.data].make(settings.n, settings.data_seed, **knobs)
    text = link.carried.drawn if settings.data == DRAW else link.carried.points
    dataset = read_points(text) if text and text != HERE else None
    if dataset is None:
        raise ValueError("The link does not carry its points.")
    return dataset
