"""The pure modules behind hands, cards and layers, in Chromium, against NumPy and SciPy."""

import itertools
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy.special import logsumexp
from scipy.stats import multivariate_normal

from gmm import Mixture, log_joint, lower_bound, record_kmeans, responsibilities, start
from gmm.data.datasets import DATASETS
from gmm.points import FloatArray
from tests.browser.conftest import Modules

# A mixture as the stage keeps it, from plain lists.
MIXED = """(({ K, D, weights, means, covariances }) => ({ K, D, weights: Float64Array.from(weights),
    means: Float64Array.from(means), covariances: Float64Array.from(covariances) }))"""
PLAIN = "(({ means, covariances }) => [Array.from(means), Array.from(covariances)])"


def packed(mixture: Mixture) -> dict[str, Any]:
    k, d = mixture.means.shape
    upper = np.triu_indices(d)
    return {
        "K": k,
        "D": d,
        "weights": mixture.weights.tolist(),
        "means": mixture.means.ravel().tolist(),
        "covariances": mixture.covariances[:, *upper].ravel().tolist(),
    }


def turned(major: float, minor: float, angle: float) -> FloatArray:
    axes = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    covariance = axes @ np.diag([major**2, minor**2]) @ axes.T
    symmetric: FloatArray = (covariance + covariance.T) / 2
    return symmetric


def three(constraint: str) -> Mixture:
    """A mixture that keeps the constraint."""
    covariances = {
        "full": [turned(2, 0.7, 0.4), turned(1.5, 0.3, -1.1), turned(0.8, 0.6, 2.0)],
        "tied": [turned(2, 0.7, 0.4)] * 3,
        "diag": [np.diag([2.0, 0.4]), np.diag([0.3, 1.9]), np.diag([1.0, 1.0])],
        "spherical": [0.4 * np.eye(2), 2.2 * np.eye(2), np.eye(2)],
    }
    means = np.array([[0.5, -1.0], [2.0, 2.5], [-3.0, 0.25]])
    return Mixture(np.array([0.2, 0.5, 0.3]), means, np.array(covariances[constraint]))


def pull(
    modules: Modules,
    mixture: Mixture,
    k: int,
    what: str,
    place: list[float],
    constraint: str,
    stretch: float = 1,
) -> Mixture:
    """What a hand makes of a mixture."""
    means, entries = modules(
        "grip",
        f"""(() => {{ const mixture = {MIXED}(a.mixture);
          const held = m.pulled(m.grip(mixture, a.k, a.stretch), a.what, a.place, a.constraint, 5);
          return {PLAIN}(m.withGrip(mixture, a.k, held, a.what, a.constraint)); }})()""",
        {
            "mixture": packed(mixture),
            "k": k,
            "what": what,
            "place": place,
            "constraint": constraint,
            "stretch": stretch,
        },
    )
    count, d = mixture.means.shape
    whole = np.reshape(entries, (count, -1))[:, [[0]] if d == 1 else [[0, 1], [1, 2]]]
    return Mixture(mixture.weights, np.reshape(means, (count, d)), whole)


# ---------------------------------------------------------------- grip.js


@pytest.mark.parametrize("constraint", ["full", "tied", "diag", "spherical"])
@pytest.mark.parametrize("k", [0, 1, 2])
def test_handles_stand_at_one_sigma_and_the_turn_at_two(
    modules: Modules, constraint: str, k: int
) -> None:
    mixture = three(constraint)
    handles = modules(
        "grip",
        f"m.handles(m.grip({MIXED}(a[0]), a[1]), a[2])",
        [packed(mixture), k, constraint],
    )
    sigmas = {}
    for handle in handles:
        offset = np.array(handle["at"]) - mixture.means[k]
        sigmas[handle["what"]] = np.sqrt(offset @ np.linalg.solve(mixture.covariances[k], offset))
    turns = {"turn": 2} if constraint in ("full", "tied") else {}
    assert sigmas == pytest.approx({"major": 1, "minor": 1, **turns})


