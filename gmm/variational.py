"""The variational mixture: a posterior over mixtures, with weights that can shrink to nothing.

EM looks for one mixture. Here weights, means and precisions are uncertain: a prior says what is
likely before the points are seen, and a posterior q(Z) q(pi) prod_k q(mu_k, Lambda_k) takes the
place of the mixture (Bishop 2006, section 10.2; Attias 1999). Two half-steps climb a lower bound on
ln p(points) in turn. A prior on the weights that favours few components leaves those empty that the
points can do without: their number need not be chosen.

The weights' prior is a finite Dirichlet distribution, or the stick-breaking form of a Dirichlet
process, cut off after K components (Blei and Jordan 2006). Covariances are full ones: what is
conjugate to them is a Wishart distribution.

For given expectations, a point's responsibilities are those of an ordinary mixture (`weigh`), so
the steps of EM do the sums here as well.
"""

import math
from typing import Any, Literal, NamedTuple, get_args

import numpy as np
import numpy.typing as npt

from gmm.convergence import check_iterations
from gmm.em import e_step, fit_components, lower_bound
from gmm.mixture import Mixture, as_mixture, measure_joint, normalise
from gmm.points import (
    FloatArray,
    as_points,
    as_weights,
    column_scales,
    weighted_points,
    weighted_sum,
)
from gmm.tape import Frame, Phase, Tape, freeze, take_copies

Kind = Literal["dirichlet", "dirichlet process"]
KINDS: tuple[Kind, ...] = get_args(Kind)
TOLERANCE = 1e-2  # nats of the lower bound that are still to gain, by estimate
STILL = 0.05  # points: what a component may win or lose in the last iteration of a run
EMPTY = 1e-12  # points: a component that holds fewer is as the prior has it


class Prior(NamedTuple):
    """What is believed of a mixture before the points are seen.

    Attributes
    ----------
    kind : {"dirichlet", "dirichlet process"}
        Of the weights.
    concentration : float
        Of "dirichlet" alpha_0, the parameter of every component: below 1, few large weights are
        likelier than many equal ones. Of "dirichlet process" that of the process: each part broken
        off the stick is Beta(1, concentration).
    mean : ndarray, shape (D,)
        m_0, where means are expected.
    mean_precision : float
        beta_0: how many points that is worth.
    degrees : float
        nu_0, degrees of freedom of the Wishart distribution; above D - 1. The larger, the surer.
    scatter : ndarray, shape (D, D)
        W_0^-1, in squared data units: scatter / degrees is the covariance that is expected.
    """

    kind: Kind
    concentration: float
    mean: FloatArray
    mean_precision: float
    degrees: float
    scatter: FloatArray


class Posterior(NamedTuple):
    """What is believed of a mixture after the points have been seen.

    Attributes
    ----------
    sticks : ndarray, shape (K, 2), or (K, 1)
        Of a Dirichlet process the parameters of each part's Beta distribution; the last part is
        all that is left, so its row is not used. Of a Dirichlet distribution its parameters
        alpha_k.
    means : ndarray, shape (K, D)
        m_k.
    mean_precisions : ndarray, shape (K,)
        beta_k.
    degrees : ndarray, shape (K,)
        nu_k.
    scatters : ndarray, shape (K, D, D)
        W_k^-1.
    """

    sticks: FloatArray
    means: FloatArray
    mean_precisions: FloatArray
    degrees: FloatArray
    scatters: FloatArray


class VariationalFrame(NamedTuple):
    """The variational mixture after one half-step.

    Attributes
    ----------
    phase : {"start", "E", "M"}
    iteration : int
        0 at the start, then 1, 1, 2, 2, ...
    posterior : Posterior
        Read-only. An E-step keeps the very object of the frame before.
    responsible : Posterior or None
        The posterior that the responsibilities on show came from; None at the start.
    bound : float
        The lower bound on ln p(points), in nats, of `posterior` and those responsibilities. At the
        start that of the responsibilities that come next.
    counts : ndarray, shape (K,) or None
        How many points each component is responsible for; None at the start.
    """

    phase: Phase
    iteration: int
    posterior: Posterior
    responsible: Posterior | None
    bound: float
    counts: FloatArray | None


