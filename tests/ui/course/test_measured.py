"""A run as a lesson measures it."""

import numpy as np
import pytest

from gmm.mixture import responsibilities
from gmm.ui.course.measured import Measured, Tried
from gmm.ui.run import record_run
from tests.ui.course.files import run_of


def test_frames_are_in_the_datas_own_units(faithful: Measured) -> None:
    assert faithful.run.is_standardised
    last = faithful.at(faithful.run.frames - 1)
    assert last.log_likelihood == pytest.approx(-1130.264, abs=2e-3)
    assert faithful.at(10_000) is not None  # it stays at its last one
    assert faithful.at(3) is faithful.at(3)


def test_responsibilities_are_those_on_show(faithful: Measured) -> None:
    asked = faithful.asked(4)
    np.testing.assert_allclose(faithful.gamma(4), responsibilities(faithful.points, asked))
    np.testing.assert_array_equal(faithful.labels(4), faithful.gamma(4).argmax(axis=1))
    assert faithful.asked(0) == faithful.at(0).mixture
    with pytest.raises(ValueError, match="an E-step comes first"):
        faithful.gamma(0)


def test_points_count_as_often_as_they_were_counted() -> None:
    data = Measured(run_of(data="Cyclist speeds", k="1"), 0)
    assert data.count(slice(None)) == 31
    assert data.count(data.points[:, 0] > 4) == 5


def test_what_a_run_has_not_is_told() -> None:
    data = Measured(run_of(data="Old Faithful", k="2", twin="false"), 1)
    for ask in (lambda: data.kmeans, lambda: data.clusters(1), lambda: data.kinds):
        with pytest.raises(ValueError, match=r"\.$|\)\.$"):
            ask()


def test_clusters_are_paired_with_components(faithful: Measured) -> None:
    frame = faithful.run.frames - 1
    alike = faithful.pairs(frame)[faithful.clusters(frame)] == faithful.labels(frame)
    other = 1 - faithful.pairs(frame)
    assert alike.sum() >= (other[faithful.clusters(frame)] == faithful.labels(frame)).sum()


def test_start_seeds_are_tried_once_for_all_scenes_and_all_lessons() -> None:
    first = Measured(run_of(data="Old Faithful", k="2", start_seed="1"), 0)
    second = Measured(run_of(data="Old Faithful", k="2", start_seed="5"), 3)
    assert first.ends(3) is second.ends(3)
    assert len(first.ends(3)) == 3
    two = [end.log_likelihood for end in first.ends(2)]
    assert first.change(k=3).ends(2) is not first.ends(2)
    counted = Measured(run_of(data="Cyclist speeds", k="1"), 0)
    without = counted.run.dataset._replace(frequencies=None)
    once = Measured(record_run(counted.run.settings, without), 0)
    assert once.ends(1)[0].log_likelihood != counted.ends(1)[0].log_likelihood
    assert two == [end.log_likelihood for end in first.ends(3)[:2]]


def test_other_settings_are_recorded_once_for_all_scenes_of_a_lesson() -> None:
    known: dict[Tried, Measured] = {}
    first = Measured(run_of(data="Old Faithful", k="2"), 1, known)
    second = Measured(run_of(data="Old Faithful", k="2", twin="false"), 3, known)
    changed = first.change(k=3, covariance="tied")
    assert changed is second.change(covariance="tied", k=3)
    assert changed.frame == changed.run.frames - 1
    np.testing.assert_array_equal(changed.points, first.points)
    alone = Measured(run_of(data="Old Faithful", k="3", covariance="tied", twin="false"), 0)
    assert changed.at(changed.frame).log_likelihood == alone.at(changed.frame).log_likelihood
    few = Measured(run_of(data="Cyclist speeds", k="2"), 0)
    with pytest.raises(ValueError, match=r"fewer different points than 7 components\.$"):
        few.change(k=7)
