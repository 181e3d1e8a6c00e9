"""Detection errors: small cases counted by hand, closed forms, and scikit-learn's curve."""

import numpy as np
import pytest
from scipy.stats import norm
from sklearn.metrics import det_curve

from gmm.detection_error import DRAWS, deviate, find_interval, redraw_rates, trace_detection

Trials = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]
SCORES = np.array([0.9, 0.8, 0.4, 0.7, 0.3, 0.2, 0.1, 0.0])
TARGETS = np.array([1, 1, 1, 0, 0, 0, 0, 0], dtype=bool)


def test_a_small_case_counted_by_hand() -> None:
    found = trace_detection(SCORES, TARGETS)
    # At 0.7 one target of three is missed, and one impostor of five is let through.
    at = list(found.thresholds).index(0.7)
    assert found.misses[at] == pytest.approx(1 / 3)
    assert found.false_alarms[at] == pytest.approx(1 / 5)
    assert (found.misses[0], found.false_alarms[0]) == (0, 1)
    assert (found.misses[-1], found.false_alarms[-1]) == (1, 0)
    assert (np.diff(found.misses) >= 0).all()
    assert (np.diff(found.false_alarms) <= 0).all()
    # From (misses 0, alarms 1/5) at 0.4 up to (1/3, 1/5): the diagonal is crossed at 1/5.
    assert found.equal_error == pytest.approx(1 / 5)
    assert found.threshold in (0.4, 0.7)


def test_perfect_reversed_and_equal_scores() -> None:
    assert trace_detection([3, 2, 1, 0], [1, 1, 0, 0]).equal_error == 0
    assert trace_detection([0, 1, 2, 3], [1, 1, 0, 0]).equal_error == 1
    assert trace_detection([1, 1, 1, 1], [1, 0, 1, 0]).equal_error == 0.5
    assert trace_detection([-np.inf, np.inf], [0, 1]).equal_error == 0


def test_the_curve_is_scikit_learns() -> None:
    rng = np.random.default_rng(0)
    targets = rng.random(300) < 0.3
    scores = np.round(rng.normal(size=300) + targets, 1)  # with ties
    found = trace_detection(scores, targets)
    alarms, misses, thresholds = det_curve(targets, scores)
    for alarm, miss, threshold in zip(alarms, misses, thresholds, strict=True):
        at = int(np.searchsorted(found.thresholds, threshold))
        assert found.misses[at] == pytest.approx(miss)
        assert found.false_alarms[at] == pytest.approx(alarm)


def test_normal_scores_have_the_error_of_the_closed_form() -> None:
    rng = np.random.default_rng(1)
    targets = np.arange(40_000) % 4 == 0
    scores = rng.normal(size=40_000) + 2 * targets
    assert trace_detection(scores, targets).equal_error == pytest.approx(norm.cdf(-1), abs=0.006)


def test_deviates_are_normal_quantiles_and_finite() -> None:
    np.testing.assert_allclose(deviate([0.05, 0.5], 1000), norm.ppf([0.05, 0.5]))
    np.testing.assert_allclose(deviate([0.0, 1.0], 50), norm.ppf([0.01, 0.99]))


def trials(people: int, each: int, spread: float, seed: int = 0) -> Trials:
    """Scores of tests by all people against all models, whose people differ by `spread`."""
    rng = np.random.default_rng(seed)
    model, spoken_by = (
        array.ravel() for array in np.meshgrid(np.arange(people), np.repeat(range(people), each))
    )
    targets = model == spoken_by
    ease = rng.normal(scale=spread, size=people)
    scores = rng.normal(size=len(model)) + targets * (2 + ease[model])
    return scores, targets, model, spoken_by


def interval(given: Trials, seed: int = 0) -> tuple[float, float]:
    return find_interval(redraw_rates(*given, seed=seed))


def test_the_interval_holds_the_rate_and_does_not_depend_on_the_order() -> None:
    given = trials(20, 5, 0.3)
    low, high = interval(given)
    rate = trace_detection(*given[:2]).equal_error
    assert 0 < low < rate < high < 1
    shuffled = np.random.default_rng(3).permutation(len(given[0]))
    scores, targets, model, spoken_by = (array[shuffled] for array in given)
    assert interval((scores, targets, model, spoken_by)) == (low, high)
    assert interval(given, seed=1) != (low, high)
    wider = find_interval(redraw_rates(*given), share=0.99)
    assert wider[0] <= low < high <= wider[1]


def test_people_who_differ_make_a_wide_interval() -> None:
    alike, apart = (np.diff(interval(trials(20, 5, spread)))[0] for spread in (0.0, 2.0))
    assert apart > 1.5 * alike


def test_the_interval_covers_the_truth_about_as_often_as_it_says() -> None:
    truth = norm.cdf(-1)
    ends = [interval(trials(15, 5, 0.0, seed)) for seed in range(25)]
    assert np.mean([low <= truth <= high for low, high in ends]) >= 0.8


def test_a_draw_is_the_rate_of_the_trials_repeated() -> None:
    given = trials(4, 3, 0.5, seed=2)
    scores, targets, model, spoken_by = given
    rates = redraw_rates(*given)
    assert rates.shape == (DRAWS,)
    drawn = np.random.default_rng(0).multinomial(4, np.full(4, 0.25), size=DRAWS)
    for counts, rate in list(zip(drawn, rates, strict=True))[:40]:
        often = np.where(targets, counts[model], counts[model] * counts[spoken_by])
        several = np.repeat(scores, often), np.repeat(targets, often)
        if several[1].all():
            assert np.isnan(rate)  # one person four times: nobody is an impostor
        else:
            assert rate == pytest.approx(trace_detection(*several).equal_error)


def test_one_person_has_no_interval() -> None:
    rates = redraw_rates([1.0, 2.0], [True, True], [0, 0], [0, 0])
    assert np.isnan(rates).all()
    assert np.isnan(find_interval(rates)).all()


def test_what_is_not_valid_gets_a_sentence() -> None:
    with pytest.raises(ValueError, match="no impostor"):
        trace_detection([1, 2], [True, True])
    with pytest.raises(ValueError, match="no target"):
        trace_detection([1, 2], [False, False])
    with pytest.raises(ValueError, match="not a number"):
        trace_detection([np.nan, 2], [True, False])
    with pytest.raises(ValueError, match="shape"):
        trace_detection([1, 2, 3], [True, False])