class VariationalTape(NamedTuple):
    """A recorded run.

    Attributes
    ----------
    points : ndarray, shape (N, D)
        A read-only copy.
    frames : tuple of VariationalFrame
    stopped : {"converged", "max_iterations"}
    prior : Prior
    weights : ndarray, shape (N,), or None
        How often each point counts (`gmm.points`); a read-only copy.
    rest : float
        By estimate, how many nats the lower bound would still gain.
    """

    points: FloatArray
    frames: tuple[VariationalFrame, ...]
    stopped: Literal["converged", "max_iterations"]
    prior: Prior
    weights: FloatArray | None
    rest: float


def choose_prior(
    points: npt.ArrayLike,
    concentration: float,
    kind: Kind = "dirichlet",
    *,
    width: float = 1.0,
    weights: npt.ArrayLike | None = None,
) -> Prior:
    """Choose a prior that says little, in the units of the points.

    Parameters
    ----------
    points : array_like, shape (N, D)
    concentration : float
        Above 0.
    kind : {"dirichlet", "dirichlet process"}
    width : float
        How wide a component is expected to be, in standard deviations of the columns; above 0.
    weights : array_like, shape (N,), optional
        How often each point counts (`gmm.points`).

    Returns
    -------
    Prior
        Means are expected around the mean of the points, and as far from it as the points are:
        mean_precision is width squared. With D degrees of freedom, the fewest whole number that a
        Wishart distribution may have. A precision of 1 would ask narrow components to be near the
        mean, and widen those that are not.

    Raises
    ------
    ValueError
        As `check_prior`, and as `gmm.points.weighted_points`.
    """
    points, weights = weighted_points(points, weights)
    if not 0 < width < np.inf:
        raise ValueError(f"The width is {width}; it must be a number above 0.")
    d = points.shape[1]
    scales = width * column_scales(points, weights)
    mean = points[0] + np.average(points - points[0], axis=0, weights=weights)
    prior = Prior(kind, concentration, mean, width**2, float(d), d * np.diag(scales**2))
    return check_prior(prior, d)


def check_prior(prior: Prior, d: int) -> Prior:
    """Check a prior, whoever made it.

    Parameters
    ----------
    prior : Prior
    d : int
        Dimensions.

    Returns
    -------
    Prior
        Of float64 arrays.

    Raises
    ------
    ValueError
        If the kind is unknown, a shape does not fit, a number is not finite or not above its
        least, or the scatter is not symmetric and positive definite.
    """
    if prior.kind not in KINDS:
        raise ValueError(f"The prior on weights is {prior.kind!r}; pick one of {', '.join(KINDS)}.")
    numbers = {
        "concentration": (prior.concentration, 0.0),
        "mean's precision": (prior.mean_precision, 0.0),
        "number of degrees of freedom": (prior.degrees, d - 1.0),
    }
    for name, (value, least) in numbers.items():
        if not least < value < np.inf:
            raise ValueError(
                f"The prior's {name} is {value:g}; it must be a number above {least:g}."
            )
    mean = np.asarray(prior.mean, dtype=np.float64)
    scatter = np.asarray(prior.scatter, dtype=np.float64)
    for name, array, shape in (("mean", mean, (d,)), ("scatter", scatter, (d, d))):
        if array.shape != shape or not np.isfinite(array).all():
            raise ValueError(
                f"The prior's {name} must be finite numbers of shape {shape}, one for each of the "
                f"{d} columns, but it is {array.tolist()}."
            )
    # As a covariance has to be: the same check, in the same words.
    as_mixture(Mixture(np.ones(1), mean[np.newaxis], scatter[np.newaxis]))
    if not np.linalg.eigvalsh(scatter)[0] > 0:
        raise ValueError(
            "The prior's scatter is not positive definite. Add a small number to its diagonal."
        )
    return prior._replace(mean=mean, scatter=scatter)


def expect_weights(posterior: Posterior) -> FloatArray:
    """Give the expected weights (K,), which sum to 1 (Bishop 2006, eq. 10.69, B.17).

    Parameters
    ----------
    posterior : Posterior
    """
    sticks = posterior.sticks
    if sticks.shape[1] == 1:
        alphas = sticks[:, 0]
        return np.asarray(alphas / alphas.sum(), dtype=np.float64)
    taken = sticks[:, 0] / sticks.sum(axis=1)
    taken[-1] = 1.0  # the last part is what is left
    left = np.concatenate([[1.0], np.cumprod(1 - taken[:-1])])
    return np.asarray(taken * left, dtype=np.float64)


