"""What a source of points gives to the page."""

from typing import NamedTuple

from gmm.data.datasets import Dataset
from gmm.ui.link import Link
from gmm.ui.run import Box, Run


class Offer(NamedTuple):
    """Points to make a run from, or a run that is ready.

    Attributes
    ----------
    link : Link
        With what the source's own controls say.
    dataset : Dataset or None
        None while there are no points that can be used.
    box : tuple of float, or None
        The ground that the points are drawn on by hand.
    run : Run or None
        Ready-made, where nothing has to be recorded.
    shared : bool
        Whether the settings alone name the points, so that all sessions may share what is made of
        them.
    editable : bool
        Whether a hand may set a start on them.
    awaits : str
        The name of a file that the link belongs to, and that has to be chosen again; "" for none.
    """

    link: Link
    dataset: Dataset | None = None
    box: Box | None = None
    run: Run | None = None
    shared: bool = False
    editable: bool = True
    awaits: str = ""
