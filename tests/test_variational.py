"""The variational mixture, against formulas, integrals and scikit-learn."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.special import betaln, digamma, gammaln, multigammaln
from scipy.stats import multivariate_t
from sklearn.exceptions import ConvergenceWarning
from sklearn.mixture import BayesianGaussianMixture

from gmm.em import e_step
from gmm.mixture import Mixture, sample
from gmm.points import FloatArray
from gmm.starts import start
from gmm.variational import (
    KINDS,
    Kind,
    Posterior,
    Prior,
    VariationalTape,
    choose_prior,
    expect_mixture,
    expect_tape,
    expect_weights,
    record_variational,
    variational_bound,
    variational_e_step,
    variational_m_step,
    weigh,
)

TRUTH = Mixture(
    np.array([0.5, 0.3, 0.2]),
    np.array([[0.0, 0.0], [4.0, 1.0], [-2.0, 5.0]]),
    np.array([[[1.0, 0.4], [0.4, 0.5]], [[0.5, 0.0], [0.0, 0.5]], [[1.0, -0.6], [-0.6, 2.0]]]),
)
POINTS, LABELS = sample(TRUTH, 300, 1)


def uneven_prior(kind: Kind, d: int = 2, concentration: float = 0.7) -> Prior:
    scatter = np.eye(d) + 0.3
    return Prior(kind, concentration, np.linspace(-0.5, 1.0, d), 0.6, d + 0.5, scatter)


def bound_in_bishops_terms(
    points: FloatArray, gamma: FloatArray, posterior: Posterior, prior: Prior
) -> float:
    """Equations 10.71 to 10.77, term by term, of a Dirichlet prior."""
    d, k = points.shape[1], gamma.shape[1]
    alphas, m, beta, nu = (
        posterior.sticks[:, 0],
        posterior.means,
        posterior.mean_precisions,
        posterior.degrees,
    )
    w = np.linalg.inv(posterior.scatters)
    w_0: Any = np.linalg.inv(prior.scatter)
    log_pi = digamma(alphas) - digamma(alphas.sum())
    log_lambda = np.array(
        [
            sum(digamma((nu[j] + 1 - i) / 2) for i in range(1, d + 1))
            + d * math.log(2)
            + np.linalg.slogdet(w[j])[1]
            for j in range(k)
        ]
    )

    def log_b(scale: FloatArray, degrees: float) -> float:
        return float(
            -degrees / 2 * np.linalg.slogdet(scale)[1]
            - degrees * d / 2 * math.log(2)
            - multigammaln(degrees / 2, d)
        )

    def log_c(parameters: FloatArray) -> float:
        return float(gammaln(parameters.sum()) - gammaln(parameters).sum())

    counts = gamma.sum(axis=0)
    x_bar = gamma.T @ points / counts[:, np.newaxis]
    total = 0.0
    for j in range(k):
        left = points - x_bar[j]
        s = (gamma[:, j, np.newaxis] * left).T @ left / counts[j]
        apart, pull = x_bar[j] - m[j], m[j] - prior.mean
        total += (  # 10.71
            0.5
            * counts[j]
            * (
                log_lambda[j]
                - d / beta[j]
                - nu[j] * np.trace(s @ w[j])
                - nu[j] * apart @ w[j] @ apart
                - d * math.log(2 * math.pi)
            )
        )
        total += 0.5 * (  # 10.74
            d * math.log(prior.mean_precision / (2 * math.pi))
            + log_lambda[j]
            - d * prior.mean_precision / beta[j]
            - prior.mean_precision * nu[j] * pull @ w[j] @ pull
        )
        total += log_b(w_0, prior.degrees) + (prior.degrees - d - 1) / 2 * log_lambda[j]
        total -= 0.5 * nu[j] * np.trace(prior.scatter @ w[j])
        entropy = (
            -log_b(w[j], nu[j]) - (nu[j] - d - 1) / 2 * log_lambda[j] + nu[j] * d / 2  # B.82
        )
        total -= (  # 10.77
            0.5 * log_lambda[j] + d / 2 * math.log(beta[j] / (2 * math.pi)) - d / 2 - entropy
        )
    total += float((gamma * log_pi).sum())  # 10.72
    total += log_c(np.full(k, prior.concentration))  # 10.73
    total += (prior.concentration - 1) * log_pi.sum()
    total -= float((gamma * np.log(np.where(gamma > 0, gamma, 1))).sum())  # 10.75
    total -= float(((alphas - 1) * log_pi).sum()) + log_c(alphas)  # 10.76
    return float(total)


def test_the_bound_is_bishops_sum_of_terms() -> None:
    prior = uneven_prior("dirichlet")
    gamma = np.random.default_rng(2).dirichlet(np.ones(4), len(POINTS))
    posterior = variational_m_step(POINTS, gamma, prior)
    for responsibilities in (gamma, variational_e_step(POINTS, posterior)):
        expected = bound_in_bishops_terms(POINTS, responsibilities, posterior, prior)
        ours = variational_bound(POINTS, responsibilities, posterior, prior)
        assert ours == pytest.approx(expected, rel=1e-10)


def test_updates_are_those_of_bishop_written_out() -> None:
    prior = uneven_prior("dirichlet")
    gamma = np.random.default_rng(3).dirichlet(np.ones(3), len(POINTS))
    posterior = variational_m_step(POINTS, gamma, prior)
    for k in range(3):
        count = gamma[:, k].sum()
        x_bar = gamma[:, k] @ POINTS / count
        beta = prior.mean_precision + count
        inverse = prior.scatter + (gamma[:, k, np.newaxis] * (POINTS - x_bar)).T @ (POINTS - x_bar)
        pull = x_bar - prior.mean
        inverse = inverse + prior.mean_precision * count / beta * np.outer(pull, pull)
        assert posterior.sticks[k, 0] == pytest.approx(prior.concentration + count)
        assert posterior.mean_precisions[k] == pytest.approx(beta)
        assert posterior.degrees[k] == pytest.approx(prior.degrees + count)
        np.testing.assert_allclose(
            posterior.means[k], (prior.mean_precision * prior.mean + count * x_bar) / beta
        )
        np.testing.assert_allclose(posterior.scatters[k], inverse)


@pytest.mark.parametrize("d", [1, 2, 4])
def test_one_component_is_the_exact_posterior_and_the_bound_is_the_evidence(d: int) -> None:
    points = np.random.default_rng(d).normal(2.0, 1.5, (12, d))
    prior = uneven_prior("dirichlet", d)
    run = record_variational(points, start(points, 1, "k-means++", 0), prior)
    # ln p(points), one Student's t after the other (Bishop 2006, eq. 10.81, with r = 1).
    evidence = 0.0
    for n in range(len(points)):
        seen = variational_m_step(points[:n], np.ones((n, 1)), prior) if n else None
        beta = seen.mean_precisions[0] if seen else prior.mean_precision
        nu = seen.degrees[0] if seen else prior.degrees
        scatter = seen.scatters[0] if seen else prior.scatter
        mean = seen.means[0] if seen else prior.mean
        freedom: Any = nu + 1 - d
        shape = scatter * (1 + beta) / (freedom * beta)
        evidence += float(multivariate_t.logpdf(points[n], mean, shape, freedom))
    assert run.frames[-1].bound == pytest.approx(evidence, abs=1e-8)
    assert run.stopped == "converged"


def test_sticks_are_those_of_blei_and_jordan() -> None:
    gamma = np.random.default_rng(4).dirichlet(np.ones(4), len(POINTS))
    prior = uneven_prior("dirichlet process")
    posterior = variational_m_step(POINTS, gamma, prior)
    counts = gamma.sum(axis=0)
    for k in range(3):
        assert posterior.sticks[k, 0] == pytest.approx(1 + counts[k])
        assert posterior.sticks[k, 1] == pytest.approx(0.7 + counts[k + 1 :].sum())
    weights = expect_weights(posterior)
    parts = posterior.sticks[:3, 0] / posterior.sticks[:3].sum(axis=1)
    np.testing.assert_allclose(weights[1], parts[1] * (1 - parts[0]))
    np.testing.assert_allclose(weights[3], np.prod(1 - parts))
    assert weights.sum() == pytest.approx(1)
    # The stick's share of the bound, by integrals over one part's Beta distribution.
    other = prior._replace(concentration=2.5)
    apart = variational_bound(POINTS, gamma, posterior, prior) - variational_bound(
        POINTS, gamma, posterior, other
    )

    def log_beta(v: float, a: float, b: float) -> float:
        return float((a - 1) * math.log(v) + (b - 1) * math.log1p(-v) - betaln(a, b))

    expected = 0.0
    for a, b in posterior.sticks[:3]:
        expected += quad(
            lambda v, a=a, b=b: (
                math.exp(log_beta(v, a, b)) * (log_beta(v, 1.0, 0.7) - log_beta(v, 1.0, 2.5))
            ),
            *(0, 1),
            points=[a / (a + b)],
        )[0]
    assert apart == pytest.approx(expected, rel=1e-6)


def fit_sklearn(prior: Prior, gamma: FloatArray, iterations: int) -> BayesianGaussianMixture:
    """scikit-learn's, from our responsibilities."""
    model = BayesianGaussianMixture(
        n_components=gamma.shape[1],
        weight_concentration_prior_type="dirichlet_distribution"
        if prior.kind == "dirichlet"
        else "dirichlet_process",
        weight_concentration_prior=prior.concentration,
        mean_precision_prior=prior.mean_precision,
        mean_prior=prior.mean,
        degrees_of_freedom_prior=prior.degrees,
        covariance_prior=prior.scatter,
        reg_covar=0.0,
        tol=0.0,
        max_iter=iterations,
    )
    model._initialize_parameters = lambda points, *_, **__: model._initialize(points, gamma)
    with pytest.warns(ConvergenceWarning):
        return model.fit(POINTS)