@pytest.mark.parametrize("stretch", [0.2, 3.5])
@pytest.mark.parametrize("constraint", ["full", "tied", "diag"])
def test_where_an_axis_is_stretched_a_hand_has_the_ellipse_that_is_seen(
    modules: Modules, constraint: str, stretch: float
) -> None:
    mixture, drawn = three(constraint), np.diag([1.0, stretch])
    seen = mixture._replace(
        means=mixture.means @ drawn, covariances=drawn @ mixture.covariances @ drawn
    )
    handles, seen_handles = (
        modules(
            "grip",
            f"m.handles(m.grip({MIXED}(a[0]), 1, a[1]), a[2])",
            [packed(each), times, constraint],
        )
        for each, times in ((mixture, stretch), (seen, 1))
    )
    assert len(handles) == (2 if constraint == "diag" else 3)
    for handle, other in zip(handles, seen_handles, strict=True):
        assert handle["what"] == other["what"]
        assert_allclose(drawn @ handle["at"], other["at"])
        place = np.add(handle["at"], [0.3, -0.2])
        after = pull(modules, mixture, 1, handle["what"], place.tolist(), constraint, stretch)
        wanted = pull(modules, seen, 1, handle["what"], (drawn @ place).tolist(), constraint)
        assert_allclose(drawn @ after.covariances @ drawn, wanted.covariances, atol=1e-9)
        assert_array_equal(after.means, mixture.means)


@pytest.mark.parametrize("constraint", ["full", "tied", "diag", "spherical"])
def test_a_pulled_mean_goes_to_the_hand_and_nothing_else_moves(
    modules: Modules, constraint: str
) -> None:
    mixture = three(constraint)
    after = pull(modules, mixture, 1, "mean", [0.125, -4.5], constraint)
    assert_array_equal(after.means, [mixture.means[0], [0.125, -4.5], mixture.means[2]])
    assert_array_equal(after.covariances, mixture.covariances)


@pytest.mark.parametrize(
    ("constraint", "what"),
    [
        *itertools.product(["full", "tied", "diag", "spherical"], ["major", "minor"]),
        *itertools.product(["full", "tied"], ["turn"]),
    ],
)
@pytest.mark.parametrize("k", [0, 1, 2])
def test_a_pulled_handle_keeps_the_constraint(
    modules: Modules, constraint: str, what: str, k: int
) -> None:
    mixture = three(constraint)
    place = mixture.means[k] + [1.3, 0.4]
    after = pull(modules, mixture, k, what, place.tolist(), constraint)
    assert_array_equal(after.means, mixture.means)

    values, axes = np.linalg.eigh(mixture.covariances[k])
    lengths = np.sqrt(values[::-1])  # major, minor
    along = axes[:, ::-1].T @ [1.3, 0.4]
    if constraint == "diag" and mixture.covariances[k][0, 0] == mixture.covariances[k][1, 1]:
        along = np.array([1.3, 0.4])  # of a circle the first axis lies flat
    if constraint == "spherical":
        along = np.array([1.3, 0.4])
    wanted = mixture.covariances[k]
    if what == "turn":
        wanted = turned(lengths[0], lengths[1], np.arctan2(0.4, 1.3))
    else:
        lengths[["major", "minor"].index(what)] = abs(along[["major", "minor"].index(what)])
        if constraint == "spherical":
            lengths[:] = abs(along[["major", "minor"].index(what)])
            wanted = lengths[0] ** 2 * np.eye(2)
        else:
            directions = axes[:, ::-1]
            if constraint == "diag" and k == 2:
                directions = np.eye(2)
            wanted = directions @ np.diag(lengths**2) @ directions.T
    assert_allclose(after.covariances[k], wanted, rtol=1e-9, atol=1e-12)

    others = [j for j in range(3) if j != k]
    if constraint == "tied":
        assert (after.covariances == after.covariances[0]).all()
    else:
        assert_array_equal(after.covariances[others], mixture.covariances[others])
    if constraint in ("diag", "spherical"):
        assert (after.covariances[:, 0, 1] == 0).all()
    if constraint == "spherical":
        assert (after.covariances[:, 0, 0] == after.covariances[:, 1, 1]).all()
    assert (np.linalg.eigvalsh(after.covariances) > 0).all()


