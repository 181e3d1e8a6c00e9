"""The parts of the page's work, against scikit-learn and against the engine."""

import pickle
from typing import Any

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score, silhouette_score
from sklearn.mixture import GaussianMixture

from gmm import COVARIANCES, aic, bic, icl, start
from gmm.best_fit import fit_best
from gmm.cross_validation import HeldOut
from gmm.data.datasets import DATASETS, Dataset
from gmm.kmeans import settle
from gmm.scaling import restore
from gmm.ui.lab.components import records
from gmm.ui.lab.components.records import (
    Cloud,
    deal,
    foretell,
    list_components,
    list_constraints,
    list_fits,
    pool,
    split_folds,
    split_seeds,
    take_cloud,
    try_fit,
    try_kmeans,
)
from gmm.ui.link import open_settings
from gmm.ui.run import prepare_run
from tests.ui.lab.components.fits import lost, tried


def cloud_of(name: str = "Old Faithful", **changes: Any) -> Cloud:
    settings = open_settings(name)
    made = DATASETS[name].make(settings.n, settings.data_seed, **dict(settings.knobs))
    return take_cloud(prepare_run(settings, made._replace(**changes)))


@pytest.mark.parametrize("covariance", COVARIANCES)
def test_criteria_are_those_of_the_data_in_their_own_units(covariance: str) -> None:
    cloud = cloud_of()
    assert (cloud.scaling.spread != 1).all()
    found = pickle.loads(pickle.dumps(try_fit(cloud, 2, covariance, range(2))))
    best = fit_best(cloud.points, 2, covariance, range(2)).mixture
    assert best is not None
    own = DATASETS["Old Faithful"].make(300, 0).points
    mixture = restore(best, cloud.scaling)
    assert found.bic == pytest.approx(bic(own, mixture, covariance), rel=1e-9)
    assert found.aic == pytest.approx(aic(own, mixture, covariance), rel=1e-9)
    assert found.icl == pytest.approx(icl(own, mixture, covariance), rel=1e-9)
    assert found.smallest == pytest.approx(272 * mixture.weights.min())
    assert np.isnan(found.agreement)


def test_a_fit_of_points_without_scaling_is_scikit_learns() -> None:
    cloud = cloud_of("Penguins")
    theirs = GaussianMixture(3, tol=1e-9, reg_covar=0, max_iter=3000, n_init=3, random_state=0)
    theirs.fit(cloud.points)
    found = try_fit(cloud, 3, "full", range(5))
    assert found.bic == pytest.approx(theirs.bic(cloud.points), abs=0.01)
    labels = adjusted_rand_score(cloud.labels, theirs.predict(cloud.points))
    assert found.agreement == pytest.approx(labels, abs=0.01)


def test_points_whose_label_is_unknown_do_not_count_for_the_agreement() -> None:
    labels = np.array([0, 0, 1, 1, -1, -1])
    points = np.array([[0.0], [0.2], [5.0], [5.3], [0.1], [5.1]])
    blank = cloud_of("Waiting times")
    cloud = blank._replace(points=points, labels=labels, of=6)
    assert try_kmeans(cloud, 2).agreement == 1
    unknown = DATASETS["Waiting times"].make(300, 0)
    assert cloud_of("Waiting times", labels=np.full(len(unknown.points), -1)).labels is None


def test_frequencies_count_in_every_part() -> None:
    rows = np.array([[0.0], [0.4], [1.0], [4.0], [4.6], [5.0]])
    counts = np.array([3.0, 2.0, 4.0, 2.0, 5.0, 0.0])
    made = Dataset(rows, ("x",), ("",), "Mine", "rows", None, None, "", frequencies=counts)
    settings = open_settings("Waiting times")
    cloud = take_cloud(prepare_run(settings, made))
    assert cloud.number == 16
    assert len(cloud.points) == cloud.of == cloud.distinct == 5
    written = made._replace(points=np.repeat(rows, counts.astype(int), axis=0), frequencies=None)
    same = take_cloud(prepare_run(settings, written))
    ours, theirs = try_fit(cloud, 2, "tied", range(3)), try_fit(same, 2, "tied", range(3))
    assert ours.number == theirs.number == 16
    assert ours.bic == pytest.approx(theirs.bic, abs=1e-3)
    assert ours.icl == pytest.approx(theirs.icl, abs=1e-3)
    assert try_kmeans(cloud, 2).silhouette == pytest.approx(try_kmeans(same, 2).silhouette)
    assert deal(cloud).sum() == 16


