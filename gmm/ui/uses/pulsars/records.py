"""The case of pulsars as plain records: fits, verdicts on rules, and how many components."""

import math
from collections.abc import Sequence
from typing import Literal, NamedTuple

import numpy as np

from gmm.best_fit import fit_best
from gmm.cases.pulsars import (
    CUT,
    DEATH,
    FIELD,
    KINDS,
    MILLISECOND,
    YEAR,
    are_short,
    find_age,
    find_field,
    simulate_pulsars,
)
from gmm.mixture import Mixture, log_density, responsibilities
from gmm.outliers import BoolArray
from gmm.points import FloatArray, IntArray
from gmm.scaling import restore, restore_nats, standardise
from gmm.selection import free_parameters

MOST_K = 8
TRIES = 10  # starts, of which the best is kept
SAMPLES = 8  # other samples to try
TURN = np.linspace(0, 2 * np.pi, 73)
REACH = 2.0  # standard deviations: as far as the stage draws an ellipse
RARE = 0.005  # share of the sample that lies where the density is lower: a place far from all
BEYOND = 0.5  # probability above which a pulsar is called millisecond

How = Literal["new", "bootstrap"]


class Known(NamedTuple):
    """A pulsar that people know.

    Attributes
    ----------
    milliseconds : float
        Its period.
    derivative : float
        Of the period, seconds per second.
    """

    milliseconds: float
    derivative: float


# Rounded, as the ATNF catalogue has them.
KNOWN = {
    "PSR J0537−6910, young": Known(16.12, 5.18e-14),
    "PSR J0437−4715, millisecond": Known(5.757, 5.73e-20),
    "PSR B1937+21, millisecond": Known(1.558, 1.05e-19),
    "PSR J0737−3039A, recycled": Known(22.70, 1.76e-18),
    "PSR B1913+16, recycled": Known(59.03, 8.62e-18),
    "Crab pulsar, young": Known(33.39, 4.21e-13),
    "Vela pulsar, young": Known(89.33, 1.25e-13),
    "PSR B1919+21, ordinary": Known(1337.0, 1.35e-15),
}


class Verdict(NamedTuple):
    """What a rule finds of the millisecond pulsars.

    Attributes
    ----------
    found, missed : int
        Of those that are millisecond pulsars.
    wrong : int
        Others that it calls so.
    """

    found: int
    missed: int
    wrong: int

    @property
    def recall(self) -> float:
        """Share of the millisecond pulsars that is found; 1 where there are none."""
        return self.found / (self.found + self.missed) if self.found + self.missed else 1.0

    @property
    def precision(self) -> float:
        """Share of those called so that are; 1 where none is called so."""
        return self.found / (self.found + self.wrong) if self.found + self.wrong else 1.0

    @property
    def score(self) -> float:
        """F1, the harmonic mean of recall and precision: 2 found / (2 found + missed + wrong)."""
        every = 2 * self.found + self.missed + self.wrong
        return 2 * self.found / every if every else 1.0


class Weighed(NamedTuple):
    """A number of components, fitted.

    Attributes
    ----------
    k : int
    bic : float
        In the data's own units; infinite where every run has collapsed.
    verdict : Verdict
    """

    k: int
    bic: float
    verdict: Verdict


class Line(NamedTuple):
    """A straight line across the diagram.

    Attributes
    ----------
    kind : {"field", "age", "death", "cut"}
    name : str
    ends : ndarray, shape (2, 2)
    """

    kind: str
    name: str
    ends: FloatArray


class Asked(NamedTuple):
    """What is said of one pulsar.

    Attributes
    ----------
    at : ndarray, shape (2,)
        log10 of P in seconds and of Pdot.
    probability : float
        Of being a millisecond pulsar.
    shares : ndarray, shape (K,)
        Its responsibilities.
    short : bool
        What the period cut says.
    field, age : float
        log10 of gauss and of years.
    lower : float
        Share of the sample that lies where the density is lower.
    """

    at: FloatArray
    probability: float
    shares: FloatArray
    short: bool
    field: float
    age: float
    lower: float


