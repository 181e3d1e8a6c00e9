"""Records of the case of anomalies: the method finds what it should, and shares by hand."""

import numpy as np
import pytest

from gmm.cases.biopsies import COLUMNS, Split, read_biopsies, split_biopsies
from gmm.mixture import Mixture, log_density
from gmm.points import FloatArray
from gmm.scaling import restore, standardise
from gmm.starts import start
from gmm.tape import record_em
from gmm.ui.uses.anomalies.records import (
    PAIRS,
    Finding,
    find,
    find_briefly,
    find_same,
    find_seed,
    find_wide,
    fit,
    sort_rows,
    survey,
    take_training,
    thin,
)
from tests.present import present

POINTS, MALIGNANT = read_biopsies()
PAIR = (0, 1)
SPLIT = split_biopsies(MALIGNANT, 0)
SHARE = 0.05


def find_with(mixture: Mixture, split: Split = SPLIT) -> Finding:
    return find(PAIR, mixture, split, SHARE)


@pytest.fixture(scope="module")
def found() -> Finding:
    return find_with(present(fit(take_training(PAIR, SPLIT), 2)))


def test_the_density_misses_far_fewer_than_the_box_at_as_many_false_alarms(found: Finding) -> None:
    assert found.density.missed.share < 0.45 < 0.65 < found.box.missed.share
    assert found.density.false.share < 0.1
    assert found.density.roc.area > found.box.roc.area + 0.05
    share, density, box = find_same(found)
    assert share == max(found.density.false.share, found.box.false.share)
    assert density + 0.2 < box


def test_what_is_no_fitted_mixture_does_not(found: Finding) -> None:
    training = take_training(PAIR, SPLIT)
    scaled, scaling = standardise(training)
    untouched = restore(start(scaled, 2, "k-means++", 1), scaling)
    alone = found.mixture.covariances * np.eye(2)  # forgets how the columns go together
    for broken in (untouched, found.mixture._replace(covariances=alone)):
        assert find_with(broken).density.roc.area < found.density.roc.area - 0.04
    shuffled = np.random.default_rng(0).permutation(np.unique(training, axis=0))
    apart = present(fit(np.stack([training[:, 0], shuffled[: len(training), 1]], axis=1), 2))
    assert find_with(apart).density.missed.share > found.density.missed.share + 0.1


def test_both_rules_flag_the_same_share_of_what_they_learnt_from(found: Finding) -> None:
    for rule in (found.density, found.box):
        flagged = rule.flags[SPLIT.training].mean()
        assert flagged <= SHARE
        assert flagged == pytest.approx(SHARE, abs=0.03)


def test_shares_are_counts_of_rows_that_were_not_learnt_from(found: Finding) -> None:
    below = log_density(POINTS[:, PAIR], found.mixture) < found.density.threshold
    assert found.density.false.hits == below[SPLIT.benign].sum()
    assert found.density.false.runs == len(SPLIT.benign) == 179
    assert found.density.missed.hits == (~below[SPLIT.malignant]).sum()
    assert found.density.missed.runs == 212
    low, high = found.edges
    outside = ((POINTS[:, PAIR] < low) | (POINTS[:, PAIR] > high)).any(axis=1)
    np.testing.assert_array_equal(found.box.flags, outside)
    assert found.only_density == (below & ~outside)[MALIGNANT].sum()
    assert found.only_box == (~below & outside)[MALIGNANT].sum()


def test_a_threshold_lies_on_its_curve(found: Finding) -> None:
    for rule in (found.density, found.box):
        at = thin(rule.roc, rule.false.share)
        assert rule.roc.false_alarms[at] == pytest.approx(rule.false.share)
        assert 1 - rule.roc.found[at] <= rule.missed.share + 1e-12
    assert thin(found.box.roc, 1.0) == len(found.box.roc.thresholds) - 1


def test_the_page_shows_the_best_of_its_starts(found: Finding) -> None:
    training: FloatArray = take_training(PAIR, SPLIT)
    scaled, scaling = standardise(training)
    tape = record_em(scaled, start(scaled, 2, "k-means++", find_seed(training, 2)))
    shown = find_with(restore(tape.frames[-1].mixture, scaling))
    np.testing.assert_array_equal(shown.density.flags, found.density.flags)


def test_unchecked_rows_make_it_miss_more() -> None:
    briefs = [present(find_briefly(PAIR, 2, 0, unclean, SHARE, (0,))) for unclean in (0.0, 0.15)]
    assert briefs[0].name == (0,)
    assert briefs[1].missed[0] > briefs[0].missed[0] + 0.2


def test_the_box_wins_somewhere_and_more_columns_help() -> None:
    assert len(PAIRS) == 28
    radius, area = COLUMNS.index("worst radius"), COLUMNS.index("worst area")
    brief = present(find_briefly((radius, area), 2, 0, 0.0, SHARE, (radius, area)))
    assert brief.areas[1] > brief.areas[0]
    density, box = find_wide(2, 0, 0.0, SHARE)
    assert present(density).roc.area > 0.96
    assert present(density).missed.share < box.missed.share


def test_a_fit_that_collapses_is_told() -> None:
    training = np.repeat([[0.0, 0.0], [1.0, 2.0], [5.0, 1.0]], 4, axis=0)
    assert fit(training, 3) is None
    assert find_seed(training, 3) == 0


def test_the_ground_is_the_density(found: Finding) -> None:
    points, kinds = sort_rows(SPLIT, PAIR)
    ground = survey(found.mixture, points)
    assert ground.across[0] < points[:, 0].min()
    assert ground.up[-1] > points[:, 1].max()
    at = np.array([[ground.across[7], ground.up[3]]])
    assert ground.heights[3, 7] == pytest.approx(log_density(at, found.mixture)[0])
    assert np.bincount(kinds).tolist() == [179, 212]
    np.testing.assert_array_equal(points[kinds == 1], POINTS[SPLIT.malignant][:, PAIR])
