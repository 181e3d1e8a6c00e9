"""A run as a lesson measures it."""

import numpy as np
import pytest

from gmm.mixture import responsibilities
from gmm.ui.course.measured import Ends, Measured, Tried
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


def test_start_seeds_are_tried_once_for_all_scenes_of_a_lesson() -> None:
    known: dict[Tried, Ends] = {}
    first = Measured(run_of(data="Old Faithful", k="2", start_seed="1"), 0, known)
    second = Measured(run_of(data="Old Faithful", k="2", start_seed="5"), 3, known)
    assert first.ends(3) is second.ends(3)
    assert len(first.ends(3)) == 3
    assert first.ends(2) == first.ends(3)[:2]
