"""Whatever the stage scales, what people read is in the data's own units."""

from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy.stats import multivariate_normal

from gmm.data.datasets import DATASETS
from gmm.kmeans import assign
from gmm.mixture import Mixture, log_density
from gmm.points import FloatArray
from gmm.selection import bic
from gmm.ui.comparison import last_fit
from gmm.ui.link import Settings
from gmm.ui.run import Run, record_run
from gmm.ui.units import restore_frame, restore_tapes, scale_tapes
from tests.present import present


def run_of(data: str = "Old Faithful", **chosen: Any) -> Run:
    settings = Settings(data=data, **chosen)
    return record_run(settings, DATASETS[data].make(300, 0))


def log_likelihood_of(run: Run) -> float:
    return restore_frame(run, present(run.em).frames[-1]).log_likelihood


def recompute(points: FloatArray, mixture: Mixture, counts: FloatArray | None) -> float:
    """The log-likelihood as SciPy has it."""
    density = sum(
        weight * multivariate_normal(mean, covariance).pdf(points)
        for weight, mean, covariance in zip(*mixture, strict=True)
    )
    return float(np.sum(np.log(density) * (1 if counts is None else counts)))


@pytest.mark.parametrize(
    ("covariance", "scale", "number"),
    [
        ("full", "auto", -1130.264),
        ("full", "off", -1130.264),
        ("spherical", "auto", -1168.135),
        ("spherical", "off", -1709.529),
    ],
)
def test_old_faithful_reads_what_books_and_r_print(
    covariance: str, scale: str, number: float
) -> None:
    assert round(log_likelihood_of(run_of(covariance=covariance, scale=scale)), 3) == number


@pytest.mark.parametrize("scale", ["auto", "on", "off"])
@pytest.mark.parametrize("data", ["Old Faithful", "Waiting times", "Cyclist speeds"])
def test_every_frame_is_recomputed_from_its_own_numbers(data: str, scale: str) -> None:
    run = run_of(data, scale=scale, k=2)
    for frame in present(run.em).frames:
        own = restore_frame(run, frame)
        wanted = recompute(run.dataset.points, own.mixture, run.dataset.frequencies)
        assert_allclose(own.log_likelihood, wanted, rtol=1e-10)
        if own.bound is None:
            continue
        # The gap is the same in any units.
        gap = frame.log_likelihood - present(frame.bound)
        assert_allclose(own.log_likelihood - own.bound, gap, atol=1e-9)
        assert own.responsible is not None


def test_criteria_follow() -> None:
    scaled, plain = run_of(scale="on"), run_of(scale="off")
    ends = [
        bic(run.dataset.points, last_fit(run), weights=run.dataset.frequencies)
        for run in (scaled, plain)
    ]
    assert_allclose(ends[0], ends[1], atol=0.01)
    assert_allclose(ends[0], -2 * log_likelihood_of(scaled) + 11 * np.log(272))
    assert round(ends[0], 1) == 2322.2  # mclust prints -2322.192


@pytest.mark.parametrize("data", ["Old Faithful", "Cyclist speeds"])
def test_tapes_lead_back_to_what_was_recorded(data: str) -> None:
    run = run_of(data, scale="on")
    own = present(restore_tapes(run))
    assert_array_equal(own[0].points, run.dataset.points)
    last = own[0].frames[-1]
    density = log_density(own[0].points, last.mixture)
    weights = np.ones(len(density)) if own[0].weights is None else own[0].weights
    assert_allclose(last.log_likelihood, weights @ density, rtol=1e-10)
    em, kmeans = scale_tapes(own, run.scaling)
    assert_array_equal(em.points, run.points)
    for one, other in zip(em.frames, present(run.em).frames, strict=True):
        assert one[:2] == other[:2]
        assert_allclose(one.log_likelihood, other.log_likelihood, rtol=1e-12)
        for mine, its in zip(one.mixture, other.mixture, strict=True):
            assert_allclose(mine, its, atol=1e-12)
            assert not mine.flags.writeable
    for mine_k, its_k in zip(present(kmeans).frames, present(run.kmeans).frames, strict=True):
        assert mine_k.inertia == its_k.inertia
        assert_allclose(mine_k.centroids, its_k.centroids, atol=1e-12)
        labels = [assign(run.points, each.centroids)[0] for each in (mine_k, its_k)]
        assert_array_equal(labels[0], labels[1])


def test_frames_share_their_mixtures_as_they_did() -> None:
    run = run_of()
    em, _ = scale_tapes((present(run.em), None), run.scaling)
    assert em.frames[1].mixture is em.frames[0].mixture
    assert em.frames[2].responsible is em.frames[0].mixture
    assert em.frames[2].mixture is not em.frames[0].mixture
