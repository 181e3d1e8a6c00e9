"""Link -> Run without a page: the same run that the page records."""

import numpy as np
import pytest

from gmm.data.datasets import DATASETS
from gmm.ui.carried import write_points, write_start
from gmm.ui.link import Carried, Link, Settings, read_link
from gmm.ui.recording import record_link
from gmm.ui.run import identify_points
from tests.app import open_app, run_of


@pytest.mark.parametrize("name", ["Old Faithful", "Round clusters", "Cyclist speeds"])
def test_it_is_the_run_that_the_page_shows(name: str) -> None:
    query = {"data": name, "k": "3", "start_seed": "5", "v": "4"}
    page, alone = run_of(open_app(**query)), record_link(read_link(query)[0])
    assert page.em is not None
    assert alone.em is not None
    assert page.settings == alone.settings
    assert [frame.log_likelihood for frame in page.em.frames] == [
        frame.log_likelihood for frame in alone.em.frames
    ]


def test_points_and_a_start_that_the_link_carries() -> None:
    dataset = DATASETS["Waiting times"].make(300, 0)
    carried = Carried(points=write_points(dataset))
    link = Link(Settings(data="Paste numbers", k=2), carried=carried)
    run = record_link(link)
    assert run.em is not None
    assert run.dataset.points.tolist() == dataset.points.tolist()
    moved = run.em.frames[-1].mixture
    hand = write_start(moved, identify_points(run))
    again = record_link(link._replace(carried=carried._replace(hand=hand)))
    assert again.em is not None
    np.testing.assert_allclose(again.em.frames[0].mixture.means, moved.means, rtol=1e-6)


def test_what_is_missing_is_told() -> None:
    with pytest.raises(ValueError, match="does not carry its points"):
        record_link(Link(Settings(data="Upload a file")))
    with pytest.raises(ValueError, match="does not carry its points"):
        record_link(Link(Settings(data="Paste numbers"), carried=Carried(points="here")))
    with pytest.raises(ValueError, match="fewer different points"):
        record_link(Link(Settings(data="Cyclist speeds", k=7)))
    run = record_link(Link())
    assert run.em is not None
    other = record_link(Link(Settings(data="Crabs")))
    hand = write_start(run.em.frames[0].mixture, identify_points(other))
    with pytest.raises(ValueError, match="belongs to other points"):
        record_link(Link(carried=Carried(hand=hand)))
