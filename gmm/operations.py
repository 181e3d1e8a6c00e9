"""Operations: how many multiplications an iteration of EM takes, in theory and as written here.

Textbooks say it in letters: O(K N D) for covariances that are diag or spherical, and
O(K N D^2 + K D^3) for full and tied ones (Géron, "Hands-On Machine Learning", chapter 9, has m
instances, n dimensions and k clusters, which are N, D and K here).
"""

from gmm.covariance import constraint

# The powers of D beside K N, by what a covariance may be.
_POWER = {"full": 2, "tied": 2, "diag": 1, "spherical": 1}


def count_in_theory(n: int, d: int, k: int, covariance: str) -> int:
    """Count the multiplications that no way of computing can do without much less of.

    Parameters
    ----------
    n, d, k : int
        Points, dimensions and components.
    covariance : {"full", "tied", "diag", "spherical"}

    Returns
    -------
    int
        Up to a constant factor: K N D for covariances without off-diagonal entries, otherwise
        K N D^2 for the distances and the scatters, and D^3 for every matrix to factorise, which
        are K, or one if it is tied.

    Raises
    ------
    ValueError
        If the constraint is unknown.
    """
    constraint(covariance)
    power = _POWER[covariance]
    factorised = {"full": k, "tied": 1}.get(covariance, 0)
    multiplications: int = k * n * d**power + factorised * d**3
    return multiplications


def count_as_written(n: int, d: int, k: int) -> int:
    """Count the multiplications that `gmm.em` does, up to a constant factor.

    Parameters
    ----------
    n, d, k : int
        Points, dimensions and components.

    Returns
    -------
    int
        The same for every constraint: covariances are written out in full whatever they may be
        (`gmm.mixture.Mixture`), so each is factorised and each point is whitened by a whole
        matrix.
    """
    return k * n * d**2 + k * d**3
