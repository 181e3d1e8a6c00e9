"""What is chosen on the page of anomalies."""

from typing import NamedTuple

PAGE = "anomalies"


class Settings(NamedTuple):
    """The choices.

    Attributes
    ----------
    columns : tuple of int
        Across and up, places in `gmm.cases.biopsies.COLUMNS`.
    k : int
        Components.
    seed : int
        Of the halves.
    unclean : float
        Share of the rows to learn from that are malignant.
    share : float
        Of the rows to learn from that may be flagged.
    """

    columns: tuple[int, int]
    k: int
    seed: int
    unclean: float
    share: float
