"""Tapes recorded by the browser, in Chromium, frame by frame against the engine's.

Wherever the engine's own float64 knows a number, the browser's is equal to 1e-9: log-likelihood and
bound of what there is of either (or of a nat for each point, where they pass 0), means of the data's
spread, covariances of the variances beside them. A covariance that is nearly singular is known less
well by both, by as much as its condition number says (`slack`).

Rounding grows along some runs, so long ones of wild data are held against each other step by step:
each from the engine's own frame before it.
"""

import base64
import itertools
import math
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from gmm import Mixture, e_step, lower_bound, record_em, record_kmeans, responsibilities, start
from gmm.covariance import COVARIANCES
from gmm.data.datasets import DATASETS
from gmm.points import FloatArray, column_scales, weighted_points
from gmm.scaling import scale
from gmm.tape import TOLERANCE, Frame, Tape

BUNDLED = [name for name, recipe in DATASETS.items() if not recipe.generated]
CONSTRAINTS = list(COVARIANCES)

# Float64 arrays go to and fro as base64: to the last bit, and quick.
PREPARE = """
const floats = (text) => new Float64Array(Uint8Array.from(atob(text), (c) => c.charCodeAt(0)).buffer);
function text(numbers) {
  const bytes = new Uint8Array(Float64Array.from(numbers).buffer);
  let characters = "";
  for (let i = 0; i < bytes.length; i += 8192) characters += String.fromCharCode(...bytes.subarray(i, i + 8192));
  return btoa(characters);
}
const mixture = ({ K, D, numbers }) => {
  const all = floats(numbers);
  return { K, D, weights: all.subarray(0, K), means: all.subarray(K, K + K * D), covariances: all.subarray(K + K * D) };
};
const often = (job) => job.often && floats(job.often);
"""
RECORD_EM = f"""(() => {{ {PREPARE}
  return a.map((job) => {{
    const tape = m.recordEm(floats(job.points), mixture(job.start), job.recording, often(job));
    const mixtures = tape.mixtures.flatMap((x) => [...x.weights, ...x.means, ...x.covariances]);
    const rest = tape.rest === Infinity ? "unknown" : tape.rest; // which JSON has no word for
    return {{ ...tape, rest, mixtures: text(mixtures), logLikelihood: text(tape.logLikelihood), bound: text(tape.bound) }};
  }}); }})()"""
RECORD_KMEANS = f"""(() => {{ {PREPARE}
  return a.map((job) => {{
    const tape = m.recordKmeans(floats(job.points), job.D, floats(job.centroids), job.recording, often(job));
    return {{ ...tape, centroids: text(tape.centroids.flatMap((x) => [...x])), inertia: text(tape.inertia) }};
  }}); }})()"""

Modules = Callable[..., Any]


def packed(array: Any) -> str:
    return base64.b64encode(np.asarray(array, "<f8").tobytes()).decode()


def unpacked(text: str) -> FloatArray:
    return np.frombuffer(base64.b64decode(text), "<f8").astype(np.float64)


class Job(NamedTuple):
    """What a run is recorded from, here and there."""

    points: FloatArray
    start: Mixture
    covariance: str = "full"
    ridge: float = 0.0
    tolerance: float = TOLERANCE
    iterations: int = 500
    weights: FloatArray | None = None

    def record(self) -> Tape[Frame]:
        names = ("covariance", "ridge", "tolerance")
        options: dict[str, Any] = {name: getattr(self, name) for name in names}
        options |= {"max_iterations": self.iterations, "weights": self.weights}
        return record_em(self.points, self.start, **options)

    def message(self) -> dict[str, Any]:
        k, d = self.start.means.shape
        weights, means, covariances = self.start
        upper = covariances[:, *np.triu_indices(d)]
        numbers = np.concatenate([weights, means.ravel(), upper.ravel()])
        return {
            "points": packed(self.points),
            "often": None if self.weights is None else packed(self.weights),
            "start": {"K": k, "D": d, "numbers": packed(numbers)},
            "recording": {
                "covariance": self.covariance,
                "ridge": self.ridge,
                "tolerance": self.tolerance,
                "iterations": self.iterations,
            },
        }


