"""Records of the case of pulsars: the method finds what was put in, and formulas by hand."""

import math

import numpy as np
import pytest
from sklearn.mixture import GaussianMixture

from gmm.cases.pulsars import (
    DEATH,
    KINDS,
    MILLISECOND,
    YEAR,
    find_age,
    find_field,
    simulate_pulsars,
)
from gmm.em import m_step
from gmm.mixture import Mixture, responsibilities
from gmm.scaling import restore, standardise
from gmm.starts import start
from gmm.tape import record_em
from gmm.ui.uses.pulsars.records import (
    KNOWN,
    RARE,
    Verdict,
    Weighed,
    ask,
    count_kinds,
    find_seed,
    find_short,
    frame_diagram,
    judge,
    judge_cut,
    judge_cut_again,
    judge_mixture,
    outline,
    rank,
    read_derivative,
    rule_lines,
    weigh,
    weigh_again,
    write_power,
)

POINTS, TRUTH = simulate_pulsars(1_000, 0)


def fit(k: int) -> Mixture:
    """As the page has it: the run of the best start."""
    scaled, scaling = standardise(POINTS)
    tape = record_em(scaled, start(scaled, k, "k-means++", find_seed(POINTS, k)))
    return restore(tape.frames[-1].mixture, scaling)


@pytest.fixture(scope="module")
def mixture() -> Mixture:
    return fit(5)


def test_the_mixture_finds_millisecond_pulsars_better_than_the_cut(mixture: Mixture) -> None:
    found, cut = judge_mixture(POINTS, TRUTH, mixture), judge_cut(POINTS, TRUTH)
    assert found.found + found.missed == cut.found + cut.missed == 80
    assert found.recall > 0.97
    assert found.precision > 0.97 > 0.93 > cut.precision
    assert found.score > cut.score + 0.03


def test_what_is_no_mixture_does_not(mixture: Mixture) -> None:
    cut = judge_cut(POINTS, TRUTH)
    one = Mixture(*(part[:1] for part in fit(1)))
    untouched = restore(start(standardise(POINTS)[0], 5, "k-means++", 0), standardise(POINTS)[1])
    gamma = np.random.default_rng(0).permutation(responsibilities(POINTS, mixture))
    shuffled = m_step(POINTS, gamma)
    for broken in (one, untouched, shuffled):
        assert judge_mixture(POINTS, TRUTH, broken).score < cut.score


def test_two_components_lose_against_the_cut() -> None:
    assert weigh(POINTS, TRUTH, 2).verdict.score < judge_cut(POINTS, TRUTH).score


def test_bic_is_that_of_scikit_learn_and_asks_for_several() -> None:
    weighed = [weigh(POINTS, TRUTH, k) for k in (1, 2, 3, 5)]
    for each in weighed:
        oracle = GaussianMixture(each.k, n_init=5, tol=1e-7, max_iter=2_000, random_state=0)
        assert each.bic <= oracle.fit(POINTS).bic(POINTS) + 0.1
    first = GaussianMixture(1).fit(POINTS).bic(POINTS)
    assert weighed[0].bic == pytest.approx(first, abs=0.01)
    assert [each.k for each in rank(weighed)] == [5, 3, 2, 1]


@pytest.mark.parametrize("k", [5, 6])
def test_the_starts_are_enough_where_two_numbers_of_components_are_close(k: int) -> None:
    """With three starts, five components end 19 higher, and another number is the lowest."""
    points, kinds = simulate_pulsars(2_000, 0)
    scaled, scaling = standardise(points)
    theirs = GaussianMixture(k, n_init=10, tol=1e-5, max_iter=2_000, random_state=0).fit(scaled)
    # Of other units alone, BIC is shifted by a constant.
    shift = 2 * len(points) * np.log(scaling.spread).sum()
    assert weigh(points, kinds, k).bic < theirs.bic(scaled) + shift + 3


def test_a_bootstrap_counts_a_pulsar_as_often_as_it_was_drawn() -> None:
    points, kinds = POINTS[::5], TRUTH[::5]
    often = np.random.default_rng(0).integers(0, 3, len(points)).astype(float)
    repeated = weigh(points.repeat(often.astype(int), 0), kinds.repeat(often.astype(int)), 1)
    assert weigh(points, kinds, 1, often).bic == pytest.approx(repeated.bic, rel=1e-12)


def test_other_samples_are_others_and_the_same_again() -> None:
    for how in ("new", "bootstrap"):
        bics = {weigh_again(how, 100, 0, again, 1).bic for again in (0, 1, 0)}
        assert len(bics) == 2
        cut = judge_cut_again(how, 1_000, 0, 0)
        assert cut.precision < 1
        assert (cut.found + cut.missed == 80) == (how == "new")


