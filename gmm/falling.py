"""Falling: where a run's bound or log-likelihood went down, which EM itself never does.

An M-step is the one that makes the bound highest, so the bound cannot fall there, and with it the
log-likelihood cannot (Neal and Hinton 1998). A ridge moves the covariances away from where the
bound is highest: then either may fall.
"""

from typing import NamedTuple

from gmm.convergence import ROUNDING
from gmm.tape import Frame, Tape


class Fall(NamedTuple):
    """An M-step that went down.

    Attributes
    ----------
    iteration : int
    bound, log_likelihood : float
        By how many nats; negative where it rose.
    """

    iteration: int
    bound: float
    log_likelihood: float


def find_falls(tape: Tape[Frame]) -> list[Fall]:
    """Find the M-steps after which the bound is lower than before.

    Parameters
    ----------
    tape : Tape of Frame

    Returns
    -------
    list of Fall
        In order. What is within rounding of the log-likelihood is no fall.
    """
    falls = []
    before = tape.frames[0]
    for frame in tape.frames[1:]:
        if frame.phase == "M" and frame.bound is not None:
            # The E-step before has made the bound touch the log-likelihood.
            fall = before.log_likelihood - frame.bound
            if fall > 100 * ROUNDING * abs(before.log_likelihood):
                gain = before.log_likelihood - frame.log_likelihood
                falls.append(Fall(frame.iteration, fall, gain))
        before = frame
    return falls
