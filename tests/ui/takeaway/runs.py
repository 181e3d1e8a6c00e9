"""Runs to take away, recorded as the app records them."""

from functools import cache
from typing import Any

import numpy as np

from gmm.data.datasets import DATASETS, Dataset
from gmm.mixture import Mixture
from gmm.ui.link import Settings
from gmm.ui.run import Run, record_run

FAITHFUL, WAITING = ("Old Faithful", 2), ("Waiting times", 2)


@cache
def run_of(data: str = "Elongated clusters", k: int = 3, n: int = 120, **settings: Any) -> Run:
    """A run on bundled or generated data."""
    chosen = Settings(data=data, k=k, n=n, **settings)
    return record_run(chosen, DATASETS[data].make(n, 0))


def dataset_of(points: Any, **words: Any) -> Dataset:
    """Points as a data set of their own, with columns x and y."""
    found = np.array(points, dtype=np.float64)
    columns = ("x", "y", "z")[: found.shape[1]]
    plain = Dataset(
        points=found,
        columns=columns,
        units=("",) * len(columns),
        title="Points",
        rows="points",
        labels=None,
        truth=None,
        note="",
    )
    return plain._replace(**words)


def run_on(
    points: Any,
    hand: Mixture | None = None,
    *,
    words: dict[str, Any] | None = None,
    **settings: Any,
) -> Run:
    """A run on points of one's own, not scaled unless asked; `hand` is its start."""
    if hand is not None:
        settings["k"] = len(hand.weights)
    chosen = Settings(data="Upload a file", **{"scale": "off", **settings})
    return record_run(chosen, dataset_of(points, **(words or {})), hand)


def drawing_of(points: Any = (), **settings: Any) -> Run:
    """A drawing, with as many points as there are."""
    dataset = dataset_of(np.reshape(np.array(points, dtype=np.float64), (-1, 2)))
    return record_run(Settings(data="Draw by hand", **settings), dataset, box=(0, 0, 10, 10))


@cache
def long_kmeans(collapses: bool = False) -> Run:
    """A run whose k-means has more frames than EM, which converges or collapses before."""
    kinds = {"k": 8, "covariance": "full"} if collapses else {"k": 2, "covariance": "tied"}
    run = run_of("Elongated clusters", n=60, start="k-means++ (older)", start_seed=1, **kinds)
    assert run.em is not None
    assert run.em.stopped == ("collapsed" if collapses else "converged")
    assert len(run.em.frames) < run.frames - 1
    return run
