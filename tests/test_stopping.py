"""Rules in place of our own: what they look at, when they end a run, and how the tape says so."""

from collections.abc import Sequence

import numpy as np
import pytest

from gmm import Frame, Mixture, record_em, record_kmeans, start
from gmm.points import FloatArray
from gmm.stopping import list_lower_bounds, small_gain, small_shift
from gmm.tape import KMeansFrame

RNG = np.random.default_rng(3)
POINTS: FloatArray = np.concatenate([RNG.normal(size=(80, 2)), RNG.normal(size=(40, 2)) + 2.5])
N = len(POINTS)
BEGIN = start(POINTS, 3, "random points", 1)


def test_a_rule_ends_a_run_where_it_says_so_and_the_steps_are_the_same() -> None:
    plain = record_em(POINTS, BEGIN, tolerance=0, max_iterations=40)
    ruled = record_em(POINTS, BEGIN, stop=lambda frames: frames[-1].iteration == 7)
    assert (ruled.stopped, len(ruled.frames)) == ("rule", 15)
    for one, other in zip(ruled.frames, plain.frames, strict=False):
        assert one.log_likelihood == other.log_likelihood
    # The rest is still told: what going on gains.
    far = record_em(POINTS, ruled.frames[-1].mixture, tolerance=0, max_iterations=4000)
    assert ruled.rest is not None
    gained = far.frames[-1].log_likelihood - ruled.frames[-1].log_likelihood
    late = record_em(POINTS, BEGIN, stop=lambda frames: frames[-1].iteration == 400)
    assert late.rest is not None
    left = far.frames[-1].log_likelihood - late.frames[-1].log_likelihood
    assert ruled.rest == np.inf or ruled.rest == pytest.approx(gained, rel=0.2)
    assert late.rest == pytest.approx(left, rel=0.2, abs=1e-6)


def test_our_own_rule_has_no_part_in_it() -> None:
    fixed = record_em(POINTS, Mixture(*(part[:1] for part in BEGIN))._replace(weights=np.ones(1)))
    assert fixed.frames[-1].iteration < 5
    never = record_em(
        POINTS, fixed.frames[-1].mixture, max_iterations=60, stop=lambda frames: None, tolerance=1e9
    )
    assert (never.stopped, never.frames[-1].iteration) == ("max_iterations", 60)
    assert never.rest == 0


def test_a_rule_sees_the_frames_so_far_after_each_iteration() -> None:
    seen: list[tuple[int, str, int]] = []

    def look(frames: Sequence[Frame]) -> bool:
        seen.append((len(frames), frames[-1].phase, frames[-1].iteration))
        return np.bool_(len(frames) > 6)  # type: ignore[return-value]

    assert record_em(POINTS, BEGIN, stop=look).stopped == "rule"
    assert seen == [(3, "M", 1), (5, "M", 2), (7, "M", 3)]


def test_a_word_that_is_none_gets_a_sentence() -> None:
    with pytest.raises(ValueError, match=r"gave 'enough'\. It must give one of 'small_gain'"):
        record_em(POINTS, BEGIN, stop=lambda frames: "enough")  # type: ignore[arg-type,return-value]
    with pytest.raises(ValueError, match="gave 'converged'"):
        record_kmeans(POINTS, BEGIN.means, stop=lambda frames: "converged")  # type: ignore[arg-type,return-value]


def test_a_collapse_and_the_last_iteration_come_before_a_rule() -> None:
    lone = np.concatenate([POINTS, [[90.0, 90.0]]])
    means = np.array([[0.0, 0.0], [90.0, 90.0]])
    begin = Mixture(np.array([0.5, 0.5]), means, np.stack([np.eye(2)] * 2))
    assert record_em(lone, begin, stop=lambda frames: True).stopped == "collapsed"
    assert record_em(POINTS, BEGIN, max_iterations=3, stop=lambda f: False).stopped == (
        "max_iterations"
    )
    last = record_em(POINTS, BEGIN, max_iterations=3, stop=lambda f: f[-1].iteration == 3)
    assert last.stopped == "rule"