def test_of_many_rows_a_fair_sample_is_fitted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "MOST_POINTS", 50)
    cloud = cloud_of("Penguins")
    assert (len(cloud.points), cloud.of, cloud.number) == (50, 342, 50)
    assert cloud.labels is not None
    assert len(cloud.labels) == 50


def test_small_k_of_all_constraints_come_first() -> None:
    fits = list_fits(cloud_of())
    assert fits[:5] == [(1, "full"), (1, "tied"), (1, "diag"), (1, "spherical"), (2, "full")]
    assert len(fits) == 48
    assert list_constraints(1) == ["full", "tied"]
    few = cloud_of()._replace(distinct=3)
    assert list(list_components(few)) == [1, 2, 3]


def test_long_work_is_split_and_pooled() -> None:
    cloud = cloud_of()
    many = cloud._replace(points=np.zeros((5000, 2)))
    assert split_seeds(cloud, 1, range(5)) == [(0, 1, 2, 3, 4)]
    parts = split_seeds(many, 12, range(5))
    assert len(parts) > 1
    assert sorted(seed for part in parts for seed in part) == [0, 1, 2, 3, 4]
    assert split_folds(cloud, 1, 5) == [(0, 1, 2, 3, 4)]
    folds = split_folds(many, 12, 5)
    assert sorted(fold for part in folds for fold in part) == [0, 1, 2, 3, 4]
    whole = try_fit(cloud, 3, "full", range(5))
    assert pool([try_fit(cloud, 3, "full", each) for each in ((0, 2, 4), (1, 3))]) == pytest.approx(
        whole, nan_ok=True
    )


def test_a_fit_whose_starts_all_collapsed_has_no_criterion() -> None:
    points = np.array([[0.0], [0.1], [0.2], [0.3], [50.0]])
    cloud = cloud_of("Waiting times")._replace(points=points, distinct=5)
    found = try_fit(cloud, 2, "full", range(3))
    assert (found.seed, found.collapsed, found.starts) == (None, 3, 3)
    assert np.isnan(found.bic)
    assert try_fit(cloud, 2, "full", range(3), ridge=0.01).seed is not None
    best = tried(2, "full", -5.0, collapsed=1)
    assert pool([lost(2, "full"), best]) == best._replace(starts=10, collapsed=6)


def test_held_out_points_are_scored_in_the_units_of_the_data() -> None:
    cloud = cloud_of()
    scores = foretell(cloud, 1, "full", range(5))
    sizes = deal(cloud).sum(axis=1)
    assert sizes.tolist() == [55, 55, 54, 54, 54]
    # One Gaussian: its held-out score is a little below the log-likelihood per point.
    whole = try_fit(cloud, 1, "full", [0]).log_likelihood / 272
    assert -0.1 < HeldOut(np.array(scores), sizes).mean - whole < 0
    assert foretell(cloud, 1, "full", [3]) == [scores[3]]


def test_k_means_is_the_best_of_its_starts() -> None:
    cloud = cloud_of()
    found = try_kmeans(cloud, 3)
    runs = [
        settle(cloud.points, start(cloud.points, 3, "k-means++", seed).means) for seed in range(5)
    ]
    squares = [np.square(cloud.points - centroids[labels]).sum() for labels, centroids in runs]
    labels = runs[int(np.argmin(squares))][0]
    assert found.silhouette == pytest.approx(silhouette_score(cloud.points, labels))
    assert found.error == 0
    assert np.isnan(try_kmeans(cloud, 1).silhouette)