@pytest.mark.parametrize("concentration", [0.01, 0.7, 30.0])
def test_a_run_is_that_of_scikit_learn(concentration: float) -> None:
    prior = uneven_prior("dirichlet", concentration=concentration)
    first = start(POINTS, 6, "k-means++", 5)
    gamma, _ = e_step(POINTS, first)
    bounds = []
    for iterations in (10, 25):
        run = record_variational(POINTS, first, prior, 0.0, iterations)
        theirs = fit_sklearn(prior, gamma, iterations)
        ours = expect_mixture(run.frames[-1].posterior)
        np.testing.assert_allclose(ours.weights, theirs.weights_, atol=1e-8)
        np.testing.assert_allclose(ours.means, theirs.means_, atol=1e-6)
        np.testing.assert_allclose(ours.covariances, theirs.covariances_, atol=1e-6)
        # Theirs leaves constants out.
        bounds.append((run.frames[-1].bound, theirs.lower_bound_))
    (ours_1, theirs_1), (ours_2, theirs_2) = bounds
    assert ours_2 - ours_1 == pytest.approx(theirs_2 - theirs_1, abs=1e-6)


def test_a_stick_is_scikit_learns_but_for_its_last_part() -> None:
    # Theirs breaks a part off the last component, too, and the rest is nobody's.
    prior = uneven_prior("dirichlet process")
    first = start(POINTS, 6, "k-means++", 5)
    gamma, _ = e_step(POINTS, first)
    theirs = fit_sklearn(prior, gamma, 1)
    posterior = variational_m_step(POINTS, gamma, prior)
    posterior = variational_m_step(POINTS, variational_e_step(POINTS, posterior), prior)
    ours = expect_mixture(posterior)
    np.testing.assert_allclose(ours.weights[:-1], theirs.weights_[:-1], rtol=0.02)
    np.testing.assert_allclose(ours.means, theirs.means_, atol=0.02)
    weighed, _ = weigh(theirs_as_ours(theirs))
    np.testing.assert_allclose(
        np.log(weighed.weights[:-1]) - math.log(weighed.weights[0]),
        (theirs._estimate_log_weights() + tilt(theirs))[:-1]
        - (theirs._estimate_log_weights() + tilt(theirs))[0],
        atol=1e-10,
    )


