"""What is said of the customers: names and sentences that hold for the records they are given."""

import numpy as np
import pytest

from gmm.intervals import estimate_share
from gmm.segments import Segment
from gmm.ui.uses.customers.records import KMEANS, LOGISTIC, MIXTURE, Group, Segmentation, segment
from gmm.ui.uses.customers.sentences import (
    name_groups,
    rank,
    tell_answer,
    tell_blind,
    tell_cause,
    tell_check,
    tell_collapse,
    tell_ends,
    tell_numbers,
    tell_splits,
    tell_sure,
    tell_tariff,
    write_interval,
)


def make_group(months: float, dollars: float, off: tuple[float, float], hits: float) -> Group:
    part = Segment(100.0, hits, estimate_share(hits, 100.0))
    return Group(np.array([months, dollars], dtype=float), np.array(off, dtype=float), part, part)


@pytest.mark.parametrize(
    ("months", "dollars", "off", "name"),
    [
        (4.8, 66, (3.9, 20.5), "new, 40 to 90 dollars a month"),
        (10.3, 20, (9.2, 1.1), "up to 2 years, about 20 dollars a month"),
        (43, 80.6, (20, 21), "1 to 6 years, 55 to 105 dollars a month"),
        (69, 89, (3, 3), "5 to 6 years, about 89 dollars a month"),
        (15, 50, (6, 3), "up to 2 years, not new, about 50 dollars a month"),
    ],
)
def test_a_segment_is_named_by_its_months_and_dollars(
    months: float, dollars: float, off: tuple[float, float], name: str
) -> None:
    assert name_groups([make_group(months, dollars, off, 10)]) == [name]


def test_no_two_names_are_alike() -> None:
    names = name_groups([make_group(5, 60, (3, 20), 10)] * 3)
    assert len(set(names)) == 3


def test_the_highest_rate_comes_first_and_segments_of_hardly_anybody_have_none() -> None:
    few = Group(np.ones(2), np.ones(2), *[Segment(2.0, 2.0, estimate_share(2, 2))] * 2)
    groups = [make_group(5, 60, (3, 20), hits) for hits in (10, 50, 30)]
    assert rank([*groups, few]) == [1, 2, 0]


@pytest.fixture(scope="module")
def found() -> Segmentation:
    return segment(3, "full", 0)


def test_the_answer_says_who_leaves_and_which_way_tells_more(found: Segmentation) -> None:
    said = tell_answer(found)
    assert "Of the segment “new, " in said
    assert (
        "The 3 segments tell 14.2\u00a0% of the churn, more than those of k-means, 10.8\u00a0%."
        in said
    )
    swapped = {MIXTURE: found.judged[KMEANS], KMEANS: found.judged[MIXTURE]}
    turned = found._replace(judged={**found.judged, **swapped})
    assert "less than those of k-means, 14.2\u00a0%." in tell_answer(turned)
    even = found._replace(judged={**found.judged, KMEANS: found.judged[MIXTURE]})
    assert "as much as those of k-means, 14.2\u00a0%." in tell_answer(even)


def test_what_segments_cannot_say_is_said_in_numbers(found: Segmentation) -> None:
    assert "tells more: 21.2\u00a0% beside 14.2\u00a0%" in tell_blind(found)
    blind = found._replace(judged={**found.judged, LOGISTIC: found.judged[KMEANS]})
    assert "tells less" in tell_blind(blind)
    assert "take a method" not in tell_blind(blind)
    assert "% have no internet" in tell_tariff(found)
    mixed = found._replace(services=np.full((3, 3), 1 / 3))
    assert "no segment is made up of one service" in tell_tariff(mixed)
    assert tell_cause(found).startswith("A segment is not a cause. In “new")
    assert "rates lie in the interval" in tell_check(found)
    assert "tell less, 13.2\u00a0%" in tell_sure(found)


def test_what_other_starts_tell_is_said(found: Segmentation) -> None:
    assert "need not tell more" in tell_ends(found._replace(ends=(0.1, 0.2)))
    assert "from 10.0\u00a0% to 20.0\u00a0%" in tell_ends(found._replace(ends=(0.1, 0.2)))
    assert "Here it tells the most" in tell_ends(found._replace(ends=(0.2, 0.1)))
    assert "All of 2 starts end" in tell_ends(found._replace(ends=(0.2, 0.2)))


@pytest.mark.parametrize("k", [2, 8])
@pytest.mark.parametrize("covariance", ["tied", "spherical"])
def test_all_is_said_for_other_settings(k: int, covariance: str) -> None:
    found = segment(k, covariance, 5)
    for tell in (
        tell_answer,
        tell_blind,
        tell_tariff,
        tell_cause,
        tell_check,
        tell_sure,
        tell_ends,
    ):
        said = tell(found)
        assert said.endswith((".", ".)"))
        assert "nan" not in said
    assert len(set(name_groups(found.groups))) == k


def test_trials_are_told_with_who_is_ahead() -> None:
    assert "ahead in 1 of 2" in tell_splits([(0.2, 0.1), (0.1, 0.2)])
    assert "from −10.0 to 10.0 points" in tell_splits([(0.2, 0.1), (0.1, 0.2)])
    assert tell_numbers([(2, 0.2, 0.1), (3, 0.1, 0.2)]) == (
        "The mixture tells more for K = 2; k-means for K = 3."
    )
    assert "for each K from 2 to 2" in tell_numbers([(2, 0.2, 0.1)])
    assert tell_numbers([(2, 0.1, 0.2)]).startswith("k-means tells more")
    assert "2 of 3 runs with K = 8 collapse" in tell_collapse(2, 3, 8)
    # Of the tied covariance none collapses with 8, either: more segments alone are no advice.
    none = tell_collapse(0, 3, 8)
    assert "none of 3 runs" in none
    assert none.endswith("With K = 8 and the covariance full some do.")


def test_limits_that_would_read_alike_get_a_decimal() -> None:
    assert write_interval(estimate_share(30, 100)) == "22 to 40\u00a0%"
    assert write_interval(estimate_share(30_000, 100_000)) == "29.7 to 30.3\u00a0%"
