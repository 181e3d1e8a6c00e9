"""What is drawn of a frame, pixel by pixel: it is where and as the run says."""

import numpy as np
import pytest

from gmm import responsibilities
from gmm.limits import MAX_DRAWN
from gmm.ui.takeaway.colours import read_themes
from gmm.ui.takeaway.frames import find_frame, require_em
from gmm.ui.takeaway.geometry import outline_covariance
from gmm.ui.takeaway.pane import sample_points
from gmm.ui.takeaway.stills import draw_still, plan_sheet
from tests.ui.takeaway.readers import at, colour_at, near, pixels
from tests.ui.takeaway.runs import FAITHFUL, WAITING, run_of, run_on


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize(("name", "k"), [("Elongated clusters", 3), FAITHFUL, WAITING])
def test_means_and_centroids_are_where_they_should_be(name: str, k: int, dark: bool) -> None:
    run = run_of(name, k)
    theme, plan = read_themes()[dark], plan_sheet(run)
    for frame in (0, 3, run.frames - 1):
        picture = pixels(run, frame, dark)
        assert near(colour_at(picture, 4, 4), theme.paper)
        em = find_frame(require_em(run), frame).mixture.means
        kmeans = find_frame(run.kmeans, frame).centroids
        for pane, means in ((plan.em, em), (plan.kmeans, kmeans)):
            for i, mean in enumerate(means):
                place = at(pane, mean)
                others = [np.subtract(at(pane, other), place) for other in means[i + 1 :]]
                if min([np.hypot(*other) for other in others], default=99) > 16:
                    assert near(colour_at(picture, *place), theme.components[i])


def test_the_plane_has_one_scale() -> None:
    for run in (run_of(), run_of(*FAITHFUL, twin=False)):
        view = plan_sheet(run).em.view
        left, bottom, right, top = view.box
        assert (right - left) / view.width == pytest.approx((top - bottom) / view.height)


@pytest.mark.parametrize("frame", [0, 1, 2, 5])
def test_points_have_their_responsibilities_colours(frame: int) -> None:
    run = run_of()
    picture, pane, theme = pixels(run, frame), plan_sheet(run).em, read_themes()[0]
    shown = require_em(run).frames[frame]
    points = run.points
    expected = np.tile(theme.neutral, (len(points), 1))
    if shown.responsible is not None:
        expected = responsibilities(points, shown.responsible) @ np.array(theme.components[:3])
    alone = lonely(points, shown.mixture)
    assert len(alone) > 3
    for n in alone:
        assert near(colour_at(picture, *at(pane, points[n])), expected[n])


def lonely(points: np.ndarray, mixture) -> list[int]:
    """Points over which nothing lies: beyond two standard deviations of all components."""
    gaps = points[:, None] - mixture.means
    shape = np.linalg.inv(mixture.covariances)
    away = np.sqrt(np.einsum("nkd,kde,nke->nk", gaps, shape, gaps)).min(axis=1)
    return [
        n
        for n in np.flatnonzero(away > 2.2)
        if (np.linalg.norm(np.delete(points, n, 0) - points[n], axis=1) > 0.25).all()
    ]


def test_ellipses_are_drawn_at_one_and_two_sigma() -> None:
    run = run_of()
    picture, pane = pixels(run, run.frames - 1), plan_sheet(run).em
    mixture = require_em(run).frames[-1].mixture
    for k in range(3):
        hits = [hit for sigmas in (1, 2) for hit in outline_hits(picture, pane, mixture, k, sigmas)]
        assert sum(hits) >= 7  # one may lie under something else


def outline_hits(picture, pane, mixture, k: int, sigmas: float) -> list[bool]:
    """Whether a line of the component's colour runs through the four ends of the axes."""
    major, minor, angle = outline_covariance(mixture.covariances[k])
    along = np.array([np.cos(angle), np.sin(angle)])
    across = np.array([-along[1], along[0]])
    hits = []
    for way in (major * along, -major * along, minor * across, -minor * across):
        x, y = at(pane, mixture.means[k] + sigmas * way)
        patch = picture[round(2 * y) - 2 : round(2 * y) + 3, round(2 * x) - 2 : round(2 * x) + 3]
        colour = read_themes()[0].components[k]
        hits.append(bool((np.abs(patch - colour).max(axis=2) < 0.1).any()))
    return hits


def test_cells_fill_the_plane_in_light_colours() -> None:
    run = run_of()
    picture, pane, theme = pixels(run, 4), plan_sheet(run).kmeans, read_themes()[0]
    centroids = run.kmeans.frames[4].centroids
    hits = []
    for place in grid(pane):
        nearest = np.linalg.norm(centroids - place, axis=1).argmin()
        tint = 0.9 * np.array(theme.paper) + 0.1 * np.array(theme.components[nearest])
        hits.append(near(colour_at(picture, *at(pane, place)), tint))
    assert np.mean(hits) > 0.75  # the rest are points, lines and names


def grid(pane) -> list[np.ndarray]:
    left, bottom, right, top = pane.view.box
    return [
        np.array([x, y])
        for x in np.linspace(left, right, 23)[1:-1]
        for y in np.linspace(bottom, top, 17)[1:-1]
    ]


def test_beyond_what_the_stage_draws_a_fair_sample_is_shown() -> None:
    points = np.random.default_rng(0).normal(size=(MAX_DRAWN + 50, 1))
    run = run_on(points, k=2, start="k-means++", twin=False)
    assert sample_points(run).shape == (MAX_DRAWN, 1)
    draw_still(run, 1)