@pytest.mark.parametrize("what", ["major", "minor"])
def test_a_hand_cannot_make_a_component_flat(modules: Modules, what: str) -> None:
    mixture = three("full")
    after = pull(modules, mixture, 0, what, mixture.means[0].tolist(), "full")
    assert_allclose(np.linalg.eigvalsh(after.covariances[0])[0], (1e-3 * 5) ** 2, rtol=1e-6)


def test_in_one_dimension_a_hand_moves_the_mean_and_the_width(modules: Modules) -> None:
    line = Mixture(np.array([0.4, 0.6]), np.array([[1.0], [4.0]]), np.array([[[0.25]], [[2.0]]]))
    moved = pull(modules, line, 0, "mean", [2.5], "full")
    assert_array_equal(moved.means, [[2.5], [4.0]])
    assert_array_equal(moved.covariances, line.covariances)
    for place in (5.5, 2.5):
        wider = pull(modules, line, 1, "major", [place], "full")
        assert_array_equal(wider.means, line.means)
        assert_array_equal(wider.covariances, [[[0.25]], [[2.25]]])
    tied = pull(modules, line, 1, "major", [4.5], "tied")
    assert_array_equal(tied.covariances, [[[0.25]], [[0.25]]])


# ---------------------------------------------------------------- inspection.js


def test_bayes_rule_row_by_row(modules: Modules) -> None:
    mixture = three("full")
    rng = np.random.default_rng(4)
    points = rng.normal(0, 2, (20, 2))
    for n in (0, 7, 19):
        found = modules(
            "inspection",
            f"m.bayes(Float64Array.from(a[0]), {MIXED}(a[1]), a[2])",
            [points.ravel().tolist(), packed(mixture), n],
        )
        densities = [
            multivariate_normal(mean, covariance).pdf(points[n])
            for mean, covariance in zip(mixture.means, mixture.covariances, strict=True)
        ]
        joint = mixture.weights * densities
        assert_allclose([row["weight"] for row in found["rows"]], mixture.weights)
        assert_allclose([row["density"] for row in found["rows"]], densities, rtol=1e-11)
        assert_allclose([row["joint"] for row in found["rows"]], joint, rtol=1e-11)
        assert_allclose([row["share"] for row in found["rows"]], joint / joint.sum(), rtol=1e-11)
        assert_allclose(found["sum"], joint.sum(), rtol=1e-11)


def test_a_point_out_of_every_components_reach_still_has_shares(modules: Modules) -> None:
    mixture = three("full")
    narrow = mixture._replace(covariances=1e-9 * mixture.covariances)
    point = np.array([[3.0, -2.0]])
    found = modules(
        "inspection",
        f"m.bayes(Float64Array.from(a[0]), {MIXED}(a[1]), 0)",
        [point.ravel().tolist(), packed(narrow)],
    )
    joint = log_joint(point, narrow)[0]
    assert found["sum"] == 0
    shares = [row["share"] for row in found["rows"]]
    assert_allclose(shares, np.exp(joint - logsumexp(joint)), atol=1e-12)
    assert sum(shares) == pytest.approx(1)


