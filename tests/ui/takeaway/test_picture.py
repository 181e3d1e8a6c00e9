"""What a mixture and k-means look like, pixel by pixel: it is where and as the run says."""

from itertools import pairwise

import numpy as np
import pytest
from matplotlib.colors import to_rgba
from matplotlib.patches import Ellipse

from gmm.kmeans import assign
from gmm.mixture import Mixture, responsibilities
from gmm.pairing import pair_clusters
from gmm.points import FloatArray
from gmm.ui.link import View
from gmm.ui.run import Run
from gmm.ui.takeaway.colours import measure_luminance, read_themes
from gmm.ui.takeaway.frames import find_frame, require_em
from gmm.ui.takeaway.geometry import outline_covariance
from gmm.ui.takeaway.pane import Pane, fit_pane
from gmm.ui.takeaway.picture import DASHES, draw_mixture
from gmm.ui.takeaway.sheet import Area, make_sheet
from gmm.ui.takeaway.stills import plan_sheet
from tests.present import present
from tests.ui.takeaway.readers import at, colour_at, near, pixels
from tests.ui.takeaway.runs import FAITHFUL, WAITING, long_kmeans, run_of, run_on

THEME = read_themes()[0]


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("of", [("Elongated clusters", 3), FAITHFUL, WAITING, None])
def test_means_and_centroids_are_where_they_should_be(
    of: tuple[str, int] | None, dark: bool
) -> None:
    run = run_of(*of) if of else long_kmeans()
    theme, plan = read_themes()[dark], plan_sheet(run)
    for frame in (0, 3, run.frames - 1):
        picture = pixels(run, frame, dark)
        assert near(colour_at(picture, 4, 4), theme.paper)
        em = find_frame(require_em(run), frame).mixture.means
        kmeans = order_centroids(run, frame)
        for pane, means in ((plan.panes[0], em), (plan.panes[1], kmeans)):
            for i, mean in enumerate(means):
                place = at(pane, mean)
                others = [np.subtract(at(pane, other), place) for other in means[i + 1 :]]
                if min([np.hypot(*other) for other in others], default=99) > 16:
                    assert near(colour_at(picture, *place), theme.components[i])


def order_centroids(run: Run, frame: int) -> FloatArray:
    """Centroids as they are drawn: each in the place of the component that its cluster is."""
    soft = find_frame(require_em(run), frame).responsible
    twin = find_frame(present(run.kmeans), frame)
    if soft is None or twin.assigned is None:
        return twin.centroids
    labels = responsibilities(run.points, soft).argmax(axis=1)
    clusters, _ = assign(run.points, twin.assigned)
    ordered = twin.centroids.copy()
    ordered[pair_clusters(labels, clusters, len(ordered))] = twin.centroids
    return ordered


def test_lines_differ_in_more_than_colour_where_it_may_be_lost() -> None:
    assert len(set(DASHES)) == len(DASHES) == 12
    run = run_of("Old Faithful", 12)
    sheet, pane = make_sheet((700, 500), THEME), fit_pane(run, Area(50, 20, 650, 450))
    mixture = require_em(run).frames[0].mixture
    draw_mixture(sheet, pane, run, mixture, View(), THEME, marked=True)
    ellipses = [patch for patch in sheet.patches if isinstance(patch, Ellipse)]
    inner = [patch for patch in ellipses if patch.get_linewidth() == pytest.approx(1.8)]
    assert len(inner) == len({str(patch.get_linestyle()) for patch in inner}) == 12
    for patch in inner:
        red, green, blue, _ = to_rgba(patch.get_edgecolor())
        assert measure_luminance((red, green, blue)) < 0.18  # a contrast of 4.5 and more


@pytest.mark.parametrize("third", [False, True])
def test_ellipses_are_drawn_at_one_and_two_sigma_and_on_request_at_three(third: bool) -> None:
    run = run_of()
    picture, pane = (
        pixels(run, run.frames - 1, on="third" if third else ""),
        plan_sheet(run).panes[0],
    )
    mixture = require_em(run).frames[-1].mixture
    farthest = []
    for k in range(3):
        hits = [hit for sigmas in (1, 2) for hit in outline_hits(picture, pane, mixture, k, sigmas)]
        assert sum(hits) >= 7  # one may lie under something else
        farthest += outline_hits(picture, pane, mixture, k, 3)
    assert sum(farthest) > 6 if third else sum(farthest) < 3


def outline_hits(
    picture: FloatArray, pane: Pane, mixture: Mixture, k: int, sigmas: float
) -> list[bool]:
    """Whether a line of the component's colour runs through the four ends of the axes."""
    major, minor, angle = outline_covariance(mixture.covariances[k])
    along = np.array([np.cos(angle), np.sin(angle)])
    across = np.array([-along[1], along[0]])
    ends = (major * along, -major * along, minor * across, -minor * across)
    return [has_line(picture, pane, mixture.means[k] + sigmas * end, k) for end in ends]