def theirs_as_ours(theirs: BayesianGaussianMixture) -> Posterior:
    return Posterior(
        np.column_stack(theirs.weight_concentration_),
        theirs.means_,
        theirs.mean_precision_,
        theirs.degrees_of_freedom_,
        theirs.covariances_ * theirs.degrees_of_freedom_[:, np.newaxis, np.newaxis],
    )


def tilt(theirs: BayesianGaussianMixture) -> FloatArray:
    """What their log densities have beyond a Gaussian's."""
    nu = theirs.degrees_of_freedom_
    spread = digamma(nu / 2) + digamma((nu - 1) / 2) + 2 * math.log(2) - 2 * np.log(nu)
    return np.asarray((spread - 2 / theirs.mean_precision_) / 2)


@settings(max_examples=40, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    k=st.integers(1, 6),
    d=st.integers(1, 4),
    kind=st.sampled_from(KINDS),
    concentration=st.floats(1e-3, 1e2),
    width=st.floats(0.1, 3.0),
    counted=st.booleans(),
)
def test_the_bound_never_falls(
    seed: int, k: int, d: int, kind: Kind, concentration: float, width: float, counted: bool
) -> None:
    rng = np.random.default_rng(seed)
    points = rng.standard_normal((40, d)) * rng.choice([0.2, 1.0, 5.0], (40, 1)) + 3
    weights = rng.integers(0, 4, 40).astype(float) if counted else None
    if weights is not None:
        weights[:k] = 1.0
    prior = choose_prior(points, concentration, kind, width=width, weights=weights)
    first = start(points, k, "k-means++", seed, weights=weights)
    run = record_variational(points, first, prior, 0.0, 12, weights=weights)
    bounds = np.array([frame.bound for frame in run.frames])
    assert np.isfinite(bounds).all()
    assert (np.diff(bounds) >= -1e-9 * np.abs(bounds[1:])).all()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("counted", [False, True])