@pytest.mark.parametrize("d", [1, 2])
def test_pulls_distances_and_the_most_uncertain_point(modules: Modules, d: int) -> None:
    rng = np.random.default_rng(5)
    mixture = three("full")
    mixture = Mixture(mixture.weights, mixture.means[:, :d], mixture.covariances[:, :d, :d])
    points = rng.normal(0, 3, (300, d))
    gamma = responsibilities(points, mixture)
    lists: dict[str, Any] = {"points": points.ravel().tolist(), "gamma": gamma.ravel().tolist()}
    lists["mixture"] = packed(mixture)
    for k in range(3):
        found = modules(
            "inspection",
            f"m.pulls(Float64Array.from(a.points), Float64Array.from(a.gamma), {MIXED}(a.mixture), a.k, 12)",
            {**lists, "k": k},
        )
        strength = gamma[:, k] * np.linalg.norm(points - mixture.means[k], axis=1)
        strongest = np.argsort(-strength)[:12]
        assert [pull["n"] for pull in found] == strongest.tolist()
        assert_allclose([pull["share"] for pull in found], gamma[strongest, k])
    most = modules("inspection", "m.mostUncertain(Float64Array.from(a), 3)", lists["gamma"])
    assert most == gamma.max(1).argmin()
    away = modules(
        "inspection",
        f"m.distances(Float64Array.from(a.points), Float64Array.from(a.mixture.means), {d}, 8)",
        lists,
    )
    assert_allclose(away, np.linalg.norm(points[8] - mixture.means, axis=1), rtol=1e-12)


def test_a_point_pulls_as_often_as_it_was_counted(modules: Modules) -> None:
    rng = np.random.default_rng(7)
    mixture = three("full")
    points = rng.normal(0, 3, (60, 2))
    often = rng.integers(0, 9, 60)
    gamma = responsibilities(points, mixture)
    found = modules(
        "inspection",
        f"m.pulls(Float64Array.from(a.points), Float64Array.from(a.gamma), {MIXED}(a.mixture), 1, 60, Float64Array.from(a.often))",
        {
            "points": points.ravel().tolist(),
            "gamma": gamma.ravel().tolist(),
            "mixture": packed(mixture),
            "often": often.tolist(),
        },
    )
    strength = often * gamma[:, 1] * np.linalg.norm(points - mixture.means[1], axis=1)
    counted = np.argsort(-strength)[: (often > 0).sum()]
    assert [pull["n"] for pull in found] == counted.tolist()


def test_densities_are_per_unit_of_a_larger_space(modules: Modules) -> None:
    mixture, point = three("full"), np.array([[0.3, -0.2]])
    asked = [point.ravel().tolist(), packed(mixture)]
    bayes = f"m.bayes(Float64Array.from(a[0]), {MIXED}(a[1]), 0"
    plain = modules("inspection", f"{bayes})", asked)
    wide = modules("inspection", f"{bayes}, Math.log(8))", asked)
    for one, other in zip(wide["rows"], plain["rows"], strict=True):
        assert_allclose(one["density"], other["density"] / 8, rtol=1e-12)
        assert_allclose(one["joint"], other["joint"] / 8, rtol=1e-12)
        assert one["share"] == other["share"]
    assert_allclose(wide["sum"], plain["sum"] / 8, rtol=1e-12)


@pytest.mark.parametrize("way", [[1, 0], [-1, 0], [0, 1], [0, -1]])
def test_a_neighbour_lies_within_45_degrees_of_the_way(modules: Modules, way: list[int]) -> None:
    centres = np.random.default_rng(6).uniform(0, 400, (80, 2))
    found = modules(
        "inspection",
        "a.from.map((n) => m.neighbour(Float64Array.from(a.centres), n, a.way))",
        {"centres": centres.ravel().tolist(), "from": list(range(80)), "way": way},
    )
    for n, m in enumerate(found):
        ahead = (centres - centres[n]) @ way
        aside = np.abs((centres - centres[n]) @ [way[1], way[0]])
        reachable = (ahead > 0) & (aside <= ahead)
        if reachable.any():
            cost = np.where(reachable, ahead + 2 * aside, np.inf)
            assert m == cost.argmin()
        else:
            assert m == n
    assert len(set(found)) > 20


def test_the_nearest_point_is_found_only_within_reach(modules: Modules) -> None:
    centres = np.random.default_rng(7).uniform(0, 400, (200, 2))
    for spot in ([10, 10], [200, 180], [333, 21]):
        away = np.hypot(*(centres - spot).T)
        for reach in (away.min() * 0.99, away.min() * 1.01, 500):
            found = modules(
                "inspection",
                "m.nearestTo(Float64Array.from(a[0]), ...a[1], a[2])",
                [centres.ravel().tolist(), spot, float(reach)],
            )
            assert found == (away.argmin() if away.min() < reach else None)


