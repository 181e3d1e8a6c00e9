"""The stage's pure modules, in Chromium, against NumPy and SciPy."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.stats import multivariate_normal

from tests.browser.conftest import Modules

PLANE = """(() => {
  const mixture = { K: a.weights.length, D: a.D, weights: Float64Array.from(a.weights),
    means: Float64Array.from(a.means), covariances: Float64Array.from(a.covariances) };
  return Array.from(m.eStep(Float64Array.from(a.points), mixture).gamma);
})()"""


def test_responsibilities_in_the_plane(modules: Modules) -> None:
    rng = np.random.default_rng(1)
    points = rng.normal(0, 3, (200, 2))
    weights = np.array([0.2, 0.5, 0.3])
    means = rng.normal(0, 2, (3, 2))
    covariances = np.array([[[2.0, 0.9], [0.9, 1.0]], [[0.5, -0.3], [-0.3, 0.4]], np.eye(2) * 4])
    joint = np.stack(
        [
            w * multivariate_normal(m, c).pdf(points)
            for w, m, c in zip(weights, means, covariances, strict=True)
        ],
        axis=1,
    )
    found = modules(
        "mixture",
        PLANE,
        {
            "D": 2,
            "points": points.ravel().tolist(),
            "weights": weights.tolist(),
            "means": means.ravel().tolist(),
            "covariances": covariances[:, [0, 0, 1], [0, 1, 1]].ravel().tolist(),
        },
    )
    assert_allclose(np.reshape(found, (200, 3)), joint / joint.sum(1, keepdims=True), rtol=1e-11)


def test_responsibilities_of_far_points_still_sum_to_one(modules: Modules) -> None:
    found = modules(
        "mixture",
        PLANE,
        {
            "D": 1,
            "points": [1e6, -1e6, 0],
            "weights": [0.5, 0.5],
            "means": [-1, 1],
            "covariances": [1, 1],
        },
    )
    assert_allclose(np.reshape(found, (3, 2)), [[0.0, 1.0], [1.0, 0.0], [0.5, 0.5]], atol=1e-15)


def test_nearest_takes_the_lowest_index_of_a_tie(modules: Modules) -> None:
    labels = modules(
        "mixture",
        "Array.from(m.nearest(Float64Array.from([0, 0, 2, 0, 5, 0]), Float64Array.from([-1, 0, 1, 0, 1, 0]), 2))",
    )
    assert labels == [0, 1, 1]


@pytest.mark.parametrize("entries", [(4.0, 0.0, 1.0), (1.0, 0.6, 2.0), (3.0, -1.2, 0.7)])
def test_ellipse_has_the_square_roots_of_the_eigenvalues(
    modules: Modules, entries: tuple[float, float, float]
) -> None:
    xx, xy, yy = entries
    axes = modules("geometry", "m.ellipse(...a)", list(entries))
    low, high = np.sqrt(np.linalg.eigvalsh([[xx, xy], [xy, yy]]))
    assert_allclose([axes["minor"], axes["major"]], [low, high], rtol=1e-12)
    direction = np.array([np.cos(axes["angle"]), np.sin(axes["angle"])])
    assert_allclose(np.array([[xx, xy], [xy, yy]]) @ direction, high**2 * direction, rtol=1e-9)


def test_cells_hold_the_points_that_are_nearest(modules: Modules) -> None:
    rng = np.random.default_rng(2)
    centroids = rng.uniform(-1, 1, (6, 2))
    cells = modules(
        "geometry", "m.cells(Float64Array.from(a), [-2, -2, 2, 2])", centroids.ravel().tolist()
    )
    areas = [_area(np.array(cell)) for cell in cells]
    assert_allclose(sum(areas), 16, rtol=1e-9)
    points = rng.uniform(-2, 2, (4000, 2))
    nearest = ((points[:, None] - centroids) ** 2).sum(2).argmin(1)
    shares = np.bincount(nearest, minlength=6) / 4000
    assert_allclose(np.array(areas) / 16, shares, atol=0.03)


def _area(cell: np.ndarray) -> float:
    x, y = cell.T
    return float(abs(x @ np.roll(y, 1) - y @ np.roll(x, 1)) / 2)


def test_centroids_on_one_spot_share_no_cell(modules: Modules) -> None:
    cells = modules("geometry", "m.cells(Float64Array.from([0, 0, 0, 0, 3, 0]), [-4, -4, 4, 4])")
    assert [len(cell) > 0 for cell in cells] == [True, False, True]


def test_boundaries_lie_half_way(modules: Modules) -> None:
    assert modules("geometry", "m.boundaries(Float64Array.from([5, 1, 2, 2]))") == [1.5, 3.5]


@pytest.mark.parametrize(
    ("low", "high", "count"),
    [(0.13, 9.8, 5), (-1300, -1100, 4), (1e-5, 4e-5, 3), (1e6, 1e6 + 1, 6)],
)
def test_ticks_are_round_and_within(modules: Modules, low: float, high: float, count: int) -> None:
    ticks = modules("geometry", "m.ticks(...a).values", [low, high, count])
    slack = 1e-6 * (high - low)
    assert 2 <= len(ticks) <= 2 * count + 1
    assert low - slack <= ticks[0]
    assert ticks[-1] <= high + slack
    step = ticks[1] - ticks[0]
    assert_allclose(np.diff(ticks), step, rtol=1e-6)
    leading = float(f"{step:.6e}".split("e")[0])
    assert min(abs(leading - digit) for digit in (1, 2, 5, 10)) < 1e-4


def test_circles_stay_circles(modules: Modules) -> None:
    view = modules(
        "geometry",
        "(() => { const v = m.planeView(Float64Array.from([0, 0, 10, 1]), 400, 300, true);"
        " return [v.x(1) - v.x(0), v.y(0) - v.y(1), v.x(0), v.x(10)]; })()",
    )
    assert_allclose(view[0], view[1])
    assert 0 < view[2] < view[3] < 400


def test_one_point_and_equal_values_have_a_view(modules: Modules) -> None:
    found = modules(
        "geometry",
        "[m.planeView(Float64Array.from([3, 3]), 400, 300, false).x(3), m.bins(Float64Array.from([2, 2, 2])).count,"
        " m.lineView(Float64Array.from([2]), 400, 300, 1).x(2)]",
    )
    assert_allclose(found, [200, 1, 200])


def test_bins_hold_every_point_once_and_sum_to_one(modules: Modules) -> None:
    rng = np.random.default_rng(3)
    points = rng.normal(50, 8, 500).round(1)
    heights, width = modules(
        "geometry",
        "(() => { const b = m.bins(Float64Array.from(a));"
        " return [Array.from(m.stackedBins(b, new Float64Array(a.length).fill(1), 1)), b.width]; })()",
        points.tolist(),
    )
    assert_allclose(sum(heights) * width, 1, rtol=1e-12)


def test_between_mixtures_is_exact_at_both_ends(modules: Modules) -> None:
    ends = modules(
        "mixture",
        """(() => { const f = (...v) => Float64Array.from(v);
        const one = { K: 1, D: 1, weights: f(1), means: f(2), covariances: f(3) };
        const two = { K: 1, D: 1, weights: f(1), means: f(6), covariances: f(1) };
        return [0, 0.5, 1].map((t) => { const m2 = m.between(one, two, t); return [m2.means[0], m2.covariances[0]]; }); })()""",
    )
    assert ends == [[2, 3], [4, 2], [6, 1]]


def test_frames_have_their_phase_and_parameters(modules: Modules) -> None:
    found = modules("tape", "[0,1,2,3,4].map(f => [m.phaseAt(f), m.drawnAt(f), m.colouredAt(f)])")
    assert found == [["start", 0, None], ["E", 0, 0], ["M", 1, 0], ["E", 1, 1], ["M", 2, 1]]


def test_stamps_cover_by_ink_and_paper(modules: Modules) -> None:
    middle, rim, outside = modules(
        "stamps",
        """(() => { const image = new ImageData(21, 21);
        const path = 'M-6,0A6,6,0,1,0,6,0A6,6,0,1,0,-6,0Z';
        const stamp = m.makeStamp({ path, unit: 6, radius: 4, rim: 1.5, hollow: false }, document);
        const face = { inks: [[200, 100, 50]], labels: Uint8Array.of(0), gamma: null, doubtful: null };
        m.stamp(image, Float64Array.of(10, 10), face, { stamps: [stamp], which: [0], order: [0] }, [255, 255, 255]);
        const at = (x, y) => Array.from(image.data.subarray(4 * (21 * y + x), 4 * (21 * y + x) + 4));
        return [at(10, 10), at(15, 10), at(19, 10)]; })()""",
    )
    assert middle == [200, 100, 50, 255]
    assert rim[3] > 200
    assert min(rim[:3]) > 240
    assert outside == [0, 0, 0, 0]


def test_a_pies_slices_go_clockwise_from_12_oclock(modules: Modules) -> None:
    found = modules(
        "stamps",
        """(() => { const image = new ImageData(21, 21);
        const path = 'M-6,0A6,6,0,1,0,6,0A6,6,0,1,0,-6,0Z';
        const stamp = m.makeStamp({ path, unit: 6, radius: 6, rim: 1, hollow: false }, document);
        const face = { inks: [[200, 0, 0], [0, 200, 0], [0, 0, 200]], labels: Uint8Array.of(0),
          gamma: Float64Array.of(0.25, 0.25, 0.5), doubtful: Uint8Array.of(1) };
        m.stamp(image, Float64Array.of(10, 10), face, { stamps: [stamp], which: [0], order: [0] }, [255, 255, 255]);
        const at = (x, y) => Array.from(image.data.subarray(4 * (21 * y + x), 4 * (21 * y + x) + 3));
        return [at(13, 7), at(13, 13), at(7, 13), at(7, 7)]; })()""",
    )
    assert found == [[200, 0, 0], [0, 200, 0], [0, 0, 200], [0, 0, 200]]