def find_seed(points: FloatArray, k: int) -> int:
    """Find which of `TRIES` starts climbs highest, on standardised points; 0 where all collapse."""
    return fit_best(standardise(points)[0], k, "full", range(TRIES)).seed or 0


def find_short(mixture: Mixture) -> BoolArray:
    """Which components are called millisecond (K,): those whose mean period is below the cut."""
    return are_short(mixture.means)


def measure_probability(points: FloatArray, mixture: Mixture) -> FloatArray:
    """Probability of being a millisecond pulsar (N,): what short components are responsible for."""
    chances: FloatArray = responsibilities(points, mixture)[:, find_short(mixture)].sum(axis=1)
    return chances


def judge(called: BoolArray, truth: BoolArray) -> Verdict:
    """Hold what a rule calls millisecond against what is."""
    return Verdict(
        int((called & truth).sum()), int((~called & truth).sum()), int((called & ~truth).sum())
    )


def judge_mixture(points: FloatArray, kinds: IntArray, mixture: Mixture) -> Verdict:
    """Judge the mixture by the known kinds."""
    return judge(measure_probability(points, mixture) > BEYOND, kinds == MILLISECOND)


def judge_cut(points: FloatArray, kinds: IntArray) -> Verdict:
    """Judge the period cut by the known kinds."""
    return judge(are_short(points), kinds == MILLISECOND)


def count_kinds(points: FloatArray, kinds: IntArray, mixture: Mixture) -> IntArray:
    """How many pulsars of each kind are likeliest in each component (K, kinds)."""
    table = np.zeros((len(mixture.weights), len(KINDS)), dtype=np.int64)
    np.add.at(table, (responsibilities(points, mixture).argmax(axis=1), kinds), 1)
    return table


def weigh(points: FloatArray, kinds: IntArray, k: int, often: FloatArray | None = None) -> Weighed:
    """Fit K components and measure BIC.

    Parameters
    ----------
    points : ndarray, shape (N, 2)
    kinds : ndarray of int, shape (N,)
    k : int
    often : ndarray, shape (N,), optional
        How often each point was drawn.
    """
    if often is not None:
        points, kinds, often = points[often > 0], kinds[often > 0], often[often > 0]
    scaled, scaling = standardise(points, often)
    fit = fit_best(scaled, k, "full", range(TRIES), weights=often)
    if fit.mixture is None:
        return Weighed(k, math.inf, judge(np.zeros(len(points), bool), kinds == MILLISECOND))
    number = float(len(points) if often is None else often.sum())
    nats = restore_nats(fit.log_likelihood, number, scaling)
    cost = free_parameters(k, 2) * math.log(number)
    return Weighed(k, cost - 2 * nats, judge_mixture(points, kinds, restore(fit.mixture, scaling)))


def weigh_again(how: How, n: int, seed: int, again: int, k: int) -> Weighed:
    """Weigh K on another sample.

    Parameters
    ----------
    how : {"new", "bootstrap"}
        Other pulsars, or the same ones drawn with putting back (Efron 1979).
    n, seed : int
        Of the sample on the page.
    again : int
        Which other sample, from 0.
    k : int
    """
    points, kinds, often = _draw_again(how, n, seed, again)
    return weigh(points, kinds, k, often)


def judge_cut_again(how: How, n: int, seed: int, again: int) -> Verdict:
    """Judge the period cut on that sample: on each pulsar that was drawn, once."""
    points, kinds, often = _draw_again(how, n, seed, again)
    there = np.ones(n, bool) if often is None else often > 0
    return judge_cut(points[there], kinds[there])


def _draw_again(
    how: How, n: int, seed: int, again: int
) -> tuple[FloatArray, IntArray, FloatArray | None]:
    """Points, kinds, and how often each was drawn."""
    if how == "new":
        points, kinds = simulate_pulsars(n, seed + 1_000 + again)
        return points, kinds, None
    points, kinds = simulate_pulsars(n, seed)
    drawn = np.random.default_rng([seed, again, 1]).integers(n, size=n)
    return points, kinds, np.bincount(drawn, minlength=n).astype(np.float64)