@pytest.mark.parametrize("constraint", ["full", "tied", "diag", "spherical"])
def test_sigmas_between_is_the_mahalanobis_distance(modules: Modules, constraint: str) -> None:
    mixture = three(constraint)
    for k, mean in ((0, [1.0, 1.0]), (1, [-2.0, 0.3]), (2, [-3.0, 0.25])):
        found = modules(
            "inspection",
            f"m.sigmasBetween({MIXED}(a[0]), a[1], a[2])",
            [packed(mixture), k, mean],
        )
        off = mixture.means[k] - mean
        assert_allclose(found, np.sqrt(off @ np.linalg.inv(mixture.covariances[k]) @ off))
    line = Mixture(np.array([1.0]), np.array([[2.0]]), np.array([[[9.0]]]))
    found = modules("inspection", f"m.sigmasBetween({MIXED}(a), 0, [8])", packed(line))
    assert_allclose(found, 2)


@pytest.mark.parametrize("narrowed", [1, 1e-4])
def test_shares_of_the_gap_sum_to_log_likelihood_minus_bound(
    modules: Modules, narrowed: float
) -> None:
    rng = np.random.default_rng(8)
    points = rng.normal(0, 3, (100, 2))
    before, after = three("full"), three("diag")
    # So narrow that posteriors round to 0 where somebody still believes.
    after = after._replace(covariances=narrowed * after.covariances)
    gamma = responsibilities(points, before)
    shares = modules(
        "mixture",
        f"""(() => {{ const [points, gamma] = [a.points, a.gamma].map((x) => Float64Array.from(x));
          const mixture = {MIXED}(a.mixture);
          return Array.from(m.gapShares(points, gamma, mixture, m.eStep(points, mixture).logDensity)); }})()""",
        {
            "points": points.ravel().tolist(),
            "gamma": gamma.ravel().tolist(),
            "mixture": packed(after),
        },
    )
    gap = logsumexp(log_joint(points, after), axis=1).sum() - lower_bound(points, gamma, after)
    assert_allclose(np.sum(shares), gap, rtol=1e-10)
    assert np.min(shares) >= 0


# ---------------------------------------------------------------- annealing.js

ANNEALED = """(() => { const tape = m.anneal({ points: Float64Array.from(a.points), K: a.K, D: a.D, frequencies: null },
    Float64Array.from(a.means), a.width, a.frames);
  return { ...tape, mixtures: tape.mixtures.map(({ means, covariances, weights }) => [means, covariances, weights].map((x) => Array.from(x))),
    logLikelihood: Array.from(tape.logLikelihood), bound: Array.from(tape.bound) }; })()"""


def soft_kmeans(
    points: FloatArray, means: FloatArray, width: float, frames: int
) -> list[FloatArray]:
    """The means of soft k-means, an entry a frame."""
    tape = [means]
    for frame in range(1, frames):
        means = tape[-1]
        if frame % 2 == 0:
            squares = ((points[:, None] - means) ** 2).sum(2)
            score = -squares / (2 * width**2)
            gamma = np.exp(score - logsumexp(score, axis=1, keepdims=True))
            means = gamma.T @ points / gamma.sum(0)[:, None]
        tape.append(means)
    return tape


