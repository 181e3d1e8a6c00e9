"""What the page computes: the method works, and stops working where a part of it is taken away."""

import numpy as np
import pytest

from gmm import Mixture, record_em, start
from gmm.detection_error import DRAWS
from gmm.ui.uses.speakers.records import (
    ADAPTED,
    GAUSSIAN,
    ITERATIONS,
    METHODS,
    OWN,
    Settings,
    Verdict,
    adapt_to,
    draw_curve,
    find_odds,
    fit_background,
    judge,
    list_moves,
    make_models,
    place_ticks,
    rate,
)
from gmm.ui.uses.speakers.speech import (
    NOISY,
    PEOPLE,
    SAME,
    TESTS,
    Speech,
    list_speakers,
    name_people,
    record_enrolment,
    record_others,
    record_tests,
)

SETTINGS = Settings(12, 16.0, "means")


def record(seed: int, seconds: int, place: str = SAME) -> Speech:
    return Speech(
        name_people(),
        record_enrolment(seed, seconds, 0, PEOPLE),
        record_tests(seed, place),
        list_speakers(),
        record_others(seed),
    )


@pytest.fixture(scope="module")
def speech() -> Speech:
    return record(0, 2)


@pytest.fixture(scope="module")
def background(speech: Speech) -> Mixture:
    return fit_background(speech.background, 12).frames[-1].mixture


def err(verdict: Verdict) -> float:
    return verdict.detection.equal_error


def test_with_little_speech_the_adapted_mixture_errs_least() -> None:
    errors: dict[str, list[float]] = {method: [] for method in METHODS}
    for seed in range(3):
        said = record(seed, 2)
        ubm = fit_background(said.background, 12).frames[-1].mixture
        for method in METHODS:
            errors[method].append(err(judge(method, said, ubm, SETTINGS)))
    adapted, own, gaussian = (float(np.mean(errors[method])) for method in METHODS)
    assert 0.12 < adapted < 0.2
    assert own > adapted + 0.05
    assert gaussian > adapted + 0.05


def test_with_plenty_of_speech_a_mixture_of_its_own_errs_least() -> None:
    said = record(0, 20)
    ubm = fit_background(said.background, 12).frames[-1].mixture
    adapted, own, gaussian = (err(judge(method, said, ubm, SETTINGS)) for method in METHODS)
    assert own < 0.07 < adapted < 0.15
    assert gaussian < 0.17


def test_without_adaptation_nobody_is_known(speech: Speech, background: Mixture) -> None:
    still = judge(ADAPTED, speech, background, SETTINGS._replace(relevance=np.inf))
    assert err(still) == pytest.approx(0.5)


def test_one_component_knows_people_less_well(speech: Speech, background: Mixture) -> None:
    one = fit_background(speech.background, 1).frames[-1].mixture
    less = judge(ADAPTED, speech, one, SETTINGS._replace(k=1))
    assert err(less) > err(judge(ADAPTED, speech, background, SETTINGS)) + 0.05


def test_shuffled_people_are_not_known(speech: Speech, background: Mixture) -> None:
    others = speech._replace(enrolled=speech.enrolled[1:] + speech.enrolled[:1])
    assert err(judge(ADAPTED, others, background, SETTINGS)) > 0.4


def test_a_background_that_has_not_been_fitted_is_worse(
    speech: Speech, background: Mixture
) -> None:
    begin = start(speech.background, 12, "random responsibilities", 0, "diag")
    worse = judge(ADAPTED, speech, begin, SETTINGS)
    assert err(worse) > err(judge(ADAPTED, speech, background, SETTINGS)) + 0.04


def test_noise_at_the_test_makes_it_worse(speech: Speech, background: Mixture) -> None:
    there = speech._replace(tests=record_tests(0, NOISY))
    clean, noisy = (err(judge(ADAPTED, said, background, SETTINGS)) for said in (speech, there))
    assert noisy > clean + 0.08


def test_the_background_is_the_engines_run(speech: Speech) -> None:
    tape = fit_background(speech.background, 4)
    begin = start(speech.background, 4, "k-means++", 0, "diag")
    expected = record_em(speech.background, begin, "diag", max_iterations=ITERATIONS)
    assert len(tape.frames) == len(expected.frames) <= 2 * ITERATIONS + 1
    assert tape.frames[-1].log_likelihood == expected.frames[-1].log_likelihood
    heights = [frame.log_likelihood for frame in tape.frames[::2]]
    assert (np.diff(heights) > -1e-9).all()