def expect_mixture(posterior: Posterior) -> Mixture:
    """Give the mixture of expected weights and means, with W_k^-1 / nu_k as covariances.

    Those are the inverses of the expected precisions (Bishop 2006, eq. B.80).

    Parameters
    ----------
    posterior : Posterior
    """
    covariances = posterior.scatters / posterior.degrees[:, np.newaxis, np.newaxis]
    return Mixture(expect_weights(posterior), posterior.means, covariances)


def weigh(posterior: Posterior) -> tuple[Mixture, float]:
    """Give the mixture whose responsibilities are those of the posterior.

    Parameters
    ----------
    posterior : Posterior

    Returns
    -------
    mixture : Mixture
        Its means and covariances are those of `expect_mixture`. Its weights are not: a component
        that little is known of counts less (Bishop 2006, eq. 10.64 to 10.66, put into 10.46).
    log_total : float
        What ln rho_nk has beyond the mixture's log joint density: at most 0, since the weights were
        divided by what they sum to.
    """
    _, means, covariances = expect_mixture(posterior)
    logs = _expect_log_shares(posterior)
    top = logs.max()
    shares = np.exp(logs - top)
    total = shares.sum()
    return Mixture(shares / total, means, covariances), float(top + math.log(total))


def variational_e_step(
    points: npt.ArrayLike, posterior: Posterior, *, weights: npt.ArrayLike | None = None
) -> FloatArray:
    """Ask every point who made it (Bishop 2006, eq. 10.46 and 10.49).

    Parameters
    ----------
    points : array_like, shape (N, D)
    posterior : Posterior
    weights : array_like, shape (N,), optional
        How often each point counts: it makes no difference to responsibilities.

    Returns
    -------
    ndarray, shape (N, K)
        Rows sum to 1.
    """
    return e_step(points, weigh(posterior)[0], weights=weights)[0]


def variational_m_step(
    points: npt.ArrayLike,
    responsibilities: npt.ArrayLike,
    prior: Prior,
    *,
    weights: npt.ArrayLike | None = None,
) -> Posterior:
    """Update the posterior of every component by its share of the points.

    Bishop 2006, eq. 10.51 to 10.53 and 10.58 to 10.63; of a Dirichlet process Blei and Jordan
    2006, eq. 18 and 19.

    Parameters
    ----------
    points : array_like, shape (N, D)
    responsibilities : array_like, shape (N, K)
        Not negative; rows sum to 1.
    prior : Prior
    weights : array_like, shape (N,), optional
        How often each point counts (`gmm.points`), as frequencies.

    Returns
    -------
    Posterior
        A component without points is as the prior has it.

    Raises
    ------
    ValueError
        As `check_prior`, `gmm.points.as_points` and `gmm.points.as_weights`, or if the shape of the
        responsibilities does not fit.
    """
    points = as_points(points)
    gamma = np.asarray(responsibilities, dtype=np.float64)
    if gamma.ndim != 2 or len(gamma) != len(points) or not gamma.shape[1]:
        raise ValueError(
            f"Responsibilities must have one row for each of the {len(points)} points, but their "
            f"shape is {gamma.shape}."
        )
    prior = check_prior(prior, points.shape[1])
    return _update(points, gamma, prior, as_weights(weights, len(points)))


def variational_bound(
    points: npt.ArrayLike,
    responsibilities: npt.ArrayLike,
    posterior: Posterior,
    prior: Prior,
    *,
    weights: npt.ArrayLike | None = None,
) -> float:
    """Lower bound on ln p(points) (Bishop 2006, eq. 10.70 to 10.77).

    L = E[ln p(X, Z | pi, mu, Lambda)] - E[ln q(Z)] - KL(q(pi) || p(pi))
    - sum_k KL(q(mu_k, Lambda_k) || p(mu_k, Lambda_k)), with nothing left out.

    Parameters
    ----------
    points : array_like, shape (N, D)
    responsibilities : array_like, shape (N, K)
    posterior : Posterior
    prior : Prior
    weights : array_like, shape (N,), optional
        How often each point counts (`gmm.points`).

    Returns
    -------
    float
        In nats. Neither half-step lowers it.
    """
    logs = _expect_log_shares(posterior)
    # With equal weights first: exp(logs) may be too small for a float, beside a share that is not.
    equal = expect_mixture(posterior)._replace(weights=np.full(len(logs), 1 / len(logs)))
    fit = lower_bound(points, responsibilities, equal, weights=weights)
    gamma = np.asarray(responsibilities, dtype=np.float64)
    counts = _count(gamma, as_weights(weights, len(gamma)))
    fit += float(counts @ (logs + math.log(len(logs))))
    return fit - measure_divergence(posterior, prior)


