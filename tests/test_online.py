"""On-line mixtures against the formulas of Stauffer and Grimson (1999), worked out by hand."""

from collections.abc import Sequence

import numpy as np
import pytest
from scipy.stats import multivariate_normal, norm

from gmm.online import (
    RATES,
    Adaptation,
    PixelMixtures,
    Step,
    begin,
    check_adaptation,
    count_frames_until_background,
    find_background,
    step,
    watch,
)
from gmm.points import FloatArray

SLOW = Adaptation(k=2, alpha=0.1, share=0.7, first_sd=10, first_weight=0.05, least_sd=0.5)


def pixel(
    weights: Sequence[float], means: Sequence[float], spreads: Sequence[float]
) -> PixelMixtures:
    """One pixel of one channel."""
    return PixelMixtures(
        np.array(weights)[:, np.newaxis],
        np.array(means, dtype=float)[:, np.newaxis, np.newaxis],
        np.square(np.array(spreads, dtype=float))[:, np.newaxis],
    )


def look(made: Step) -> tuple[list[float], list[float], list[float]]:
    """Weights, means and standard deviations of the only pixel."""
    weights, means, variances = made.mixtures
    return (
        weights[:, 0].tolist(),
        means[:, 0, 0].tolist(),
        np.sqrt(variances[:, 0]).tolist(),
    )


def watch_values(values: Sequence[float], adaptation: Adaptation) -> list[Step]:
    return list(watch([np.array([[value]]) for value in values], adaptation))


def test_a_value_that_matches_moves_weight_mean_and_variance() -> None:
    before = pixel([0.6, 0.4], [100, 50], [4, 4])
    made = step(before, [[108.0]], SLOW)  # two standard deviations away
    # w = 0.9 * 0.6 + 0.1, rho = 0.1 / 0.64, mu = 100 + rho * 8, and sigma^2 with the new mean.
    weight = 0.64
    rho = 0.1 / weight
    mean = 100 + rho * 8
    spread = np.sqrt((1 - rho) * 16 + rho * (108 - mean) ** 2)
    weights, means, spreads = look(made)
    assert weights == pytest.approx([weight, 0.9 * 0.4])
    assert means == pytest.approx([mean, 50])
    assert spreads == pytest.approx([spread, 4])
    assert (made.taken.tolist(), made.new.tolist()) == ([0], [False])
    assert before.means[0, 0, 0] == 100  # nothing is changed in place


def test_the_papers_own_rate_is_alpha_times_the_density() -> None:
    slow = SLOW._replace(rate="alpha x density")
    made = step(pixel([0.6, 0.4], [100, 50], [4, 4]), [[108.0]], slow)
    rho = 0.1 * norm.pdf(108, 100, 4)
    assert look(made)[1] == pytest.approx([100 + rho * 8, 50])
    three = PixelMixtures(np.ones((1, 1)), np.zeros((1, 1, 3)), np.full((1, 1), 4.0))
    colour = np.array([[1.0, 2.0, -1.0]])
    made = step(three, colour, slow._replace(k=1))
    rho = 0.1 * multivariate_normal.pdf(colour[0], np.zeros(3), 4 * np.eye(3))
    np.testing.assert_allclose(made.mixtures.means[0], rho * colour)
    # The variance is that of each channel.
    rest = np.mean(((1 - rho) * colour) ** 2)
    np.testing.assert_allclose(made.mixtures.variances[0], (1 - rho) * 4 + rho * rest)


@pytest.mark.parametrize(("value", "new"), [(110.0, False), (110.01, True), (89.99, True)])
def test_a_match_is_within_two_and_a_half_standard_deviations(value: float, new: bool) -> None:
    made = step(pixel([0.6, 0.4], [100, 0], [4, 4]), [[value]], SLOW)
    assert made.new.tolist() == [new]


def test_of_several_that_match_the_first_by_weight_over_spread_takes_the_value() -> None:
    # 105 is nearer to the second mean; w / sigma is 0.1 and 0.05.
    made = step(pixel([0.6, 0.4], [100, 106], [6, 8]), [[105.0]], SLOW)
    assert made.taken.tolist() == [0]
    made = step(pixel([0.6, 0.4], [100, 106], [6, 2]), [[105.0]], SLOW)
    assert made.taken.tolist() == [1]


def test_what_nothing_matches_replaces_the_least_by_weight_over_spread() -> None:
    # 0.3 / 2 is more than 0.7 / 20: the heavier one goes.
    made = step(pixel([0.7, 0.3], [100, 50], [20, 2]), [[200.0]], SLOW)
    weights, means, spreads = look(made)
    assert weights == pytest.approx([0.05, 0.95])
    assert means == [200, 50]
    assert spreads == [10, 2]
    assert made.new.tolist() == made.foreground.tolist() == [True]


def test_a_component_that_no_value_has_made_matches_nothing() -> None:
    first = begin([[10.0]], SLOW)
    assert first.weights[:, 0].tolist() == [1, 0]
    narrow = first._replace(variances=np.array([[1.0], [100.0]]))
    made = step(narrow, [[20.0]], SLOW)
    assert made.new.all()
    assert look(made)[1] == [10, 20]


@pytest.mark.parametrize(
    ("share", "background"),
    [
        # In the order of w / sigma: 0.3 / 2, then 0.5 / 5, then 0.2 / 10.
        (0.2, [False, True, False]),
        (0.3, [True, True, False]),  # 0.3 alone is not more than 0.3
        (0.79, [True, True, False]),
        (0.8, [True, True, True]),
    ],
)
def test_background_are_the_first_whose_weights_exceed_the_share(
    share: float, background: list[bool]
) -> None:
    weights = np.array([[0.5], [0.3], [0.2]])
    mixtures = PixelMixtures(weights, np.zeros((3, 1, 1)), np.array([[25.0], [4.0], [100.0]]))
    assert find_background(mixtures, share)[:, 0].tolist() == background