def test_scores_are_mean_log_ratios_of_models_made_as_said(
    speech: Speech, background: Mixture
) -> None:
    from gmm import log_density, m_step

    for method in METHODS:
        verdict = judge(method, speech, background, SETTINGS)
        assert verdict.scores.shape == (PEOPLE * TESTS, PEOPLE)
        models, against = make_models(method, speech, background, SETTINGS)
        test = speech.tests[7]
        ratio = log_density(test, models[3]) - log_density(test, against)
        assert verdict.scores[7, 3] == pytest.approx(ratio.mean())
    one = make_models(GAUSSIAN, speech, background, SETTINGS)[0][2]
    alone = m_step(speech.enrolled[2], np.ones((len(speech.enrolled[2]), 1)), "full", 0.02)
    np.testing.assert_allclose(one.covariances, alone.covariances)
    assert make_models(OWN, speech, background, SETTINGS)[0][2].means.shape == (12, 10)


def test_a_mixture_of_its_own_survives_few_and_equal_frames(background: Mixture) -> None:
    frames = np.repeat(np.random.default_rng(0).normal(size=(3, 10)), 20, axis=0)
    few = Speech(("a",), (frames,), (frames,), (0,), frames)
    (model,), _ = make_models(OWN, few, background, SETTINGS)
    assert len(model.weights) == 3
    assert np.isfinite(model.means).all()


def test_trials_are_counted_by_hand() -> None:
    # Two people, two tests: one of person 1 is nearer to person 0.
    scores = np.array([[2.0, -1.0], [-2.0, 1.0], [0.5, 0.0]])
    verdict = rate(ADAPTED, scores, np.array([0, 1, 1]))
    assert (verdict.targets, verdict.impostors) == (3, 3)
    assert err(verdict) == pytest.approx(1 / 3)
    assert verdict.misses + verdict.false_alarms <= 2
    assert verdict.interval is None
    assert verdict.redrawn is None
    assert find_odds(verdict, verdict) is None


def test_ways_are_compared_on_the_same_draws(speech: Speech, background: Mixture) -> None:
    adapted, own, _ = (judge(method, speech, background, SETTINGS) for method in METHODS)
    assert adapted.redrawn is not None
    assert len(adapted.redrawn) == DRAWS
    odds = find_odds(adapted, own)
    assert odds is not None
    assert 0.8 < odds <= 1
    assert find_odds(own, adapted) == pytest.approx(1 - odds)
    assert find_odds(own, own) == 0.5
    assert adapted.interval is not None
    low, high = adapted.interval
    assert low < err(adapted) < high


def test_the_curve_goes_through_the_counts(speech: Speech, background: Mixture) -> None:
    verdict = judge(ADAPTED, speech, background, SETTINGS)
    curve = draw_curve(verdict)
    assert len(curve.across) == len(curve.up) == 2 * len(verdict.detection.misses) - 1
    assert np.isfinite(curve.across).all()
    assert np.isfinite(curve.up).all()
    assert (np.diff(curve.across) <= 0).all()
    assert (np.diff(curve.up) >= 0).all()
    values, places = place_ticks()
    assert np.interp(err(verdict), values, places) == pytest.approx(curve.equal, abs=0.05)


def test_components_with_few_frames_stay(speech: Speech, background: Mixture) -> None:
    adapted = adapt_to(speech.enrolled[0], background, SETTINGS)
    moves = list_moves(adapted, background)
    assert sum(move.frames for move in moves) == pytest.approx(len(speech.enrolled[0]))
    for move in moves:
        assert move.share == pytest.approx(move.frames / (move.frames + 16))
    spread = np.sqrt(background.covariances[0].diagonal())
    step = (moves[0].after - moves[0].before) / spread
    assert moves[0].distance == pytest.approx(np.linalg.norm(step))
    every = adapt_to(speech.enrolled[0], background, SETTINGS._replace(parts="all"))
    assert np.abs(every.mixture.weights - background.weights).max() > 0.01
