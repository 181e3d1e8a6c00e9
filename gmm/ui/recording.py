"""Link -> Run without a page: for a lesson's scenes, and for whatever else has no session."""

import numpy as np

from gmm.data.datasets import DATASETS, Dataset
from gmm.mixture import Mixture
from gmm.ui.carried import HERE, read_points, read_start
from gmm.ui.link import DRAW, Link
from gmm.ui.run import Run, identify_points, prepare_run, record_run


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
