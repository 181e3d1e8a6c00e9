"""record.js and carry.js, in Chromium, against the engine: the same runs, frame by frame."""

import json
import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from gmm import (
    COVARIANCES,
    Mixture,
    lower_bound,
    record_em,
    record_kmeans,
    responsibilities,
    start,
)
from gmm.covariance import NARROWEST
from gmm.data.datasets import DATASETS
from gmm.points import FloatArray
from gmm.tape import EMPTY
from gmm.ui.carried import read_start, write_start

BELONGS = "0123abcd"

# JSON has no infinities: they travel as words, which float() reads.
RECORD = """JSON.stringify(JSON.parse(a).map(({ points, frequencies, mixture, recording }) => {
  const f = (values) => values && Float64Array.from(values);
  const { K, D } = mixture;
  const from = { K, D, weights: f(mixture.weights), means: f(mixture.means),
    covariances: f(mixture.covariances) };
  const list = (array) => Array.from(array, (value) => Number.isFinite(value) ? value : String(value));
  const em = m.recordEm(f(points), from, recording, f(frequencies));
  const kmeans = m.recordKmeans(f(points), D, from.means, recording, f(frequencies));
  return [
    { ...em, logLikelihood: list(em.logLikelihood), bound: list(em.bound), mixtures:
      em.mixtures.map((each) => [each.weights, each.means, each.covariances].map(list)) },
    { ...kmeans, inertia: list(kmeans.inertia), centroids: kmeans.centroids.map(list) },
  ];
}))"""


def packed(mixture: Mixture) -> dict[str, Any]:
    k, d = mixture.means.shape
    upper = mixture.covariances[:, *np.triu_indices(d)]
    arrays = {"weights": mixture.weights, "means": mixture.means, "covariances": upper}
    return {"K": k, "D": d, **{name: array.ravel().tolist() for name, array in arrays.items()}}


class Case:
    """A run to record in both languages."""

    def __init__(
        self,
        points: FloatArray,
        mixture: Mixture,
        covariance: str = "full",
        ridge: float = 0.0,
        frequencies: FloatArray | None = None,
        iterations: int = 30,
        tolerance: float = 1e-6,
    ) -> None:
        self.points, self.mixture, self.frequencies = points, mixture, frequencies
        self.recording = {
            "covariance": covariance,
            "ridge": ridge,
            "tolerance": tolerance,
            "iterations": iterations,
            "narrowest": NARROWEST,
            "empty": EMPTY,
        }

    def pack(self) -> dict[str, Any]:
        return {
            "points": self.points.ravel().tolist(),
            "frequencies": None if self.frequencies is None else self.frequencies.tolist(),
            "mixture": packed(self.mixture),
            "recording": self.recording,
        }

    def check(self, em: dict[str, Any], kmeans: dict[str, Any]) -> None:
        recording = self.recording
        tape = record_em(
            self.points,
            self.mixture,
            recording["covariance"],
            recording["ridge"],
            recording["tolerance"],
            recording["iterations"],
            weights=self.frequencies,
        )
        found = (em["frames"], em["stopped"], em["collapsed"])
        assert found == (len(tape.frames), tape.stopped, tape.collapsed)
        phases = ["start", *("EM"[i % 2] for i in range(em["frames"] - 1))]
        assert phases == [frame.phase for frame in tape.frames]
        assert_close(em["logLikelihood"], [frame.log_likelihood for frame in tape.frames])
        assert_close(em["bound"], [math.nan if f.bound is None else f.bound for f in tape.frames])
        # A mixture for the start and one for each M-step.
        kept = [frame.mixture for frame in tape.frames if frame.phase != "E"]
        assert len(em["mixtures"]) == len(kept)
        spread = self.points.std(axis=0).max() or 1.0
        for (weights, means, entries), mixture in zip(em["mixtures"], kept, strict=True):
            wanted = packed(mixture)
            assert_close(weights, wanted["weights"])
            assert_close(means, wanted["means"], spread)
            assert_close(entries, wanted["covariances"], spread**2)

        tape = record_kmeans(
            self.points, self.mixture.means, recording["iterations"], weights=self.frequencies
        )
        assert (kmeans["frames"], kmeans["stopped"]) == (len(tape.frames), tape.stopped)
        assert_close(kmeans["inertia"], [f.inertia for f in tape.frames], spread**2)
        kept = [frame.centroids for frame in tape.frames if frame.phase != "E"]
        assert_close(kmeans["centroids"], [each.ravel() for each in kept], spread)