@pytest.mark.parametrize("name", ["Old Faithful", "Waiting times", "Round clusters"])
@pytest.mark.parametrize("share", [1.0, 0.3, 0.05])
def test_at_a_temperature_it_is_soft_kmeans(modules: Modules, name: str, share: float) -> None:
    points = DATASETS[name].make(120, 2).points
    points = (points - points.mean(0)) / points.std(0)
    means = start(points, 3, "random points", 1).means
    found = modules(
        "annealing",
        ANNEALED,
        {
            "points": points.ravel().tolist(),
            "K": 3,
            "D": points.shape[1],
            "means": means.ravel().tolist(),
            "width": share,
            "frames": 12,
        },
    )
    assert found["frames"] == 12
    wanted = soft_kmeans(points, means, share, 12)[::2]
    d = points.shape[1]
    assert_allclose(
        [np.reshape(means, (3, d)) for means, _, _ in found["mixtures"]], wanted, rtol=1e-8
    )
    mixtures = [
        Mixture(np.full(3, 1 / 3), means, np.array([share**2 * np.eye(d)] * 3)) for means in wanted
    ]
    likelihoods = [logsumexp(log_joint(points, mixture), axis=1).sum() for mixture in mixtures]
    assert_allclose(found["logLikelihood"], np.repeat(likelihoods, 2), rtol=1e-9)
    # F as the engine has it: it touches at an E-step and lies below at an M-step.
    bounds = [
        lower_bound(
            points, responsibilities(points, mixtures[(frame - 1) // 2]), mixtures[frame // 2]
        )
        for frame in range(1, 12)
    ]
    assert_allclose(found["bound"][1:], bounds, rtol=1e-9)


@pytest.mark.parametrize(
    ("name", "k"),
    [("Old Faithful", 3), ("Waiting times", 2), ("Waiting times", 5), ("Unequal clusters", 4)],
)
def test_without_temperature_it_is_kmeans_step_for_step(
    modules: Modules, name: str, k: int
) -> None:
    points = DATASETS[name].make(200, 1).points
    for seed in range(8):
        means = start(points, k, "random points", seed).means
        tape = record_kmeans(points, means)
        found = modules(
            "annealing",
            ANNEALED.replace("a.width", "m.widthAt(0, a.spread)"),
            {
                "points": points.ravel().tolist(),
                "K": k,
                "D": points.shape[1],
                "means": means.ravel().tolist(),
                "spread": float(np.sqrt(points.var(0).mean())),
                "frames": len(tape.frames),
            },
        )
        centroids = [frame.centroids.ravel() for frame in tape.frames[::2]]
        assert_allclose([means for means, _, _ in found["mixtures"]], centroids, rtol=1e-9)


def test_the_slider_runs_over_three_powers_of_ten_and_then_to_nothing(modules: Modules) -> None:
    widths = modules("annealing", "[1, 2 / 3, 1 / 3, 0.01, 0, 1.5].map((t) => m.widthAt(t, 4))")
    assert_allclose(widths[:3], [8, 0.8, 0.08])
    assert widths[4] < 1e-3 * widths[3]
    assert widths[5] == widths[0]
    points = np.random.default_rng(9).normal(3, [1, 7], (50, 2))
    spread = modules(
        "annealing",
        "m.spreadOf({ points: Float64Array.from(a), D: 2, frequencies: null })",
        points.ravel().tolist(),
    )
    assert_allclose(spread, np.sqrt(points.var(0).mean()))


# ---------------------------------------------------------------- field.js

FIELD = f"""(() => {{ const canvas = document.createElement('canvas');
  const view = {{ box: a.box, scales: [20, 20] }};
  m.paintField(canvas, {{ view, size: [200, 120] }}, {MIXED}(a.mixture), a.kind,
    {{ ink: [9, 9, 9], colours: ['#ff0000', '#00ff00', '#0000ff'] }});
  const {{ width, height }} = canvas;
  return [width, height, Array.from(canvas.getContext('2d').getImageData(0, 0, width, height).data)]; }})()"""


def cells(width: int, height: int) -> np.ndarray:
    """(height, width, 2): the middle of each cell of 3 pixels, the top row first."""
    x = -5 + (np.arange(width) + 0.5) * 3 / 20
    y = 3 - (np.arange(height) + 0.5) * 3 / 20
    return np.stack(np.meshgrid(x, y), axis=2)


@pytest.mark.parametrize("kind", ["density", "regions"])
def test_fields_are_the_mixtures_own(modules: Modules, kind: str) -> None:
    mixture = three("full")
    width, height, pixels = modules(
        "field", FIELD, {"box": [-5, -3, 5, 3], "mixture": packed(mixture), "kind": kind}
    )
    pixels = np.reshape(pixels, (height, width, 4))
    assert (width, height) == (67, 40)
    joint = log_joint(cells(width, height).reshape(-1, 2), mixture)
    if kind == "density":
        density = np.exp(logsumexp(joint, axis=1)).reshape(height, width)
        bands = np.sqrt(density / density.max()) * 9
        shown = pixels[:, :, 3] / 15
        assert (shown == np.round(shown)).all()
        assert shown.max() == 8
        # A cell on the very edge of two bands may fall into either.
        assert (np.abs(shown + 0.5 - np.minimum(bands, 8.99)) <= 0.52).all()
    else:
        winners = joint.argmax(1).reshape(height, width)
        assert_array_equal(pixels[:, :, :3].argmax(2), winners)
        assert len(np.unique(winners)) == 3


def test_without_a_kind_the_field_is_empty(modules: Modules) -> None:
    _, _, pixels = modules(
        "field", FIELD, {"box": [-5, -3, 5, 3], "mixture": packed(three("full")), "kind": None}
    )
    assert not np.any(pixels)


# ---------------------------------------------------------------- drawing.js

BOX = [0, 0, 10, 10]


def test_a_spray_is_normal_around_its_place_and_stays_in_the_box(modules: Modules) -> None:
    points = modules(
        "drawing",
        "(() => { const e = m.makeDrawing(); e.spray([5, 4], 1500, 0.5, a); return e.points(); })()",
        BOX,
    )
    points = np.reshape(points, (-1, 2))
    assert_allclose(points.mean(0), [5, 4], atol=0.08)
    assert_allclose(points.std(0), 0.5, atol=0.05)
    assert abs(np.corrcoef(points.T)[0, 1]) < 0.12
    cornered = modules(
        "drawing",
        "(() => { const e = m.makeDrawing(); e.spray([0, 10], 200, 3, a); return e.points(); })()",
        BOX,
    )
    assert np.min(cornered) >= 0
    assert np.max(cornered) <= 10
    on_it = modules(
        "drawing",
        "(() => { const e = m.makeDrawing(); e.spray([3, 7], 5, 0, a); return e.points(); })()",
        BOX,
    )
    assert on_it == [3, 7] * 5


def test_two_thousand_points_are_the_most(modules: Modules) -> None:
    counts = modules(
        "drawing",
        """(() => { const e = m.makeDrawing(); const counts = [];
          for (let i = 0; i < 105; i += 1) { e.begin(); e.spray([5, 5], 20, 1, a); counts.push(e.points().length / 2); }
          return counts; })()""",
        BOX,
    )
    assert counts == [min(20 * (i + 1), 2000) for i in range(105)]


def test_undo_takes_back_a_stroke_an_erasure_and_a_clearing(modules: Modules) -> None:
    counts, first, last = modules(
        "drawing",
        """(() => { const e = m.makeDrawing(); const counts = []; const count = () => counts.push(e.points().length / 2);
          e.begin(); e.spray([2, 2], 5, 0.1, a); e.spray([2.5, 2], 5, 0.1, a); count();
          const first = e.points();
          e.begin(); e.spray([8, 8], 20, 0.1, a); count();
          e.begin(); e.erase([2.2, 2], 1.5); count();
          e.begin(); e.clear(); count();
          e.undo(); count(); e.undo(); count(); e.undo(); count();
          const last = e.points();
          e.undo(); count(); e.undo(); count();
          return [counts, first, last]; })()""",
        BOX,
    )
    assert counts == [10, 30, 20, 0, 20, 30, 10, 0, 0]
    assert last == first


def test_the_eraser_takes_what_lies_within_its_reach(modules: Modules) -> None:
    points = np.random.default_rng(10).uniform(0, 10, (300, 2))
    kept = modules(
        "drawing",
        "(() => { const e = m.makeDrawing(); e.load(a); e.erase([4, 6], 1.5); return e.points(); })()",
        points.ravel().tolist(),
    )
    far = np.hypot(*(points - [4, 6]).T) > 1.5
    assert 0 < far.sum() < 300
    assert_array_equal(np.reshape(kept, (-1, 2)), points[far])
