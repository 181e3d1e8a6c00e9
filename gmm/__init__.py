"""Mixtape's engine: a Gaussian mixture that learns in steps.

The notation, everywhere in this package:

- N points of D dimensions as rows, x_n; K components.
- A mixture has weights pi_k, means mu_k and covariances Sigma_k.
- Points may have weights w_n, such as the frequencies of binned data: a point of weight 3 counts as
  three equal points do. `weights=` is always these, `Mixture.weights` always the pi_k.
- Responsibilities gamma_nk are the posterior probability of component k for point n.
- Logarithms are natural: log-likelihoods and bounds are in nats, summed over the points. Means are
  in data units, covariances and inertia in squared data units.

A step is a function, and a run is a loop over two of them::

    mixture = start(points, k=3, method="k-means++", seed=7)
    gamma, log_likelihood = e_step(points, mixture)
    mixture = m_step(points, gamma)

    tape = record_em(points, mixture)
    tape.frames[-1].log_likelihood, tape.stopped

Arrays handed in are never changed. Bishop, "Pattern Recognition and Machine Learning" (2006),
chapter 9, is the reference for the equations.
"""

from gmm.covariance import COVARIANCES
from gmm.em import e_step, lower_bound, m_step
from gmm.kmeans import assign, inertia, update
from gmm.mixture import Mixture, log_density, log_joint, responsibilities, sample
from gmm.selection import aic, bic, free_parameters, icl
from gmm.starts import STARTS, start, start_at
from gmm.tape import Frame, KMeansFrame, Tape, record_em, record_kmeans

__all__ = [
    "COVARIANCES",
    "STARTS",
    "Frame",
    "KMeansFrame",
    "Mixture",
    "Tape",
    "aic",
    "assign",
    "bic",
    "e_step",
    "free_parameters",
    "icl",
    "inertia",
    "log_density",
    "log_joint",
    "lower_bound",
    "m_step",
    "record_em",
    "record_kmeans",
    "responsibilities",
    "sample",
    "start",
    "start_at",
    "update",
]