class Recorded(NamedTuple):
    """A tape of the browser's."""

    stopped: str
    collapsed: int | None
    cause: str | None
    rest: float | None
    mixtures: list[Mixture]
    log_likelihood: FloatArray
    bound: FloatArray


def record_there(modules: Modules, jobs: list[Job]) -> list[Recorded]:
    found = modules("record", RECORD_EM, [job.message() for job in jobs])
    return [_read(tape, *job.start.means.shape) for tape, job in zip(found, jobs, strict=True)]


def _read(tape: dict[str, Any], k: int, d: int) -> Recorded:
    rows, columns = np.triu_indices(d)
    mixtures = []
    for row in unpacked(tape["mixtures"]).reshape(-1, k * (1 + d + len(rows))):
        weights, means, upper = np.split(row, [k, k + k * d])
        covariances = np.empty((k, d, d))
        covariances[:, rows, columns] = covariances[:, columns, rows] = upper.reshape(k, -1)
        mixtures.append(Mixture(weights, means.reshape(k, d), covariances))
    log_likelihood, bound = unpacked(tape["logLikelihood"]), unpacked(tape["bound"])
    assert tape["frames"] == len(log_likelihood) == len(bound)
    rest = math.inf if tape["rest"] == "unknown" else tape["rest"]
    told = (tape["stopped"], tape["collapsed"], tape["cause"], rest)
    return Recorded(*told, mixtures, log_likelihood, bound)


# ------------------------------------------------------------------------------ how equal is equal


def slack(mixture: Mixture, points: FloatArray) -> float:
    """1e-9, or what float64 leaves of a nearly singular covariance, or of a narrow one far out."""
    roots = np.sqrt(np.diagonal(mixture.covariances, axis1=1, axis2=2))
    standard = mixture.covariances / roots[:, :, np.newaxis] / roots[:, np.newaxis]
    conditions = 1 / np.maximum(np.linalg.eigvalsh(standard)[:, 0], 1e-300)
    far = np.abs(points).max(axis=0) / np.maximum(roots, 1e-300)
    return max(1e-9, float(100 * np.finfo(np.float64).eps * max(conditions.max(), far.max())))


def check_numbers(found: float, wanted: float, number: float, tolerance: float) -> None:
    assert found == pytest.approx(wanted, rel=tolerance, abs=tolerance * number)


def check_mixture(found: Mixture, wanted: Mixture, spread: FloatArray, tolerance: float) -> None:
    assert_allclose(found.weights, wanted.weights, rtol=tolerance, atol=1e-3 * tolerance)
    off = np.abs(found.means - wanted.means)
    # Far from zero neighbouring floats may lie farther apart than that.
    assert (off <= tolerance * spread + 4 * np.spacing(np.abs(wanted.means))).all()
    roots = np.sqrt(np.diagonal(wanted.covariances, axis1=1, axis2=2))
    off = np.abs(found.covariances - wanted.covariances)
    assert (off <= tolerance * roots[:, :, np.newaxis] * roots[:, np.newaxis]).all()