def assert_close(found: Any, wanted: Any, unit: float = 1.0) -> None:
    """To 1e-9 relative; what is 0 but for rounding, to 1e-9 of the data's own unit."""
    found = np.array(found, dtype=np.float64)
    assert_allclose(found, np.array(wanted), rtol=1e-9, atol=1e-9 * unit, equal_nan=True)


def compare(modules: Callable[..., Any], cases: list[Case]) -> None:
    packs = json.dumps([case.pack() for case in cases])
    for case, (em, kmeans) in zip(cases, json.loads(modules("record", RECORD, packs)), strict=True):
        case.check(em, kmeans)


def case_of(
    points: FloatArray, k: int, method: str, seed: int, covariance: str, **options: Any
) -> Case:
    begun = start(points, k, method, seed, covariance, weights=options.get("frequencies"))
    return Case(points, begun, covariance, **options)


@pytest.mark.parametrize("name", [name for name in DATASETS if not DATASETS[name].generated])
@pytest.mark.parametrize("covariance", COVARIANCES)
def test_bundled_sets_are_recorded_as_the_engine_does(modules, name, covariance) -> None:
    dataset = DATASETS[name].make(300, 1)
    points = (dataset.points - dataset.points.mean(axis=0)) / dataset.points.std(axis=0)
    methods = ("k-means++", "random points", "one place")
    cases = [
        case_of(points, k, method, 3, covariance, frequencies=dataset.frequencies)
        for k, method in zip((1, 2, 3, 5), ("k-means++", *methods), strict=True)
    ]
    compare(modules, cases)


@pytest.mark.parametrize("covariance", COVARIANCES)
def test_frequencies_and_ridge(modules, covariance) -> None:
    rng = np.random.default_rng(2)
    points = rng.normal(0, 1, (80, 2))
    frequencies = rng.integers(0, 5, 80).astype(float)
    options = {"frequencies": frequencies, "ridge": 0.05}
    compare(modules, [case_of(points, k, "k-means++", k, covariance, **options) for k in (2, 4)])


@pytest.mark.parametrize("covariance", COVARIANCES)
def test_three_dimensions(modules, covariance) -> None:
    rng = np.random.default_rng(3)
    points = np.concatenate([rng.normal(at, 1 + abs(at) / 5, (60, 3)) for at in (-3, 0, 4)])
    compare(modules, [case_of(points, k, "k-means++", k, covariance) for k in (1, 3, 5)])


@pytest.mark.parametrize("d", [1, 2, 3])
def test_collapses_are_named_alike(modules, d) -> None:
    rng = np.random.default_rng(4)
    points = rng.normal(0, 1, (40, d))
    points[:6] = 9.0  # six points on one spot: a component falls onto them
    means = np.vstack([points[:1], points[10:12]])
    narrow = Mixture(np.full(3, 1 / 3), means, np.array([np.eye(d)] * 3))
    far = Mixture(narrow.weights, means + np.array([[0.0], [0.0], [1e4]]), narrow.covariances)
    cases = [Case(points, mixture, c) for mixture in (narrow, far) for c in COVARIANCES]
    stops = [
        record_em(points, case.mixture, case.recording["covariance"]).stopped for case in cases
    ]
    assert stops.count("collapsed") >= 4
    compare(modules, cases)


@pytest.mark.parametrize("offset", [1e3, -1e6])
def test_far_from_zero(modules, offset) -> None:
    points = np.random.default_rng(5).normal(0, 1, (60, 2)) + offset
    # What the points themselves have lost there is lost in both: a few hundred eps of the offset.
    compare(modules, [case_of(points, 2, "k-means++", 1, c, ridge=0.01) for c in COVARIANCES])