def test_the_bounds_on_the_tape_are_those_of_their_half_steps(kind: Kind, counted: bool) -> None:
    weights = np.arange(len(POINTS)) % 3 + 1.0 if counted else None
    prior = uneven_prior(kind, concentration=0.002)
    run = record_variational(
        POINTS, start(POINTS, 5, "k-means++", 2), prior, 0.0, 12, weights=weights
    )
    for frame in run.frames[1:]:
        assert frame.responsible is not None
        gamma = variational_e_step(POINTS, frame.responsible)
        expected = variational_bound(POINTS, gamma, frame.posterior, prior, weights=weights)
        assert frame.bound == pytest.approx(expected, rel=1e-10)
        counts = gamma.sum(axis=0) if weights is None else weights @ gamma
        assert frame.counts is not None
        np.testing.assert_allclose(frame.counts, counts, atol=1e-9)


@pytest.mark.parametrize("kind", KINDS)
def test_weights_count_like_repeated_rows(kind: Kind) -> None:
    weights = np.random.default_rng(6).integers(0, 4, len(POINTS)).astype(float)
    repeated = np.repeat(POINTS, weights.astype(int), axis=0)
    prior = uneven_prior(kind)
    first = start(POINTS, 4, "k-means++", 1)
    one = record_variational(POINTS, first, prior, 0.0, 15, weights=weights).frames[-1]
    other = record_variational(repeated, first, prior, 0.0, 15).frames[-1]
    assert one.bound == pytest.approx(other.bound, rel=1e-10)
    np.testing.assert_allclose(one.posterior.means, other.posterior.means, atol=1e-8)
    chosen = choose_prior(POINTS, 1.0, kind, weights=weights)
    np.testing.assert_allclose(chosen.scatter, choose_prior(repeated, 1.0, kind).scatter)