def test_a_verdict_counts() -> None:
    called, truth = np.array([1, 1, 1, 0, 0], bool), np.array([1, 1, 0, 1, 0], bool)
    verdict = judge(called, truth)
    assert verdict == Verdict(found=2, missed=1, wrong=1)
    assert (verdict.recall, verdict.precision) == (2 / 3, 2 / 3)
    assert verdict.score == pytest.approx(2 / 3)
    assert Verdict(0, 0, 0).score == Verdict(0, 0, 0).recall == Verdict(0, 0, 0).precision == 1
    assert Verdict(0, 3, 0).score == 0


def test_the_best_bic_is_first_and_of_equal_ones_the_smaller_k() -> None:
    verdict = Verdict(0, 0, 0)
    given = [Weighed(k, bic, verdict) for k, bic in ((4, 2.0), (3, 2.0), (2, math.inf), (1, 9.0))]
    assert [each.k for each in rank(given)] == [3, 4, 1, 2]


def test_each_pulsar_is_in_one_component(mixture: Mixture) -> None:
    table = count_kinds(POINTS, TRUTH, mixture)
    np.testing.assert_array_equal(table.sum(axis=0), np.bincount(TRUTH, minlength=len(KINDS)))
    short = find_short(mixture)
    assert table[short, MILLISECOND].sum() > 75
    assert table[short, 0].sum() == 0


def test_known_pulsars_are_what_they_are(mixture: Mixture) -> None:
    for name, known in KNOWN.items():
        asked = ask(*known, POINTS, mixture)
        assert (asked.probability > 0.9) == ("millisecond" in name), name
        assert asked.short == (known.milliseconds < 30)
        one = responsibilities(asked.at[np.newaxis], mixture)[0]
        assert asked.probability == pytest.approx(one[find_short(mixture)].sum())
    young = ask(*KNOWN["PSR J0537−6910, young"], POINTS, mixture)
    assert young.short
    assert young.probability < 0.01
    assert 10**young.age == pytest.approx(4_930, rel=0.01)
    assert ask(1.0, 1e-9, POINTS, mixture).lower < RARE < ask(4.0, 2e-20, POINTS, mixture).lower


@pytest.mark.parametrize(
    "text", ["5.18e-14", " 5,18E-14 ", "5.18 × 10^-14", "5.18x10^−14", "5.18*10^-14", "0.0518e-12"]
)
def test_a_derivative_is_read_as_people_write_it(text: str) -> None:
    assert read_derivative(text) == pytest.approx(5.18e-14)


@pytest.mark.parametrize("text", ["", "nan", "inf", "0", "-1e-14", "1e-30", "one", "1e5", "é" * 99])
def test_another_text_gets_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match=r"Write it as 5\.18e-14\."):
        read_derivative(text)


def test_lines_are_where_their_quantity_is() -> None:
    corners = frame_diagram(POINTS, np.array([-3.0, -9.0]))
    assert (corners[0] < POINTS.min(axis=0)).all()
    assert corners[1, 1] > -9
    lines = rule_lines(corners)
    assert [line.kind for line in lines].count("cut") == 1
    years = {"1,000 years": 3, "1 million years": 6, "1 billion years": 9}
    for line in lines:
        assert (line.ends >= corners[0] - 1e-9).all()
        assert (line.ends <= corners[1] + 1e-9).all()
        if line.kind == "field":
            power = round(find_field(line.ends)[0])
            assert find_field(line.ends) == pytest.approx([power, power])
            assert line.name == f"{write_power(power)} G"
        elif line.kind == "age":
            assert find_age(line.ends) == pytest.approx([years[line.name]] * 2)
            assert 10 ** (line.ends[0, 0] - line.ends[0, 1]) / (2 * YEAR) == pytest.approx(
                10 ** years[line.name]
            )
        elif line.kind == "death":
            assert find_field(line.ends) - 2 * line.ends[:, 0] == pytest.approx(math.log10(DEATH))
        else:
            assert 10 ** line.ends[:, 0] == pytest.approx([0.03, 0.03])


def test_a_line_beside_the_diagram_is_left_out() -> None:
    corners = np.array([[1.0, -10.0], [1.1, -9.9]])
    assert [line.kind for line in rule_lines(corners)] == []


def test_ellipses_are_two_deviations_wide(mixture: Mixture) -> None:
    for ellipse, mean, covariance in zip(
        outline(mixture), mixture.means, mixture.covariances, strict=True
    ):
        away = ellipse - mean
        squared = np.einsum("ni,ij,nj->n", away, np.linalg.inv(covariance), away)
        assert squared == pytest.approx(np.full(len(ellipse), 4.0))


def test_powers_are_printed() -> None:
    assert [write_power(power) for power in (8, 14, -17)] == ["10⁸", "10¹⁴", "10⁻¹⁷"]
