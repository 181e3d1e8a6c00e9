"""Numbers -> Plotly: the charts that are not the stage. One function computes, one draws."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import plotly.graph_objects as go

from gmm.ui.apart import write_places

BINS = 24


class Histogram(NamedTuple):
    """How many values lie in each of equally wide bins.

    Attributes
    ----------
    edges : (B + 1,) array
        In the values' units.
    counts : (B,) array
    """

    edges: npt.NDArray[np.float64]
    counts: npt.NDArray[np.int64]


def histogram(values: npt.NDArray[np.float64]) -> Histogram:
    """Count finite values in `BINS` bins from the least to the greatest.

    Parameters
    ----------
    values : (N,) array
        In any units; one value or more.

    Returns
    -------
    Histogram
        A single distinct value has a bin of its own in the middle.
    """
    counts, edges = np.histogram(values, BINS)
    return Histogram(edges, counts.astype(np.int64))


def draw_histogram(record: Histogram) -> go.Figure:
    """A histogram as small as a line of text, without axes: its shape is all it has to say."""
    return _draw(record.edges.tobytes(), record.counts.tobytes())


# A page is written again with each setting, and its columns stay as they are: to draw two of them
# took a third of it.
@lru_cache(maxsize=256)
def _draw(written_edges: bytes, written_counts: bytes) -> go.Figure:
    edges, counts = np.frombuffer(written_edges), np.frombuffer(written_counts, np.int64)
    texts = np.array(write_places(edges.tolist()))
    bars = go.Bar(
        x=(edges[:-1] + edges[1:]) / 2,
        y=counts,
        width=np.diff(edges),
        customdata=np.column_stack([texts[:-1], texts[1:]]),
        hovertemplate="%{y} from %{customdata[0]} to %{customdata[1]}<extra></extra>",
    )
    figure = go.Figure(bars)
    figure.update_layout(
        height=56,
        margin={"l": 0, "r": 0, "t": 2, "b": 2},
        bargap=0.08,
        showlegend=False,
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
    )
    figure.update_xaxes(visible=False, fixedrange=True)
    figure.update_yaxes(visible=False, fixedrange=True)
    return figure