def rank(weighed: Sequence[Weighed]) -> list[Weighed]:
    """Sort by BIC, the best first; of equal ones the smaller K."""
    return sorted(weighed, key=lambda each: (each.bic, each.k))


def ask(milliseconds: float, derivative: float, points: FloatArray, mixture: Mixture) -> Asked:
    """Ask the mixture about a pulsar.

    Parameters
    ----------
    milliseconds, derivative : float
        P and Pdot.
    points : ndarray, shape (N, 2)
        Those that the mixture was fitted to.
    mixture : Mixture
    """
    at = np.log10([milliseconds / 1e3, derivative])
    one = at[np.newaxis]
    height = log_density(one, mixture)[0]
    return Asked(
        at,
        float(measure_probability(one, mixture)[0]),
        responsibilities(one, mixture)[0],
        bool(are_short(one)[0]),
        float(find_field(at)),
        float(find_age(at)),
        float((log_density(points, mixture) < height).mean()),
    )


def read_derivative(text: str) -> float:
    """Read Pdot as people write it: 5.18e-14, 5,18E-14, 5.18 × 10^-14.

    Raises
    ------
    ValueError
        With a sentence.
    """
    plain = text.strip().lower().replace("−", "-").replace("–", "-").replace(",", ".")
    for written in ("×10^", "x10^", "*10^", "×10", "·10^"):
        plain = plain.replace(" ", "").replace(written, "e")
    try:
        value = float(plain)
    except ValueError:
        value = math.nan
    if not 1e-23 <= value <= 1e-8:
        raise ValueError(
            f"“{text.strip()[:30]}” is no period derivative from 1e-23 to 1e-8. "
            "Write it as 5.18e-14."
        )
    return value


def outline(mixture: Mixture) -> list[FloatArray]:
    """Give each component's ellipse of two standard deviations (73, 2)."""
    roots = np.linalg.cholesky(mixture.covariances)
    circle = REACH * np.stack([np.cos(TURN), np.sin(TURN)])
    return [mean + (root @ circle).T for mean, root in zip(mixture.means, roots, strict=True)]


def frame_diagram(points: FloatArray, at: FloatArray) -> FloatArray:
    """Give the corners (2, 2), low and high, of a diagram that shows the points and one more."""
    every = np.concatenate([points, at[np.newaxis]])
    return np.stack([every.min(axis=0) - 0.2, every.max(axis=0) + 0.3])


def rule_lines(corners: FloatArray) -> list[Line]:
    """Draw the lines that astronomers draw, where they cross the diagram.

    Of constant field, P Pdot = (B / 3.2e19)^2; of constant age, Pdot = P / (2 tau); the death line
    B / P^2 = 0.17e12; and the period cut.
    """
    rules = [
        ("field", f"{write_power(power)} G", -1.0, 2 * (power - math.log10(FIELD)))
        for power in (8, 10, 12, 14)
    ]
    rules += [
        ("age", name, 1.0, -math.log10(2 * YEAR) - power)
        for name, power in (("1,000 years", 3), ("1 million years", 6), ("1 billion years", 9))
    ]
    rules.append(("death", "death line", 3.0, 2 * math.log10(DEATH / FIELD)))
    lines = [
        Line(kind, name, ends)
        for kind, name, slope, height in rules
        if (ends := _clip(slope, height, corners)) is not None
    ]
    short = math.log10(CUT)
    if corners[0, 0] < short < corners[1, 0]:
        lines.append(Line("cut", "30 ms", np.stack([[short, short], corners[:, 1]], axis=1)))
    return lines


def write_power(power: int) -> str:
    """10 to a power as it is printed: 10¹²."""
    return "10" + str(power).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))


def _clip(slope: float, height: float, corners: FloatArray) -> FloatArray | None:
    """The part of up = slope across + height that lies inside the corners, if any (2, 2)."""
    (left, low), (right, high) = corners
    ends = sorted(((low - height) / slope, (high - height) / slope))
    first, last = max(left, ends[0]), min(right, ends[1])
    if first >= last:
        return None
    across = np.array([first, last])
    return np.stack([across, slope * across + height], axis=1)
