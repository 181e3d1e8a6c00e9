"""EM's rate: what is foretold is what a tape shows."""

import numpy as np
import pytest

from gmm import record_em, start
from gmm.rate import observe_rate, predict_rate
from tests.climbing import CASES, prepare


@pytest.mark.parametrize(("name", "k", "kind"), CASES)
def test_the_rate_that_is_foretold_is_seen(name: str, k: int, kind: str) -> None:
    points, mixture, weights = prepare(name, k, kind)
    tape = record_em(points, mixture, kind, tolerance=1e-10, weights=weights)
    foretold = predict_rate(points, tape.frames[-1].mixture, kind, weights=weights)
    assert 0 < foretold < 1
    assert observe_rate(tape, kind) == pytest.approx(foretold, abs=1e-3)
    # The gap of the log-likelihood shrinks by its square.
    values = np.array([frame.log_likelihood for frame in tape.frames[::2]])
    gains = np.diff(values)
    here = np.flatnonzero(gains > 1e-6)[-1]
    assert gains[here] / gains[here - 1] == pytest.approx(foretold**2, abs=0.02)


def test_repeated_rows_are_weights() -> None:
    points, mixture, _ = prepare("Old Faithful", 2, "full")
    often = np.random.default_rng(0).integers(0, 3, len(points))
    weighted = record_em(points, mixture, tolerance=1e-9, weights=often)
    repeated = record_em(np.repeat(points, often, axis=0), mixture, tolerance=1e-9)
    assert observe_rate(weighted) == pytest.approx(observe_rate(repeated), abs=1e-4)
    last = weighted.frames[-1].mixture
    assert predict_rate(points, last, weights=often) == pytest.approx(
        predict_rate(np.repeat(points, often, axis=0), last), abs=1e-9
    )


def test_one_component_misses_nothing() -> None:
    points, _, _ = prepare("Old Faithful", 2, "full")
    tape = record_em(points, start(points, 1, "random points", 0))
    assert predict_rate(points, tape.frames[-1].mixture) == pytest.approx(0, abs=1e-9)
    assert np.isnan(observe_rate(tape))


def test_a_tape_that_has_not_settled_shows_no_rate() -> None:
    points, mixture, _ = prepare("Old Faithful", 3, "full")
    assert np.isnan(observe_rate(record_em(points, mixture, max_iterations=3)))