def measure_divergence(posterior: Posterior, prior: Prior) -> float:
    """Kullback-Leibler divergence of the posterior over parameters from the prior, in nats.

    Parameters
    ----------
    posterior : Posterior
    prior : Prior
    """
    return _part_weights(posterior.sticks, prior) + float(_part_gaussians(posterior, prior).sum())


def record_variational(
    points: npt.ArrayLike,
    mixture: Mixture,
    prior: Prior,
    tolerance: float = TOLERANCE,
    max_iterations: int = 2000,
    *,
    weights: npt.ArrayLike | None = None,
) -> VariationalTape:
    """Run the variational mixture and record every half-step.

    Parameters
    ----------
    points : array_like, shape (N, D)
    mixture : Mixture
        Its responsibilities are where the run begins: the start is the posterior that they lead to.
    prior : Prior
    tolerance : float
        The run has converged when, by estimate, going on for good would raise the bound by no more
        than this, in nats, and no component wins or loses more than `STILL` points an iteration.
        With 0 it never has.
    max_iterations : int
    weights : array_like, shape (N,), optional
        How often each point counts (`gmm.points`), as frequencies.

    Returns
    -------
    VariationalTape

    Raises
    ------
    ValueError
        If any of it is not valid.
    """
    if not 0 <= tolerance < np.inf:
        raise ValueError(f"The tolerance is {tolerance}; it must be a number of nats, 0 or more.")
    check_iterations(max_iterations)
    taped_points, taped_weights = take_copies(points, weights)
    points, weights = weighted_points(taped_points, taped_weights)
    prior = check_prior(prior, points.shape[1])

    points = np.asfortranarray(points)  # columns contiguous, as the steps read them

    def ending(stopped: Literal["converged", "max_iterations"]) -> VariationalTape:
        return VariationalTape(
            taped_points, tuple(frames), stopped, prior, taped_weights, _foresee(bounds)
        )

    gamma, _ = e_step(points, mixture)
    posterior = _freeze(_update(points, gamma, prior, weights))
    divergence = measure_divergence(posterior, prior)
    logs = _expect_log_shares(posterior)
    densities = _measure_densities(points, posterior)
    gamma, fit = _share_out(densities, logs, weights)
    bounds = [fit - divergence]  # after each E-step
    counts = _count(gamma, weights)
    frames = [VariationalFrame("start", 0, posterior, None, bounds[0], None)]
    for iteration in range(1, max_iterations + 1):
        counts.flags.writeable = False
        responsible = posterior
        frames.append(VariationalFrame("E", iteration, posterior, responsible, bounds[-1], counts))

        before, densities_before, logs_before = fit, densities, logs
        posterior = _freeze(_update(points, gamma, prior, weights))
        divergence = measure_divergence(posterior, prior)
        logs = _expect_log_shares(posterior)
        densities = _measure_densities(points, posterior)
        # Nothing else has changed: gamma ln gamma is what it was after the E-step.
        rise = np.subtract(densities, densities_before, out=densities_before)
        if weights is not None:
            rise *= weights[:, np.newaxis]
        fit = before + float(np.vdot(gamma.T, rise.T)) + float(counts @ (logs - logs_before))
        frames.append(
            VariationalFrame("M", iteration, posterior, responsible, fit - divergence, counts)
        )
        gamma, fit = _share_out(densities, logs, weights)
        bounds.append(fit - divergence)
        counts, counts_before = _count(gamma, weights), counts
        # Where a component slowly loses its points to another, the bound hardly rises until it is
        # nearly empty.
        still = np.abs(counts - counts_before).max() <= STILL
        if tolerance > 0 and still and _foresee(bounds) <= tolerance:
            return ending("converged")
    return ending("max_iterations")


