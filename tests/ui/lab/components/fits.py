"""Fits as the page has them, written down by hand."""

import numpy as np

from gmm.cross_validation import HeldOut
from gmm.selection import free_parameters
from gmm.ui.lab.components.records import Tried


def tried(
    k: int,
    covariance: str,
    log_likelihood: float,
    *,
    overlap: float = 0.0,
    agreement: float = float("nan"),
    number: float = 100,
    collapsed: int = 0,
) -> Tried:
    return Tried(
        *(k, covariance, number, free_parameters(k, 2, covariance), 5, collapsed),
        *(0, log_likelihood, overlap, number / k, agreement),
    )


def lost(k: int, covariance: str) -> Tried:
    """A fit of which every start has collapsed."""
    nan = float("nan")
    return Tried(
        *(k, covariance, 100, free_parameters(k, 2, covariance), 5, 5, None),
        *(nan, nan, nan, nan),
    )


def held_out(*scores: float) -> HeldOut:
    return HeldOut(np.array(scores), np.full(len(scores), 20))
