"""What a data set opens with: the settings that make its note true."""

from typing import NamedTuple


class Opening(NamedTuple):
    """The settings of a set's first run; the note tells what that run shows.

    Attributes
    ----------
    k : int
        Components.
    start : str
        A name in `gmm.starts.STARTS`.
    start_seed : int
    covariance : {"full", "tied", "diag", "spherical"}
    data_seed : int
        Of a generated set.
    """

    k: int = 2
    start: str = "random points"
    start_seed: int = 7
    covariance: str = "full"
    data_seed: int = 0