def test_small_gain_looks_at_the_e_steps_and_not_at_the_last_m_step() -> None:
    plain = record_em(POINTS, BEGIN, tolerance=0, max_iterations=200)
    values = np.array([frame.log_likelihood / N for frame in plain.frames if frame.phase == "E"])
    changes = np.abs(np.diff(values))
    for tolerance in (1e-2, 1e-3, 1e-4):
        expected = int((changes < tolerance).argmax()) + 2
        tape = record_em(POINTS, BEGIN, stop=small_gain(tolerance, N))
        assert (tape.stopped, tape.frames[-1].iteration) == ("small_gain", expected)
        # An M-step later it would have been another iteration.
        later = [frame.log_likelihood / N for frame in plain.frames if frame.phase != "E"]
        assert int((np.abs(np.diff(later)) < tolerance).argmax()) + 1 != expected
    # Exactly as much is not less.
    bar = float(changes[4])
    assert record_em(POINTS, BEGIN, stop=small_gain(bar, N)).frames[-1].iteration > 6
    over = record_em(POINTS, BEGIN, stop=small_gain(np.nextafter(bar, 1), N))
    assert over.frames[-1].iteration <= 6
    assert record_em(POINTS, BEGIN, stop=small_gain(0, N), max_iterations=9).stopped == (
        "max_iterations"
    )


def test_what_the_first_iteration_is_held_against() -> None:
    tape = record_em(POINTS, BEGIN, tolerance=0, max_iterations=3)
    steps = [frame.log_likelihood / N for frame in tape.frames if frame.phase == "E"]
    assert list_lower_bounds(tape.frames, N) == [-np.inf, *steps]
    assert list_lower_bounds(tape.frames[-4:], N) == steps[-2:]
    shifted = list_lower_bounds(tape.frames, N, before=-9.0, begun=0.03)
    assert shifted == [-9.0, steps[0] + np.log(0.03), *steps[1:]]
    assert list_lower_bounds(tape.frames[:1], N) == []
    near = small_gain(1e-3, N, before=steps[0] + 5e-4)
    assert record_em(POINTS, BEGIN, stop=near).frames[-1].iteration == 1
    # A start with weights that do not add up to 1 makes the first gain another one.
    gain = steps[1] - steps[0]
    wide = small_gain(1.01 * gain, N)
    assert record_em(POINTS, BEGIN, stop=wide).frames[-1].iteration == 2
    begun = small_gain(1.01 * gain, N, begun=0.01)
    assert record_em(POINTS, BEGIN, stop=begun).frames[-1].iteration == 3


def test_small_shift_adds_up_how_far_the_centroids_moved() -> None:
    plain = record_kmeans(POINTS, BEGIN.means)
    moves = [
        float(np.square(frame.centroids - frame.assigned).sum())
        for frame in plain.frames
        if frame.assigned is not None and frame.phase == "M"
    ]
    assert plain.stopped == "converged"
    bar = moves[1]
    assert moves[2] < bar < moves[0]
    tape = record_kmeans(POINTS, BEGIN.means, stop=small_shift(bar))  # just as much is enough
    first = next(i for i, move in enumerate(moves, start=1) if move <= bar)
    assert (tape.stopped, tape.frames[-1].iteration) == ("small_shift", first)
    under = record_kmeans(POINTS, BEGIN.means, stop=small_shift(np.nextafter(bar, 0)))
    assert under.frames[-1].iteration > first
    # A run in which nothing changes any more has converged, whatever the rule.
    assert record_kmeans(POINTS, BEGIN.means, stop=lambda frames: None).stopped == "converged"


def test_rules_for_k_means_see_updates() -> None:
    def look(frames: Sequence[KMeansFrame]) -> bool:
        assert frames[-1].phase == "M"
        return frames[-1].iteration == 2

    tape = record_kmeans(POINTS, BEGIN.means, stop=look)
    assert (tape.stopped, len(tape.frames)) == ("rule", 5)


@pytest.mark.parametrize("make", [lambda tol: small_gain(tol, 3), small_shift])
@pytest.mark.parametrize("tolerance", [-1e-3, np.nan, np.inf])
def test_a_tolerance_is_a_number(make: object, tolerance: float) -> None:
    with pytest.raises(ValueError, match="must be a number, 0 or more"):
        make(tolerance)  # type: ignore[operator]
