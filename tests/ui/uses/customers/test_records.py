"""Records of the case of customers: what segments tell, as far as the method makes it so."""

import numpy as np
import pytest
from sklearn.cluster import KMeans
from sklearn.metrics import log_loss, roc_auc_score
from sklearn.mixture import GaussianMixture

from gmm.segments import split_hard
from gmm.ui.uses.customers.records import (
    CONTRACT,
    HARD,
    KMEANS,
    LOGISTIC,
    MIXTURE,
    RIDGE,
    Segmentation,
    count_collapsed,
    deal,
    judge_segments,
    segment,
    take_half,
    try_halves,
)
from tests.present import present


@pytest.fixture(scope="module")
def found() -> Segmentation:
    return segment(5, "full", 0)


def test_segments_tell_of_the_test_half_and_more_than_those_of_k_means(
    found: Segmentation,
) -> None:
    told = {way: judged.told.part for way, judged in found.judged.items()}
    assert told[MIXTURE] == pytest.approx(0.159, abs=0.005)
    assert told[KMEANS] == pytest.approx(0.125, abs=0.005)
    assert told[HARD] < told[MIXTURE] < told[LOGISTIC]
    assert told[CONTRACT] == pytest.approx(0.160, abs=0.005)
    assert found.judged[MIXTURE].area == pytest.approx(0.777, abs=0.005)


def test_it_is_what_scikit_learn_comes_to(found: Segmentation) -> None:
    """From the same starts: its likelihood has other maxima, too."""
    halves = deal(0)
    learned, left = halves.learned, halves.customers.left
    weights, means, covariances = present(found.run.em).frames[0].mixture
    theirs = GaussianMixture(
        5,
        reg_covar=RIDGE,
        tol=1e-7,
        max_iter=2_000,
        weights_init=weights,
        means_init=means,
        precisions_init=np.linalg.inv(covariances),
    )
    shares = theirs.fit(halves.points[learned]).predict_proba(halves.points)
    begin = present(found.run.kmeans).frames[0].centroids
    clusters = KMeans(5, init=begin, n_init=1, tol=0, max_iter=500).fit(halves.points[learned])
    hard = split_hard(clusters.predict(halves.points), 5)
    for way, given in ((MIXTURE, shares), (KMEANS, hard)):
        rates = (given[learned].T @ left[learned] + 0.5) / (given[learned].sum(axis=0) + 1)
        chances = given[~learned] @ rates
        assert found.judged[way].told.log_loss == pytest.approx(
            log_loss(left[~learned], chances), abs=0.001
        )
        assert found.judged[way].area == pytest.approx(
            roc_auc_score(left[~learned], chances), abs=0.002
        )


def test_without_the_method_nothing_is_told() -> None:
    """One Gaussian, or responsibilities that belong to others, tell nothing."""
    halves = deal(0)
    rng = np.random.default_rng(0)
    one = np.ones((len(halves.points), 1))
    soft = rng.dirichlet(np.ones(5), size=len(halves.points))
    for shares in (one, soft):
        judged = judge_segments(halves, shares, shares)
        assert abs(judged[MIXTURE].told.part) < 0.005
        assert abs(judged[MIXTURE].area - 0.5) < 0.03


def test_rates_are_of_the_half_that_was_learned_from(found: Segmentation) -> None:
    halves = deal(0)
    learned, left = halves.learned, halves.customers.left
    assert sum(group.learned.number for group in found.groups) == pytest.approx(3521)
    assert sum(group.tested.number for group in found.groups) == pytest.approx(3522)
    for groups in (found.groups, found.clusters):
        hits = sum(group.learned.hits for group in groups)
        assert hits == pytest.approx(left[learned].sum())
    for group in found.clusters:
        assert group.learned.number == int(group.learned.number)
    assert found.learned_rate == left[learned].mean()
    assert found.services.sum(axis=1) == pytest.approx(np.ones(5))
    for group, contracts in zip(found.groups, found.contracts, strict=True):
        assert sum(each.number for each in contracts) == pytest.approx(group.learned.number)


def test_a_segment_is_a_tariff(found: Segmentation) -> None:
    """The narrow band at 20 dollars has hardly anybody with internet."""
    cheap = min(range(5), key=lambda at: found.groups[at].mean[1])
    assert found.services[cheap, 0] > 0.95


def test_the_stage_gets_the_same_fit(found: Segmentation) -> None:
    em, kmeans = present(found.run.em), present(found.run.kmeans)
    assert em.stopped == kmeans.stopped == "converged"
    assert em.frames[-1].log_likelihood > em.frames[0].log_likelihood + 500
    assert em.points.shape == kmeans.points.shape == (3521, 2)
    spread = found.run.scaling.spread
    means = found.run.scaling.origin + spread * em.frames[-1].mixture.means
    np.testing.assert_allclose(means, [group.mean for group in found.groups])
    dataset = take_half(deal(0))
    assert dataset.labels is not None
    assert dataset.labels.sum() == deal(0).customers.left[deal(0).learned].sum()


def test_clusters_have_the_numbers_of_the_components_that_they_match(
    found: Segmentation,
) -> None:
    away = [
        np.abs(np.subtract(group.mean, cluster.mean) / [25, 30]).max()
        for group, cluster in zip(found.groups, found.clusters, strict=True)
    ]
    assert np.median(away) < 0.7


def test_other_halves_agree_that_the_mixture_tells_more() -> None:
    pairs = [try_halves(4, "full", seed) for seed in (1, 2)]
    assert all(mixture > kmeans + 0.01 for mixture, kmeans in pairs)
    assert len(set(pairs)) == 2


def test_the_likeliest_end_is_shown_whatever_it_tells(found: Segmentation) -> None:
    assert found.ends[0] == pytest.approx(found.judged[MIXTURE].told.part, abs=1e-3)
    assert len(found.ends) == 5
    assert max(found.ends) > found.ends[0] + 0.02  # a less likely mixture tells more


def test_without_a_ridge_components_collapse() -> None:
    assert count_collapsed(8, "full", 0) > 0
    assert count_collapsed(3, "full", 0) == 0


def test_when_all_runs_collapse_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gmm.ui.uses.customers.records._keep", lambda ends: [])
    with pytest.raises(ValueError, match="Choose fewer of them"):
        segment(2, "full", 0)
