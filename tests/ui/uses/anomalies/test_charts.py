"""Charts of the case of anomalies: what is drawn is what the records hold."""

import numpy as np
import pytest

from gmm.cases.biopsies import read_biopsies, split_biopsies
from gmm.ui.uses.anomalies.charts import draw_curves, draw_ground, draw_pairs
from gmm.ui.uses.anomalies.records import (
    Brief,
    Finding,
    find,
    fit,
    sort_rows,
    survey,
    take_training,
)
from tests.present import present

SPLIT = split_biopsies(read_biopsies().malignant, 0)
PAIR = (0, 1)


@pytest.fixture(scope="module")
def found() -> Finding:
    return find(PAIR, present(fit(take_training(PAIR, SPLIT), 1)), SPLIT, 0.05)


def test_kinds_and_flags_are_told_apart_by_symbol(found: Finding) -> None:
    points, kinds = sort_rows(SPLIT, PAIR)
    flags = found.density.flags[[*SPLIT.benign, *SPLIT.malignant]]
    figure = draw_ground(points, kinds, flags, survey(found.mixture, points), found, ("a", "b"))
    drawn = {trace.name: trace for trace in figure.data}
    contour = drawn["density threshold"].contours
    assert contour.start == contour.end == found.density.threshold
    assert set(drawn["box"].x) == set(found.edges[:, 0])
    assert set(drawn["box"].y) == set(found.edges[:, 1])
    assert len(drawn["malignant, not flagged"].x) == found.density.missed.hits
    assert len(drawn["benign, flagged"].x) == found.density.false.hits
    marks = [trace.marker.symbol for trace in figure.data[2:]]
    assert len(set(marks)) == 4
    assert figure.layout.xaxis.title.text == "a"


def test_no_mark_is_promised_for_what_is_not_there(found: Finding) -> None:
    points, kinds = sort_rows(SPLIT, PAIR)
    none = np.zeros(len(points), bool)
    figure = draw_ground(points, kinds, none, survey(found.mixture, points), found, ("a", "b"))
    assert "benign, flagged" not in {trace.name for trace in figure.data}


def test_curves_have_the_place_of_the_threshold_with_its_limits(found: Finding) -> None:
    drawn = {trace.name: trace for trace in draw_curves(found).data}
    for name, rule in (("density", found.density), ("box", found.box)):
        np.testing.assert_allclose(drawn[name].y, 100 * (1 - rule.roc.found))
        mark = drawn[f"threshold of the {name}"]
        assert mark.x[0] == pytest.approx(100 * rule.false.share)
        assert mark.y[0] + mark.error_y.array[0] == pytest.approx(100 * rule.missed.high)
        assert mark.x[0] - mark.error_x.arrayminus[0] == pytest.approx(100 * rule.false.low)
    assert drawn["density"].line.dash != drawn["box"].line.dash


def test_the_pair_on_the_page_has_a_mark_of_its_own() -> None:
    briefs = [Brief((0, at), (0.9, 0.8), (0, 0), (0, 0)) for at in (1, 2, 3)]
    drawn = {trace.name: trace for trace in draw_pairs(briefs, (0, 2), ("p", "q", "r")).data}
    assert list(drawn["the pair above"].customdata) == ["q"]
    assert list(drawn["a pair of columns"].customdata) == ["p", "r"]
    assert (drawn["the pair above"].x[0], drawn["the pair above"].y[0]) == (0.8, 0.9)