def has_line(picture: FloatArray, pane: Pane, place: np.ndarray, k: int) -> bool:
    x, y = (round(2 * side) for side in at(pane, place))
    patch = picture[y - 2 : y + 3, x - 2 : x + 3]
    return bool((np.abs(patch - THEME.components[k]).max(axis=2, initial=0) < 0.1).any())


@pytest.mark.parametrize("cells", [True, False])
def test_cells_fill_the_plane_in_light_colours(cells: bool) -> None:
    run = run_of()
    picture, pane = pixels(run, 4, on="cells" if cells else ""), plan_sheet(run).panes[1]
    centroids = present(run.kmeans).frames[4].centroids
    hits = []
    for place in grid(pane):
        nearest = np.linalg.norm(centroids - place, axis=1).argmin()
        share = 0.1 if cells else 0.0
        tint = (1 - share) * np.array(THEME.paper) + share * np.array(THEME.components[nearest])
        hits.append(near(colour_at(picture, *at(pane, place)), tint))
    assert np.mean(hits) > 0.75  # the rest are points, lines and names


def grid(pane: Pane) -> list[np.ndarray]:
    left, bottom, right, top = pane.view.box
    return [
        np.array([x, y])
        for x in np.linspace(left, right, 23)[1:-1]
        for y in np.linspace(bottom, top, 17)[1:-1]
    ]


@pytest.mark.parametrize("cells", [True, False])
def test_boundaries_lie_between_centroids_on_a_line(cells: bool) -> None:
    run = run_of(*WAITING)
    picture, pane = pixels(run, 4, on="cells" if cells else ""), plan_sheet(run).panes[1]
    x = float(pane.across(present(run.kmeans).frames[4].centroids.mean()))
    column = picture[round(2 * pane.area.y0) + 4 : round(2 * pane.ground) - 4, round(2 * x)]
    assert (np.abs(column - THEME.ink).max(axis=1) < 0.1).any() == cells


@pytest.mark.parametrize("trails", [True, False])
def test_trails_follow_the_means(trails: bool) -> None:
    run, frame = long_kmeans(), 12
    picture, plan = pixels(run, frame, on="trails" if trails else ""), plan_sheet(run)
    frames = present(run.em).frames, present(run.kmeans).frames
    ways = [
        [each.mixture.means for each in frames[0][: frame + 1 : 2]],
        [each.centroids for each in frames[1][: frame + 1 : 2]],
    ]
    for pane, way in zip(plan.panes, ways, strict=True):
        hits, tried = 0, 0
        for k in range(2):
            for before, after in pairwise(way):
                middle = (before[k] + after[k]) / 2
                end = np.subtract(at(pane, middle), at(pane, way[-1][k]))
                if np.hypot(*end) > 14:  # beside the mark
                    hits, tried = hits + has_line(picture, pane, middle, k), tried + 1
        assert tried > 1
        assert hits == tried if trails else hits < tried


def test_on_a_line_there_are_no_trails_and_no_third_ellipse() -> None:
    run = run_of(*WAITING)
    assert (pixels(run, 4, on="trails third") == pixels(run, 4, on="")).all()


def test_on_a_line_regions_are_bands_and_the_density_is_filled() -> None:
    run = run_of(*WAITING)
    pane = plan_sheet(run).panes[0]
    paper, ink = np.array(THEME.paper), np.array(THEME.ink)
    plain, regions, density = (
        pixels(run, run.frames - 1, on=on) for on in ("", "regions", "density")
    )
    for value, k in ((46.5, 0), (93.5, 1)):
        place = float(pane.across(value)), float(pane.down(0.97 * pane.view.box[3]))
        tint = 0.16 * np.array(THEME.components[k]) + 0.84 * paper
        assert near(colour_at(plain, *place), paper)
        assert near(colour_at(regions, *place), tint)
        assert near(colour_at(density, *place), paper)  # above the curve
    place = float(pane.across(54.5)), float(pane.down(0.003))
    assert near(colour_at(density, *place), 0.88 * colour_at(plain, *place) + 0.12 * ink)


def test_of_three_columns_the_ellipses_are_those_of_the_first_two() -> None:
    rng = np.random.default_rng(2)
    points = np.r_[rng.normal(size=(40, 3)), rng.normal(size=(40, 3)) + 6]
    run = run_on(points, k=2, start="k-means")
    picture, pane = (
        pixels(run, run.frames - 1, on=" ".join(View().on | {"third"})),
        plan_sheet(run).panes[0],
    )
    mixture = require_em(run).frames[-1].mixture
    flat = mixture._replace(means=mixture.means[:, :2], covariances=mixture.covariances[:, :2, :2])
    hits = [hit for k in range(2) for hit in outline_hits(picture, pane, flat, k, 1)]
    assert sum(hits) >= 6