def test_of_equals_the_first_comes_first() -> None:
    even = PixelMixtures(np.full((2, 1), 0.5), np.zeros((2, 1, 1)), np.ones((2, 1)))
    assert find_background(even, 0.4)[:, 0].tolist() == [True, False]


def test_with_alpha_over_weight_the_mean_forgets_as_the_weight_does() -> None:
    """Sums with weights (1 - alpha)^age: what an M-step makes of them is w and mu."""
    rng = np.random.default_rng(0)
    values = np.where(rng.random(200) < 0.6, 100, 160) + rng.normal(size=200)
    steps = watch_values(values.tolist(), SLOW._replace(least_sd=6, alpha=0.03))
    decay = 0.97
    begun = next(at for at, made in enumerate(steps) if at and made.new[0])
    assert not any(made.new[0] for made in steps[begun + 1 :])
    assert sum(made.taken[0] == steps[begun].taken[0] for made in steps) > 50
    k = int(steps[begun].taken[0])
    count, total = steps[begun].mixtures.weights[k, 0], 0.0
    total = count * values[begun]
    for value, made in zip(values[begun + 1 :], steps[begun + 1 :], strict=True):
        mine = made.taken[0] == k
        count, total = decay * count + 0.03 * mine, decay * total + 0.03 * mine * value
        assert made.mixtures.weights[k, 0] == pytest.approx(count)
        assert made.mixtures.means[k, 0, 0] == pytest.approx(total / count)


def test_two_humps_are_learned_and_neither_is_foreground() -> None:
    rng = np.random.default_rng(1)
    values = np.where(rng.random(400) < 0.5, 70, 160) + rng.normal(scale=3, size=400)
    last = watch_values([*values.tolist(), 114.0], Adaptation())
    # Beyond 2.5 standard deviations lie 1.2 % of the values of either hump.
    assert np.mean([made.foreground[0] for made in last[100:-1]]) < 0.03
    assert last[-1].foreground[0]
    weights, means, spreads = (np.array(each) for each in look(last[-2]))
    strong = weights.argsort()[-2:]
    assert sorted(means[strong]) == pytest.approx([70, 160], abs=1.5)
    # The first one began four times as wide, and has not forgotten that yet.
    assert spreads[strong] == pytest.approx(3, abs=1.3)


@pytest.mark.parametrize("alpha", [0.01, 0.05])
@pytest.mark.parametrize("share", [0.6, 0.7, 0.9])
def test_a_thing_that_stays_is_foreground_for_as_long_as_the_formula_says(
    alpha: float, share: float
) -> None:
    adaptation = Adaptation(alpha=alpha, share=share, first_sd=10, least_sd=10)
    values = [100.0] * 50 + [200.0] * 100
    foreground = [bool(made.foreground[0]) for made in watch_values(values, adaptation)]
    count = count_frames_until_background(adaptation)
    assert foreground == [False] * 50 + [True] * count + [False] * (100 - count)
    by_hand = np.log(share / 0.98) / np.log(1 - alpha)
    assert by_hand <= count < by_hand + 1


def test_one_component_takes_what_comes() -> None:
    one = Adaptation(k=1)
    made = watch_values([100.0, 200.0, 200.0], one)
    assert [bool(each.foreground[0]) for each in made] == [False, True, False]
    assert look(made[1])[0] == [1]
    assert count_frames_until_background(one) == 1


def test_what_has_gone_leaves_a_background_that_is_still_known() -> None:
    """The paper's reason to keep old components: no ghost where somebody stood."""
    values = [100.0] * 50 + [200.0] * 30 + [100.0] * 5
    made = watch_values(values, Adaptation())
    assert not made[79].foreground[0]
    assert not any(each.foreground[0] for each in made[80:])


@pytest.mark.parametrize("rate", RATES)
def test_pixels_do_not_know_of_each_other(rate: str) -> None:
    rng = np.random.default_rng(2)
    film = rng.choice([60.0, 100.0, 170.0], size=(40, 6, 2)) + rng.normal(size=(40, 6, 2))
    adaptation = SLOW._replace(k=3, rate=rate)  # type: ignore[arg-type]
    together = list(watch(film, adaptation))
    for at in range(6):
        alone = list(watch(film[:, at : at + 1], adaptation))
        for one, all_ in zip(alone, together, strict=True):
            assert one.foreground[0] == all_.foreground[at]
            np.testing.assert_allclose(one.mixtures.means[:, 0], all_.mixtures.means[:, at])
            np.testing.assert_allclose(all_.mixtures.weights.sum(axis=0), 1)


def test_no_component_becomes_narrower_than_allowed() -> None:
    made = watch_values([100.0] * 500, Adaptation(alpha=0.1, least_sd=2))
    assert look(made[-1])[2][0] == pytest.approx(2)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"k": 0}, "1 component or more"),
        ({"alpha": 0.0}, "alpha is 0.0"),
        ({"share": 1.0}, "between 0 and 1"),
        ({"first_weight": np.nan}, "first_weight"),
        ({"least_sd": 0.0}, "above 0"),
        ({"reach": np.inf}, "reach"),
        ({"rate": "fast"}, "one of"),
    ],
)
def test_settings_that_cannot_be_are_refused(changes: dict[str, object], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        check_adaptation(SLOW._replace(**changes))  # type: ignore[arg-type]


@pytest.mark.parametrize("values", [[1.0, 2.0], np.zeros((0, 1)), np.zeros((2, 2, 1))])
def test_a_frame_has_pixels_and_channels(values: FloatArray) -> None:
    with pytest.raises(ValueError, match="must have shape"):
        begin(values, SLOW)
