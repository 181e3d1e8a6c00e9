"""Planted and known outliers, against counting by hand."""

import numpy as np
import pytest
from scipy.spatial.distance import mahalanobis
from scipy.stats import spearmanr

from gmm import log_density
from gmm.outliers import trace_roc
from gmm.ui.lab.density.fitting import Fit, fit
from gmm.ui.lab.density.flagging import MARGIN, find_outliers, find_strange, plant
from tests.present import present
from tests.ui.lab.density.cases import take


def test_planted_points_come_last_and_lie_in_a_wider_box() -> None:
    points = take("Old Faithful").run.points
    more, weights, planted = plant(points, None, 40, seed=1)
    np.testing.assert_array_equal(more[:-40], points)
    assert weights is None
    assert planted.tolist() == [False] * len(points) + [True] * 40
    low, high = points.min(axis=0), points.max(axis=0)
    strewn = more[planted]
    assert (strewn >= low - MARGIN * (high - low)).all()
    assert (strewn <= high + MARGIN * (high - low)).all()
    assert not np.array_equal(strewn, plant(points, None, 40, seed=2)[0][planted])


def test_a_planted_point_counts_once_beside_points_with_frequencies() -> None:
    points, often = np.array([[0.0], [1.0], [9.0]]), np.array([5.0, 3.0, 0.0])
    more, weights, planted = plant(points, often, 30, seed=1)
    assert present(weights).tolist() == [5, 3, 0] + [1] * 30
    # A row that never counts does not widen the box.
    assert more[planted].max() < 1.2


def test_noise_is_known_by_its_name() -> None:
    labels = np.array([0, 1, 2, 1])
    names = ("cluster 1", "noise", "cluster 2")
    assert present(find_strange(labels, names)).tolist() == [False, True, False, True]
    assert find_strange(labels, ("setosa", "noisette", "virginica")) is None
    assert find_strange(None, ()) is None
    assert find_strange(np.zeros(3, int), ("outliers",)) is None


def test_what_is_found_is_counted() -> None:
    case = take("Clusters in noise")
    truth = present(find_strange(case.run.dataset.labels, case.run.dataset.label_names))
    finding = find_outliers(case.fit, case.points, None, 0.1, "points", truth)
    heights = log_density(case.points, case.fit.own)
    lowest = np.argsort(heights)[:30]
    assert sorted(np.flatnonzero(finding.flagged.flags)) == sorted(lowest)
    rule = present(finding.mixture)
    assert rule.outliers == truth.sum()
    assert rule.caught == truth[lowest].sum()
    middle = np.sort(heights[~truth])[(~truth).sum() // 2]
    assert rule.hidden == pytest.approx((heights[truth] > middle).sum(), abs=1)
    assert rule.roc.area == pytest.approx(trace_roc(heights, truth).area)


def test_a_share_of_the_mixture_is_one_of_its_own_points() -> None:
    case = take("Old Faithful")
    finding = find_outliers(case.fit, case.points, None, 0.05, "mixture", None)
    assert finding.expected.share == pytest.approx(0.05, abs=1e-4)
    assert finding.mixture is finding.gaussian is None
    # The points do as they like: near 5% where the mixture is right.
    assert 0.01 < finding.flagged.share < 0.1


def test_one_gaussian_ranks_by_distance_from_the_mean_of_all() -> None:
    case = take("Clusters in noise")
    truth = present(find_strange(case.run.dataset.labels, case.run.dataset.label_names))
    finding = find_outliers(case.fit, case.points, None, 0.1, "points", truth)
    mean, inverse = case.points.mean(axis=0), np.linalg.inv(np.cov(case.points.T))
    distances = np.array([mahalanobis(point, mean, inverse) for point in case.points])
    area = trace_roc(-distances, truth).area
    assert present(finding.gaussian).roc.area == pytest.approx(area)
    # It calls the middle between the clusters usual, where there is nothing but noise.
    assert present(finding.mixture).roc.area > area + 0.1
    assert present(finding.gaussian).hidden > present(finding.mixture).hidden


def test_with_a_single_component_both_rank_alike() -> None:
    case = take("Clusters in noise", k=1)
    truth = present(find_strange(case.run.dataset.labels, case.run.dataset.label_names))
    finding = find_outliers(case.fit, case.points, None, 0.1, "points", truth)
    ours, theirs = present(finding.mixture), present(finding.gaussian)
    assert ours.roc.area == pytest.approx(theirs.roc.area)
    assert ours.caught == theirs.caught


def test_points_on_a_line_have_no_gaussian_around_all() -> None:
    points = np.column_stack([np.linspace(0, 1, 40), np.full(40, 2.0)])
    case = take("Old Faithful")
    truth = np.arange(40) < 5
    finding = find_outliers(case.fit, points, None, 0.1, "points", truth)
    assert finding.gaussian is None
    assert finding.mixture is not None


def test_a_row_of_frequency_three_counts_three_times() -> None:
    case = take("Cyclist speeds")
    often = present(case.run.dataset.frequencies)
    whole = np.repeat(case.points, often.astype(int), axis=0)
    truth = np.arange(len(often)) >= len(often) - 2
    counted = find_outliers(case.fit, case.points, often, 0.2, "points", truth)
    repeated = find_outliers(
        case.fit, whole, None, 0.2, "points", np.repeat(truth, often.astype(int))
    )
    assert counted.flagged.number == repeated.flagged.number
    for ours, theirs in (
        (present(counted.mixture), present(repeated.mixture)),
        (present(counted.gaussian), present(repeated.gaussian)),
    ):
        assert ours.roc.area == pytest.approx(theirs.roc.area)
        assert (ours.outliers, ours.caught, ours.hidden) == (
            *(theirs.outliers, theirs.caught, theirs.hidden),
        )


def test_the_units_of_the_fit_make_no_difference() -> None:
    case = take("Old Faithful")
    assert case.run.is_standardised
    plain = case.run.settings._replace(scale="off")
    run = case.run._replace(settings=plain, points=case.points)
    from gmm.scaling import identity

    found = fit(run.points, None, identity(2), plain)
    assert isinstance(found, Fit)
    ours, theirs = (log_density(case.points, each.own) for each in (case.fit, found))
    assert spearmanr(ours, theirs).statistic > 0.999
    np.testing.assert_allclose(ours, theirs, atol=0.05)