@st.composite
def made(draw: st.DrawFn) -> Case:
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    d, k = draw(st.integers(1, 3)), draw(st.integers(1, 5))
    n = draw(st.integers(k + 2, 40))
    points = rng.normal(0, draw(st.sampled_from([1e-3, 1.0, 50.0])), (n, d))
    frequencies = rng.integers(1, 4, n).astype(float) if draw(st.booleans()) else None
    ridge = draw(st.sampled_from([0.0, 1e-3])) * points.var()
    method, covariance = (
        draw(st.sampled_from(["k-means++", "random points"])),
        draw(st.sampled_from(list(COVARIANCES))),
    )
    return case_of(
        points, k, method, 1, covariance, ridge=ridge, frequencies=frequencies, iterations=15
    )


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(made(), min_size=25, max_size=25))
def test_runs_of_any_kind(modules, cases) -> None:
    compare(modules, cases)


# ---------------------------------------------------------------- where no density reaches

LOST = Mixture(np.array([0.3, 0.7]), np.array([[0.0], [1.0]]), np.array([[[1e-300]], [[1e-300]]]))


def test_where_no_density_reaches_responsibilities_are_the_weights(modules) -> None:
    points = np.array([[0.0], [1.0], [1e5]])
    gamma, log_likelihood = modules(
        "mixture",
        """(() => { const f = (v) => Float64Array.from(v);
          const step = m.eStep(f(a.points), { ...a, weights: f(a.weights), means: f(a.means),
            covariances: f(a.covariances) });
          return [Array.from(step.gamma), String(step.logLikelihood)]; })()""",
        {**packed(LOST), "points": points.ravel().tolist()},
    )
    wanted = responsibilities(points, LOST)
    assert_allclose(wanted[2], LOST.weights)
    assert_allclose(np.reshape(gamma, (3, 2)), wanted, rtol=1e-12)
    assert log_likelihood == "-Infinity"


def test_a_start_that_reaches_no_point_is_recorded_without_nan(modules) -> None:
    points = np.array([[0.0], [1.0], [1e5], [-3e4], [7.0]])
    assert lower_bound(points, responsibilities(points, LOST), LOST) == -math.inf
    compare(modules, [Case(points, LOST, c) for c in COVARIANCES])


# ---------------------------------------------------------------- carry.js


@pytest.mark.parametrize(("k", "d"), [(1, 1), (3, 2), (12, 2), (2, 3)])
def test_a_start_is_carried_to_the_bit_both_ways(modules, k, d) -> None:
    rng = np.random.default_rng(6)
    roots = rng.normal(0, 1, (k, d, d))
    covariances = roots @ roots.transpose(0, 2, 1) + np.eye(d)
    mixture = Mixture(rng.dirichlet(np.ones(k)), rng.normal(0, 1e3, (k, d)), covariances)
    text = modules(
        "carry",
        """m.startToText({ ...a, weights: Float64Array.from(a.weights), means: Float64Array.from(a.means),
          covariances: Float64Array.from(a.covariances) }, 'BELONGS')""".replace(
            "BELONGS", BELONGS
        ),
        packed(mixture),
    )
    assert text == write_start(mixture, BELONGS)
    belongs, read = read_start(text)
    assert belongs == BELONGS
    for found, wanted in zip(read, mixture, strict=True):
        assert_array_equal(found, np.array(wanted))
    found = modules(
        "carry",
        """(({ belongs, mixture }) => ({ belongs, mixture: { ...mixture, weights: Array.from(mixture.weights),
          means: Array.from(mixture.means), covariances: Array.from(mixture.covariances) } }))(
          m.startFromText(a))""",
        write_start(mixture, BELONGS),
    )
    assert found == {"belongs": BELONGS, "mixture": packed(mixture)}


def test_a_broken_text_is_no_start(modules) -> None:
    text = write_start(LOST, BELONGS)
    swapped = text[:20] + ("A" if text[20] != "A" else "B") + text[21:]
    broken = ["", "x", BELONGS, f"{BELONGS}.", text[:-4], text[9:], f"{text}AAAA", swapped]
    assert modules("carry", "a.map(m.startFromText)", broken) == [None] * len(broken)
    for each in broken:
        with pytest.raises(ValueError, match="start"):
            read_start(each)