def check_tape(found: Recorded, tape: Tape[Frame], collapsed: bool = True) -> None:
    """Frame by frame."""
    points, weights = weighted_points(tape.points, tape.weights)
    number = len(points) if weights is None else float(weights.sum())
    spread = column_scales(points, weights)
    assert found.stopped == tape.stopped
    assert len(found.log_likelihood) == len(tape.frames)
    if collapsed:
        assert (found.collapsed, found.cause) == (tape.collapsed, tape.cause)
    check_rest(found, tape)
    assert len(found.mixtures) == (len(tape.frames) + 1) // 2
    assert math.isnan(found.bound[0])
    for i, frame in enumerate(tape.frames):
        assert frame.phase == ("start", "E", "M")[0 if i == 0 else 2 - i % 2]
        tolerance = slack(frame.mixture, points)
        check_numbers(found.log_likelihood[i], frame.log_likelihood, number, tolerance)
        if frame.bound is not None:
            check_numbers(found.bound[i], frame.bound, number, tolerance)
        check_mixture(found.mixtures[i // 2], frame.mixture, spread, tolerance)


def check_rest(found: Recorded, tape: Tape[Frame]) -> None:
    """The same estimate; of one that is rounding itself no more than that it is next to nothing."""
    if tape.rest is None:
        assert found.rest is None
        return
    noise = 1e-11 * abs(tape.frames[-1].log_likelihood)
    assert found.rest == pytest.approx(tape.rest, rel=1e-4, abs=max(1e-9, noise))


def check_jobs(modules: Modules, jobs: list[Job]) -> list[Tape[Frame]]:
    tapes = [job.record() for job in jobs]
    for found, tape in zip(record_there(modules, jobs), tapes, strict=True):
        check_tape(found, tape)
    return tapes


# ------------------------------------------------------------------------------ the bundled sets


@pytest.mark.parametrize("name", BUNDLED)
def test_the_bundled_sets_frame_by_frame(modules: Modules, name: str) -> None:
    dataset = DATASETS[name].make(300, 0)
    points, _ = scale(dataset.points, "auto")
    weights = dataset.frequencies
    ks = (2, 5) if len(points) > 20 else (2, 3)
    methods = ("random points", "k-means++", "random responsibilities")
    jobs = [
        Job(points, start(points, k, method, k, covariance, weights=weights), covariance)
        for covariance, k, method in itertools.product(CONSTRAINTS, ks, methods)
    ]
    jobs = [job._replace(weights=weights, iterations=100) for job in jobs]
    tapes = check_jobs(modules, jobs)
    assert max(len(tape.frames) for tape in tapes) > 20


@pytest.mark.parametrize("covariance", CONSTRAINTS)
@pytest.mark.parametrize("ridge", [0.0, 1e-3, 0.5])
def test_ridge_and_frequencies(modules: Modules, covariance: str, ridge: float) -> None:
    rng = np.random.default_rng(1)
    points = DATASETS["Old Faithful"].make(300, 0).points
    scaled, _ = scale(points, "on")
    weights = rng.integers(0, 4, len(points)).astype(float)
    jobs = [
        Job(data, start(data, 3, "random points", 1, covariance, weights=weights), covariance)
        for data in (points, scaled, scaled[:, :1])
    ]
    check_jobs(modules, [job._replace(weights=weights, ridge=ridge) for job in jobs])


def test_frequencies_equal_repeated_rows(modules: Modules) -> None:
    dataset = DATASETS["Cyclist speeds"].make(300, 0)
    assert dataset.frequencies is not None
    mixture = start(dataset.points, 2, "random points", 0, weights=dataset.frequencies)
    repeated = np.repeat(dataset.points, dataset.frequencies.astype(int), axis=0)
    jobs = [Job(dataset.points, mixture, weights=dataset.frequencies), Job(repeated, mixture)]
    binned, rows = record_there(modules, jobs)
    assert binned.stopped == rows.stopped
    assert_allclose(binned.log_likelihood, rows.log_likelihood, rtol=1e-9)


@pytest.mark.parametrize("covariance", CONSTRAINTS)
@pytest.mark.parametrize("d", [1, 2, 3, 5])
def test_any_number_of_dimensions(modules: Modules, d: int, covariance: str) -> None:
    rng = np.random.default_rng(d)
    points = np.concatenate([rng.normal(c, 1 + c, (60, d)) for c in range(3)])
    points = points @ rng.normal(size=(d, d))
    check_jobs(
        modules,
        [
            Job(points, start(points, 3, method, 0, covariance), covariance)
            for method in ("random points", "farthest first", "one place")
        ],
    )


@pytest.mark.parametrize("far", [1e3, -1e6])
def test_far_from_zero(modules: Modules, far: float) -> None:
    points = scale(DATASETS["Old Faithful"].make(300, 0).points, "on")[0] + [far, -far]
    jobs = [Job(points, start(points, 2, "random points", 3, c), c) for c in CONSTRAINTS]
    check_jobs(modules, jobs)


@pytest.mark.parametrize("far", [1e6, 1e9])
def test_a_first_row_far_out_costs_nothing(modules: Modules, far: float) -> None:
    rng = np.random.default_rng(0)
    points = np.concatenate([[[far]], rng.normal(4 * rng.integers(0, 2, (80, 1)), 1, (80, 1))])
    begin = start(points[1:], 2, "k-means", 0)
    three = Mixture(
        np.array([0.01, 0.49, 0.5]),
        np.concatenate([[[far]], begin.means]),
        np.concatenate([np.ones((1, 1, 1)), begin.covariances]),
    )
    tapes = check_jobs(modules, [Job(points, three, ridge=0.01)])
    assert tapes[0].stopped == "converged"


def test_large_sets_that_the_engine_takes_by_features(modules: Modules) -> None:
    points = DATASETS["Unequal clusters"].make(3000, 0).points
    jobs = [Job(points, start(points, 4, "k-means++", 2, c), c, iterations=60) for c in CONSTRAINTS]
    check_jobs(modules, [*jobs, Job(points[:, :1], start(points[:, :1], 3, "k-means++", 2))])


def test_a_limit_of_iterations_ends_a_run(modules: Modules) -> None:
    points = DATASETS["Galaxy velocities"].make(300, 0).points
    mixture = start(points, 3, "random points", 0)
    tapes = check_jobs(modules, [Job(points, mixture, iterations=i) for i in (0, 1, 4)])
    assert [tape.stopped for tape in tapes] == ["max_iterations"] * 3
    assert [len(tape.frames) for tape in tapes] == [1, 3, 9]


# ------------------------------------------------------------------------------ collapse


@pytest.mark.parametrize("covariance", CONSTRAINTS)
def test_a_collapse_is_the_engines(modules: Modules, covariance: str) -> None:
    faithful = scale(DATASETS["Old Faithful 1985"].make(300, 0).points, "auto")[0]
    rng = np.random.default_rng(3)
    pairs = np.concatenate([rng.normal(0, 1, (12, 2)), [[5, 5], [5, 5]]])
    jobs = [
        *(Job(faithful, start(faithful, 6, "random points", s, covariance)) for s in range(6)),
        *(Job(pairs, start(pairs, 3, "farthest first", s, covariance)) for s in range(3)),
    ]
    tapes = check_jobs(modules, [job._replace(covariance=covariance) for job in jobs])
    if covariance != "tied":
        assert [tape.stopped for tape in tapes].count("collapsed") >= 3


def test_points_on_a_line_collapse(modules: Modules) -> None:
    along = np.linspace(-1, 1, 30)
    line = np.column_stack([along, 3 - 2 * along])
    jobs = [Job(line, start(line, k, "random points", 1), "full") for k in (1, 2)]
    jobs += [Job(line, start(line, 2, "random points", 1, "tied"), "tied")]
    jobs += [Job(np.c_[line, along**2], start(np.c_[line, along**2], 1, "random points", 1))]
    tapes = [job.record() for job in jobs]
    assert {tape.stopped for tape in tapes} == {"collapsed"}
    for found, job, tape in zip(record_there(modules, jobs), jobs, tapes, strict=True):
        # All of them are flat at once: rounding alone says which one is the flattest.
        check_tape(found, tape, collapsed=job.covariance == "tied")
        assert found.collapsed is not None


def test_a_component_that_nobody_is_near_collapses(modules: Modules) -> None:
    points = DATASETS["Old Faithful"].make(300, 0).points
    mixture = start(points, 3, "random points", 0)
    means = mixture.means.copy()
    means[1] = [1e4, -1e4]
    tapes = check_jobs(modules, [Job(points, mixture._replace(means=means))])
    assert (tapes[0].collapsed, len(tapes[0].frames)) == (1, 2)


def test_a_start_that_reaches_no_point_goes_on_from_its_weights(modules: Modules) -> None:
    points = np.array([[0.0, 0], [1, 2], [3, 1], [1e100, 4], [2, -1e100]])
    mixture = Mixture(
        np.array([0.25, 0.75]), np.array([[0.0, 0], [3, 1]]), np.array([1e-120, 2e-120])[:, None, None] * np.eye(2)
    )  # fmt: skip
    tape = record_em(points, mixture, max_iterations=2)
    assert tape.frames[1].log_likelihood == -np.inf
    (found,) = record_there(modules, [Job(points, mixture, iterations=2)])
    assert found.log_likelihood[0] == found.log_likelihood[1] == found.bound[1] == -np.inf
    check_tape(found, tape)


# ------------------------------------------------------------------------------ any data


@st.composite
def jobs_of_any_kind(draw: st.DrawFn) -> Job:
    d = draw(st.sampled_from([1, 2, 2, 3]))
    n = draw(st.integers(2, 30))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    kind = draw(st.sampled_from(["clusters", "grid", "tilted", "heavy tails"]))
    points = rng.normal(rng.integers(0, 4, (n, 1)), 0.7, (n, d))
    if kind == "grid":
        points = np.round(points)
    elif kind == "tilted":
        points = points @ rng.normal(size=(d, d)) + 0.01 * points
    elif kind == "heavy tails":
        points = rng.standard_t(1.2, (n, d))
    points *= 10.0 ** draw(st.integers(-3, 3))
    weights = None
    if draw(st.booleans()):
        times = draw(st.sampled_from([1.0, 0.3]))
        weights = np.asarray(rng.integers(0, 4, n) * times, dtype=np.float64)
        assume(weights.any())
    kept = points if weights is None else points[weights > 0]
    k = draw(st.integers(1, min(4, len(np.unique(kept, axis=0)))))
    covariance = draw(st.sampled_from(CONSTRAINTS))
    method = draw(st.sampled_from(["random points", "k-means", "one place", "farthest first"]))
    ridge = draw(st.sampled_from([0.0, 0.0, 1e-4, 0.1]))
    mixture = start(points, k, method, 0, covariance, weights=weights)
    return Job(points, mixture, covariance, ridge, iterations=25, weights=weights)


@settings(max_examples=25, deadline=None)
@given(st.lists(jobs_of_any_kind(), min_size=10, max_size=10))
def test_each_step_is_the_engines(modules: Modules, jobs: list[Job]) -> None:
    tapes = [job.record() for job in jobs]
    steps = [
        (job._replace(start=frame.mixture, iterations=1), frame, following, tape)
        for job, tape in zip(jobs, tapes, strict=True)
        for frame, following in zip(tape.frames[1::2], [*tape.frames[2::2], None], strict=False)
    ]
    found = record_there(modules, [job for job, *_ in steps])
    for recorded, (job, frame, following, tape) in zip(found, steps, strict=True):
        check_step(recorded, job, frame, following, tape)


def check_step(
    found: Recorded, job: Job, frame: Frame, following: Frame | None, tape: Tape[Frame]
) -> None:
    """An E-step and, unless a component collapses there, an M-step."""
    points, weights = weighted_points(job.points, job.weights)
    number = len(points) if weights is None else float(weights.sum())
    spread = column_scales(points, weights)
    tolerance = slack(frame.mixture, points)
    for log_likelihood in (*found.log_likelihood[:2], found.bound[1]):
        check_numbers(log_likelihood, frame.log_likelihood, number, tolerance)
    if following is None:
        assert (tape.stopped, found.stopped) == ("collapsed", "collapsed")
        return
    # A width so near the limit that rounding decides is another matter.
    if found.stopped == "collapsed":
        assert slack(following.mixture, points) > 1e-3
        return
    tolerance = max(tolerance, slack(following.mixture, points))
    check_mixture(found.mixtures[1], following.mixture, spread, tolerance)
    assert following.bound is not None
    check_numbers(found.log_likelihood[2], following.log_likelihood, number, tolerance)
    check_numbers(found.bound[2], following.bound, number, tolerance)
    own = job.record()
    bar = job.tolerance * min(1.0, number / len(points))
    gain = abs(following.log_likelihood - frame.log_likelihood)
    blur = 2 * tolerance * max(number, abs(frame.log_likelihood))
    if gain != pytest.approx(bar, abs=blur) and own.rest != pytest.approx(bar, rel=1e-2):
        assert found.stopped == own.stopped


# ------------------------------------------------------------------------------ k-means


def check_kmeans(
    modules: Modules, runs: list[tuple[FloatArray, FloatArray, FloatArray | None]]
) -> list[str]:
    """To the bit, but for the inertia: the same sums in the same order."""
    jobs = [
        {
            "points": packed(points),
            "D": points.shape[1],
            "centroids": packed(centroids),
            "often": None if weights is None else packed(weights),
            "recording": {"iterations": 100},
        }
        for points, centroids, weights in runs
    ]
    tapes = [record_kmeans(*run[:2], 100, weights=run[2]) for run in runs]
    for found, tape in zip(modules("record", RECORD_KMEANS, jobs), tapes, strict=True):
        assert (found["stopped"], found["frames"]) == (tape.stopped, len(tape.frames))
        centroids = np.stack([frame.centroids for frame in tape.frames[::2]])
        assert_array_equal(unpacked(found["centroids"]), centroids.ravel())
        inertia = [frame.inertia for frame in tape.frames]
        assert_allclose(unpacked(found["inertia"]), inertia, rtol=1e-12, atol=1e-300)
    return [tape.stopped for tape in tapes]


@pytest.mark.parametrize("name", BUNDLED)
def test_k_means_of_the_bundled_sets(modules: Modules, name: str) -> None:
    dataset = DATASETS[name].make(300, 0)
    points, _ = scale(dataset.points, "auto")
    weights = dataset.frequencies
    ks = (2, 5) if len(points) > 20 else (2, 3)
    starts = [
        start(points, k, method, seed, weights=weights).means
        for k, method, seed in itertools.product(ks, ("random points", "one place"), range(3))
    ]
    assert set(check_kmeans(modules, [(points, means, weights) for means in starts])) == {
        "converged"
    }


@settings(max_examples=10, deadline=None)
@given(st.lists(jobs_of_any_kind(), min_size=12, max_size=12), st.booleans())
def test_k_means_of_any_data(modules: Modules, jobs: list[Job], lost: bool) -> None:
    runs = [(job.points, job.start.means.copy(), job.weights) for job in jobs]
    for _, means, _ in runs:
        if lost:
            means[-1] = 1e6  # so far that it may never have a point
    check_kmeans(modules, runs)


def test_k_means_keeps_the_lowest_of_a_tie_and_a_centroid_without_points(modules: Modules) -> None:
    grid = np.array([[x, y] for x in range(5) for y in range(3)], dtype=float)
    starts = [
        [[1, 1], [3, 1]],
        [[0, 0], [0, 0]],
        [[2, 1], [2, 1], [90, 90]],
        [[0, 1], [2, 1], [4, 1]],
    ]
    check_kmeans(modules, [(grid, np.array(means, dtype=float), None) for means in starts])


def test_k_means_stops_at_its_limit(modules: Modules) -> None:
    points = DATASETS["Rings"].make(300, 0).points
    means = start(points, 6, "random points", 0).means
    job = {
        "points": packed(points),
        "D": 2,
        "centroids": packed(means),
        "recording": {"iterations": 2},
    }
    (found,) = modules("record", RECORD_KMEANS, [job])
    tape = record_kmeans(points, means, 2)
    assert (
        (found["stopped"], found["frames"])
        == (tape.stopped, len(tape.frames))
        == ("max_iterations", 5)
    )


# ------------------------------------------------------------------------------ a run's tapes


def test_a_runs_tapes_keep_their_names_and_whole_steps_are_left_out(modules: Modules) -> None:
    points = DATASETS["Old Faithful"].make(300, 0).points
    job = Job(points, start(points, 2, "random points", 0))
    found = modules(
        "record",
        f"""(() => {{ {PREPARE}
          const tapes = [{{ name: "EM", kind: "mixture", key: "em" }}, {{ name: "k-means", kind: "centroids" }},
            {{ name: "SQUAREM", kind: "mixture", phases: "steps" }}];
          const run = {{ points: floats(a.points), D: 2, frequencies: null, recording: a.recording, tapes }};
          return m.recordTapes(run, mixture(a.start)).map((tape) => [tape.name, tape.kind, tape.key ?? null, tape.frames]);
        }})()""",
        job.message(),
    )
    kmeans = record_kmeans(points, job.start.means)
    assert found == [
        ["EM", "mixture", "em", len(job.record().frames)],
        ["k-means", "centroids", None, len(kmeans.frames)],
    ]


# ------------------------------------------------------------------------------ mixture.js


def test_where_no_density_reaches_the_weights_are_the_responsibilities(modules: Modules) -> None:
    points = np.array([[0.0, 0], [3, 1e155], [2, 1e160]])[:2]
    mixture = Mixture(np.array([0.2, 0.8]), np.zeros((2, 2)), 1e-4 * np.stack([np.eye(2)] * 2))
    gamma, log_likelihood = e_step(points[:1], mixture)
    assert np.isfinite(log_likelihood)
    found = modules(
        "mixture",
        f"""(() => {{ {PREPARE}
          const [points, old] = [floats(a.points), mixture(a.start)];
          const step = m.eStep(points, old, Float64Array.of(1, 0));
          const all = m.eStep(points, old);
          const shares = m.gapShares(points, Float64Array.of(0.5, 0.5, 0.5, 0.5), old, all.logDensity);
          return [step, all].map((s) => [text(s.gamma), text([...s.logDensity, s.logLikelihood])]).concat([[text(shares)]]);
        }})()""",
        Job(points, mixture).message(),
    )
    (gamma_there, numbers), (_, numbers_all), (shares,) = found
    assert_allclose(unpacked(gamma_there), [*gamma[0], 0.2, 0.8], rtol=1e-12)
    # A point that counts 0 times has no part in the sum, however far it lies.
    assert_allclose(unpacked(numbers), [log_likelihood, -np.inf, log_likelihood], rtol=1e-12)
    assert unpacked(numbers_all)[-1] == -np.inf
    wanted = 0.5 * np.log(0.5 / 0.2) + 0.5 * np.log(0.5 / 0.8)
    assert_allclose(unpacked(shares), [wanted, wanted], rtol=1e-12)


@pytest.mark.parametrize("d", [1, 2, 3, 5])
def test_responsibilities_and_shares_of_the_gap_in_any_dimension(modules: Modules, d: int) -> None:
    rng = np.random.default_rng(d)
    points = rng.normal(0, 3, (50, d))
    roots = rng.normal(size=(3, d, d))
    covariances = roots @ roots.transpose(0, 2, 1) + 0.1 * np.eye(d)
    mixture = Mixture(np.array([0.2, 0.5, 0.3]), rng.normal(0, 2, (3, d)), covariances)
    before = mixture._replace(covariances=covariances + np.eye(d))
    gamma = responsibilities(points, before)
    found = modules(
        "mixture",
        f"""(() => {{ {PREPARE}
          const [points, own] = [floats(a.points), mixture(a.start)];
          const step = m.eStep(points, own);
          const shares = m.gapShares(points, floats(a.gamma), own, step.logDensity);
          const first = m.logJoint(points.subarray(0, {d}), own);
          const apart = m.squaredDistanceOf(own, 1)(points, {d});
          return [step.gamma, [step.logLikelihood], shares, first, [apart], m.nearest(points, own.means, {d})].map(text);
        }})()""",
        Job(points, mixture).message() | {"gamma": packed(gamma)},
    )
    own, total, shares, first, apart, labels = map(unpacked, found)
    wanted, log_likelihood = e_step(points, mixture)
    assert_allclose(own.reshape(-1, 3), wanted, rtol=1e-9, atol=1e-15)
    assert_allclose(total, log_likelihood, rtol=1e-12)
    assert_allclose(shares.sum(), log_likelihood - lower_bound(points, gamma, mixture), rtol=1e-9)
    assert_allclose(np.exp(first) / np.exp(first).sum(), wanted[0], rtol=1e-9)
    off = points[1] - mixture.means[1]
    assert_allclose(apart, off @ np.linalg.solve(covariances[1], off), rtol=1e-9)
    squares = ((points[:, np.newaxis] - mixture.means) ** 2).sum(axis=2)
    assert_array_equal(labels, squares.argmin(axis=1))


def test_a_tilted_component_keeps_the_digits_of_its_width(modules: Modules) -> None:
    """As the engine's long doubles: here 1e5 times longer than wide."""
    axes = np.array([[np.cos(0.7), -np.sin(0.7)], [np.sin(0.7), np.cos(0.7)]])
    covariance = axes @ np.diag([1.0, 1e-10]) @ axes.T
    covariance = (covariance + covariance.T) / 2
    mixture = Mixture(np.ones(1), np.zeros((1, 2)), covariance[np.newaxis])
    points = np.array([[0.3, -2e-5], [1.7, 1e-5], [-0.4, 3e-6]]) @ axes.T  # along, across
    _, log_likelihood = e_step(points, mixture)
    (found,) = record_there(modules, [Job(points, mixture, iterations=0)])
    assert_allclose(found.log_likelihood[0], log_likelihood, rtol=1e-9)