def run_from_ten(concentration: float, kind: Kind = "dirichlet") -> VariationalTape:
    points, _ = sample(TRUTH, 600, 2)
    prior = choose_prior(points, concentration, kind, width=0.5)
    runs = [
        record_variational(points, start(points, 10, "k-means++", seed), prior) for seed in range(3)
    ]
    return max(runs, key=lambda run: run.frames[-1].bound)


def test_a_prior_for_few_components_empties_those_that_are_too_many() -> None:
    few, many = (run_from_ten(each).frames[-1] for each in (1e-3, 100.0))
    assert few.counts is not None
    assert many.counts is not None
    assert (few.counts > 6).sum() == 3
    assert (many.counts > 6).sum() > 3
    best = np.argsort(expect_weights(few.posterior))[-3:][::-1]
    np.testing.assert_allclose(few.posterior.means[best], TRUTH.means, atol=0.3)
    # One that is empty is as the prior has it.
    empty = int(few.counts.argmin())
    assert few.posterior.degrees[empty] == pytest.approx(2.0)


def test_the_stage_gets_a_tape_of_expected_mixtures() -> None:
    run = run_from_ten(0.01)
    tape = expect_tape(run)
    assert len(tape.frames) == len(run.frames)
    assert [frame.phase for frame in tape.frames] == [frame.phase for frame in run.frames]
    assert tape.frames[1].mixture is tape.frames[0].mixture
    last, before = tape.frames[-1], tape.frames[-2]
    np.testing.assert_array_equal(last.mixture.weights, expect_weights(run.frames[-1].posterior))
    assert last.responsible is before.mixture
    assert last.bound is not None
    assert before.bound == before.log_likelihood
    assert last.bound <= last.log_likelihood
    assert last.log_likelihood == pytest.approx(e_step(run.points, last.mixture)[1])


def test_a_run_has_converged_only_where_going_on_gains_next_to_nothing() -> None:
    # The bound rises by 1e-3 an iteration for a while, and then by 16 nats.
    points, _ = sample(TRUTH, 600, 2)
    first = start(points, 10, "k-means++", 0)
    prior = choose_prior(points, 1e-3, width=0.3)
    run = record_variational(points, first, prior)
    assert run.stopped == "converged"
    assert run.rest <= 1e-2
    further = run.frames[-1].iteration + 300
    longer = record_variational(points, first, prior, 0.0, further)
    assert longer.stopped == "max_iterations"
    assert longer.frames[-1].bound - run.frames[-1].bound < 0.1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"kind": "normal"}, "pick one of dirichlet, dirichlet process"),
        ({"concentration": 0.0}, "concentration is 0; it must be a number above 0"),
        ({"mean_precision": math.nan}, "mean's precision is nan"),
        ({"degrees": 1.0}, "degrees of freedom is 1; it must be a number above 1"),
        ({"mean": np.zeros(3)}, r"mean must be finite numbers of shape \(2,\)"),
        ({"scatter": np.array([[1.0, 0.5], [0.0, 1.0]])}, "not symmetric"),
        ({"scatter": np.array([[1.0, 2.0], [2.0, 1.0]])}, "not positive definite"),
    ],
)
def test_a_prior_that_is_none_is_refused(change: dict[str, Any], words: str) -> None:
    prior = uneven_prior("dirichlet")._replace(**change)
    with pytest.raises(ValueError, match=words):
        record_variational(POINTS, TRUTH, prior)


def test_other_arguments_are_checked() -> None:
    prior = uneven_prior("dirichlet")
    with pytest.raises(ValueError, match="tolerance is -1"):
        record_variational(POINTS, TRUTH, prior, -1.0)
    with pytest.raises(ValueError, match="one row for each of the 300 points"):
        variational_m_step(POINTS, np.ones((3, 2)), prior)
    with pytest.raises(ValueError, match="width is 0"):
        choose_prior(POINTS, 1.0, width=0.0)