def expect_tape(run: VariationalTape) -> Tape[Frame]:
    """Give a run as a tape of expected mixtures, for the stage.

    Parameters
    ----------
    run : VariationalTape

    Returns
    -------
    Tape of Frame
        As of EM: responsibilities, log-likelihoods and bounds on it are those of the expected
        mixtures. A run climbs another bound (`VariationalFrame.bound`), so the log-likelihood may
        fall; and the run's own responsibilities are those of `weigh`.
    """
    frames: list[Frame] = []
    mixture = freeze(expect_mixture(run.frames[0].posterior))
    gamma, log_likelihood = e_step(run.points, mixture, weights=run.weights)
    frames.append(Frame("start", 0, mixture, None, log_likelihood, None))
    for frame in run.frames[1:]:
        if frame.phase == "E":
            frames.append(
                Frame("E", frame.iteration, mixture, mixture, log_likelihood, log_likelihood)
            )
            continue
        before, mixture = mixture, freeze(expect_mixture(frame.posterior))
        bound = lower_bound(run.points, gamma, mixture, weights=run.weights)
        gamma, log_likelihood = e_step(run.points, mixture, weights=run.weights)
        frames.append(Frame("M", frame.iteration, mixture, before, log_likelihood, bound))
    return Tape(run.points, tuple(frames), run.stopped, None, run.weights)


def _update(
    points: FloatArray, gamma: FloatArray, prior: Prior, weights: FloatArray | None
) -> Posterior:
    counts = _count(gamma, weights)
    k, d = len(counts), len(prior.mean)
    held = counts > EMPTY
    means, scatters = np.tile(prior.mean, (k, 1)), np.zeros((k, d, d))
    if held.any():
        fitted = fit_components(points, gamma[:, held], "full", 0.0, weights)
        means[held] = fitted.means
        scatters[held] = fitted.covariances * counts[held, np.newaxis, np.newaxis]
    precisions = prior.mean_precision + counts
    offsets = means - prior.mean
    pull = prior.mean_precision * counts / precisions
    scatters += prior.scatter + np.einsum("k,ki,kj->kij", pull, offsets, offsets)
    return Posterior(
        sticks=_break_sticks(counts, prior),
        means=prior.mean + (counts / precisions)[:, np.newaxis] * offsets,
        mean_precisions=precisions,
        degrees=prior.degrees + counts,
        scatters=scatters,
    )


def _break_sticks(counts: FloatArray, prior: Prior) -> FloatArray:
    if prior.kind == "dirichlet":
        return (prior.concentration + counts)[:, np.newaxis]
    later = np.append(np.cumsum(counts[:0:-1])[::-1], 0.0)  # what the components behind hold
    return np.column_stack([1.0 + counts, prior.concentration + later])


def _expect_log_shares(posterior: Posterior) -> FloatArray:
    """What ln rho_nk has (K,) beyond the log density of N(x_n | m_k, W_k^-1 / nu_k)."""
    from scipy.special import digamma

    d = posterior.means.shape[1]
    nu = posterior.degrees[:, np.newaxis]
    # E ln |Lambda| without ln |nu W|, which the Gaussian's own density has.
    spread = digamma((nu - np.arange(d)) / 2).sum(axis=1) + d * np.log(2 / nu[:, 0])
    shares: FloatArray = (
        _expect_log_weights(posterior.sticks) + (spread - d / posterior.mean_precisions) / 2
    )
    return shares


def _measure_densities(points: FloatArray, posterior: Posterior) -> FloatArray:
    """Log densities (N, K) of N(x_n | m_k, W_k^-1 / nu_k), as `gmm.mixture.log_joint`."""
    mixture = expect_mixture(posterior)
    alike = mixture._replace(weights=np.ones(len(mixture.weights)))
    return measure_joint(points, alike)


def _share_out(
    densities: FloatArray, logs: FloatArray, weights: FloatArray | None
) -> tuple[FloatArray, float]:
    """Responsibilities, and sum_nk w_n r_nk (ln rho_nk - ln r_nk), which is a log-sum for them."""
    joint = np.add(densities.T, logs[:, np.newaxis]).T
    shares = np.exp(logs - logs.max())
    gamma, evidence = normalise(joint, shares / shares.sum(), out=joint)
    return gamma, weighted_sum(evidence, weights)


def _count(gamma: FloatArray, weights: FloatArray | None) -> FloatArray:
    """How many points (K,) each component is responsible for."""
    counts: FloatArray = gamma.sum(axis=0) if weights is None else weights @ gamma
    return counts


def _expect_log_weights(sticks: FloatArray) -> FloatArray:
    """E ln pi_k (Bishop 2006, eq. 10.66; Blei and Jordan 2006, p. 129)."""
    from scipy.special import digamma

    if sticks.shape[1] == 1:
        alphas = sticks[:, 0]
        return np.asarray(digamma(alphas) - digamma(alphas.sum()), dtype=np.float64)
    logs = digamma(sticks) - digamma(sticks.sum(axis=1, keepdims=True))  # of a part, of the rest
    logs[-1, 0] = 0.0
    return np.asarray(logs[:, 0] + np.append(0.0, np.cumsum(logs[:-1, 1])), dtype=np.float64)


def _part_weights(sticks: FloatArray, prior: Prior) -> float:
    """KL(q(pi) || p(pi)) of a Dirichlet distribution, or of all parts of a stick."""
    if prior.kind == "dirichlet":
        alphas = sticks.T
        return float(_part_dirichlets(alphas, np.full_like(alphas, prior.concentration)).sum())
    parts = sticks[:-1]
    return float(
        _part_dirichlets(parts, np.tile([1.0, prior.concentration], (len(parts), 1))).sum()
    )


def _part_dirichlets(alphas: FloatArray, priors: FloatArray) -> FloatArray:
    """KL divergences (rows,) of Dirichlet distributions, one a row."""
    from scipy.special import digamma, gammaln

    def log_constant(each: FloatArray) -> Any:
        return gammaln(each.sum(axis=1)) - gammaln(each).sum(axis=1)

    expected = digamma(alphas) - digamma(alphas.sum(axis=1, keepdims=True))
    parted: FloatArray = (
        log_constant(alphas) - log_constant(priors) + ((alphas - priors) * expected).sum(axis=1)
    )
    return parted


def _part_gaussians(posterior: Posterior, prior: Prior) -> FloatArray:
    """KL(q(mu_k, Lambda_k) || p(mu_k, Lambda_k)) of normal-Wishart distributions (K,)."""
    from scipy.special import digamma, gammaln

    _, means, beta, nu, scatters = posterior
    d, beta_0, nu_0 = means.shape[1], prior.mean_precision, prior.degrees
    precisions = nu[:, np.newaxis, np.newaxis] * np.linalg.inv(scatters)  # expected
    offsets = means - prior.mean
    apart = np.einsum("ki,kij,kj->k", offsets, precisions, offsets)
    of_mean = (d * (beta_0 / beta - np.log(beta_0 / beta) - 1) + beta_0 * apart) / 2
    volumes = np.linalg.slogdet(scatters)[1] - np.linalg.slogdet(prior.scatter)[1]
    traces = np.einsum("ij,kji->k", prior.scatter, precisions)
    halves = (nu[:, np.newaxis] - np.arange(d)) / 2
    slopes = digamma(halves).sum(axis=1)
    # ln Gamma_D, but for powers of pi that both have.
    norms = gammaln((nu_0 - np.arange(d)) / 2).sum() - gammaln(halves).sum(axis=1)
    of_precision = nu_0 * volumes / 2 + (traces - nu * d) / 2 + norms + (nu - nu_0) * slopes / 2
    parted: FloatArray = of_mean + of_precision
    return parted


def _foresee(bounds: list[float]) -> float:
    """Estimate how much the bound will still rise, as if its gains were a geometric series.

    Aitken (1926); gains that grow, or have just begun, say nothing yet.
    """
    if len(bounds) < 4:
        return math.inf
    older, before, gain = np.diff(bounds[-4:])
    noise = 1e-12 * abs(bounds[-1])
    if max(older, before, gain) <= noise:
        return 0.0
    if not gain < before < older:
        return math.inf
    return float(gain * gain / (before - gain))


def _freeze(posterior: Posterior) -> Posterior:
    for array in posterior:
        array.flags.writeable = False
    return posterior
