"""A tape in a notebook's cell: the stage in a frame of its own, with nothing to install or enable.

::

    from gmm.ui.notebook import show, watch

    show(tape)
    show(em_tape, kmeans_tape, title="Old Faithful", units={"waiting": "min"})
    watch(GaussianMixture(3, random_state=7), X)  # scikit-learn's

Works in Jupyter, JupyterLab, VS Code and Colab, and in a notebook that was exported as HTML. The
frame holds all that it needs and is cut off from the page around it: it asks for nothing over the
network, keeps nothing, and has the keys only after a click inside.
"""

import html
import importlib
import sys
from collections.abc import Sequence
from typing import Any

import numpy as np

from gmm.limits import MAX_DRAWN
from gmm.ui.link import Link
from gmm.ui.numbers import write_setting
from gmm.ui.recorded import Pair, Units, take_tapes
from gmm.ui.run import AnyTape, Run
from gmm.ui.stage.page import pack_alone, write_page
from gmm.ui.stage.payload import Payload
from gmm.ui.stage.script import read_part
from gmm.ui.watching import watch

__all__ = ["Shown", "show", "watch"]

HEIGHT = 680  # pixels, with room for a table of `ROWS` components
LOWEST, ROWS = 200, 8
LINE, LETTERS = 19, 100  # pixels of a row or a line, and how much of a sentence a line holds
MAX_CELL = 60_000_000  # characters of a cell: notebooks of more are slow to open and to save

# The frame follows the notebook around it, where that says whether it is dark; else a page's own
# colour scheme, which a frame inherits.
_SCHEMES = """
[data-jp-theme-light="true"] .mixtape-stage { color-scheme: light; }
[data-jp-theme-light="false"] .mixtape-stage,
[data-vscode-theme-kind$="dark"] .mixtape-stage,
[data-vscode-theme-kind="vscode-high-contrast"] .mixtape-stage,
html[theme="dark"] .mixtape-stage { color-scheme: dark; }
"""

# The stage takes the height that the frame has, whatever stands above it.
_STYLE = """
.told { margin: 0 0 6px; font: 14px/1.35 var(--st-font); color: var(--st-text-color); }
@media (min-width: 761px) {
  body { box-sizing: border-box; height: 100dvh; }
  main { display: flex; flex-direction: column; height: 100%; }
  /* No lower than leaves a picture room: the table has a row for each component. */
  main > .stage {
    height: auto; flex: 1 0 calc(430px + max(132px, 56px + 19px * var(--components, 2)));
  }
}
"""


class Shown:
    """A stage in a notebook's cell.

    `show` puts it there at once, in a loop or a function too; as a cell's last value it is not
    shown a second time. In a later cell, or where something else displays it, it is shown again.

    Attributes
    ----------
    page : str
        The stage as a page of its own: HTML, to be saved as UTF-8.
    """

    def __init__(self, page: str, words: str, height: int) -> None:
        self.page = page
        self._words = words
        self._height = height
        self._shown_in: int | None = None  # the cell that shows it already

    def __repr__(self) -> str:
        return f"{self._words}\nThe stage is shown in a notebook; .page is the same as a web page."

    def _repr_html_(self) -> str:
        title = html.escape(self._words.replace("\n", ", "))
        # In single quotes few characters have to be written otherwise.
        page = self.page.replace("&", "&amp;").replace("'", "&#39;")
        style = f"display: block; width: 100%; height: {self._height}px; border: 0"
        return (
            f"<style>{_SCHEMES}</style>"
            f'<iframe class="mixtape-stage" title="{title}" sandbox="allow-scripts" '
            f"style=\"{style}\" srcdoc='{page}'></iframe>"
        )

    def _ipython_display_(self) -> None:
        """Be displayed, unless `show` has done it in this very cell."""
        shown, self._shown_in = self._shown_in, None
        if shown is None or shown != _count_cells():
            self._display()

    def _display(self) -> None:
        bundle = {"text/plain": self._words, "text/html": self._repr_html_()}
        importlib.import_module("IPython.display").display(bundle, raw=True)

    def _show_now(self) -> None:
        cell = _count_cells()
        if cell is not None:
            self._display()
            self._shown_in = cell


def show(
    *tapes: AnyTape,
    title: str = "",
    columns: Sequence[str] | None = None,
    units: Units = None,
    labels: Any = None,
    shown: Pair = None,
    frame: int = 0,
    height: int | None = None,
    remark: str = "",
) -> Shown:
    """Show a run on the stage, in a notebook's cell.

    Parameters
    ----------
    *tapes : Tape
        One of EM, one of k-means, or both, on the same points. Beside k-means alone a run of EM
        from the same centroids is recorded.
    title : str
        What the data are.
    columns : sequence of str, optional
        A name for each column; by default those that came with the points.
    units : str, sequence of str or mapping, optional
        A unit for each column, one for all, or one for each column that is named.
    labels : array_like, shape (N,), optional
        What each point is known to be, for the layer "True labels": up to 12 different values of
        any kind, None or NaN where it is not known.
    shown : tuple of int or str, optional
        The two columns across and up, by name or by number from 0; by default the first two. Of
        more columns than two, colours come from all, and ellipses are marginals.
    frame : int
        The frame that it opens with: 0 is the start, -1 the last.
    height : int, optional
        Of the cell, in pixels; by default as high as the stage needs, 680 for few components.
    remark : str
        A sentence above the stage.

    Returns
    -------
    Shown
        In a notebook it is shown at once, wherever in a cell `show` is called, and once only. In a
        script, `page` is the stage as a web page.

    Raises
    ------
    ValueError
        If the tapes do not belong together, if a name, a label or a number does not fit, or if
        there is more than the stage can show. The sentence says what and what to do.
    """
    told = {"title": title, "columns": columns, "units": units, "labels": labels, "shown": shown}
    stage = _set_stage(tapes, frame, height, remark, **told)
    stage._show_now()
    return stage


def show_tape(tape: AnyTape) -> str | None:
    """Write a tape as HTML for the cell that it is the last value of; None if it cannot be shown.

    Parameters
    ----------
    tape : Tape
    """
    try:
        return _set_stage((tape,))._repr_html_()
    except ValueError:
        return None  # its two lines are there in any case


def _set_stage(
    tapes: Sequence[AnyTape],
    frame: int = 0,
    height: int | None = None,
    remark: str = "",
    **told: Any,
) -> Shown:
    if height is not None and not (isinstance(height, int | np.integer) and height >= LOWEST):
        raise ValueError(f"height is {height!r}; give pixels, {LOWEST} or more.")
    run, refits, remarks = take_tapes(tapes, **told)
    opens = _find_frame(frame, run.frames)
    _check_size(run)
    data = pack_alone(run, Link(frame=opens)) | _word(run, refits)
    data["editable"] &= refits
    above = " ".join(filter(None, [remark, *remarks]))
    page = write_page(
        data["title"],
        data,
        entry="component",
        call="stage",
        style=read_part("stage.css") + _STYLE,
        markup=(f'<p class="told">{html.escape(above)}</p>' if above else "")
        + read_part("stage.html"),
    )
    rows, lines = max(0, run.settings.k - ROWS), len(above) // LETTERS
    words = "\n".join([data["title"], *map(repr, run.tapes)])
    return Shown(page, words, int(height or HEIGHT + LINE * (rows + lines)))


# ------------------------------------------------------------------------------ limits


def _find_frame(frame: int, count: int) -> int:
    if not (isinstance(frame, int | np.integer) and -count <= frame < count):
        raise ValueError(
            f"frame is {frame!r}; this run has frames 0 to {count - 1}, and -1 is the last."
        )
    return int(frame) % count


def _check_size(run: Run) -> None:
    k, d = run.settings.k, run.points.shape[1]
    # Parameters move at every second frame.
    moves = k * (1 + d + d * (d + 1) // 2) * (run.frames // 2 + 1)
    numbers = moves + min(len(run.points), MAX_DRAWN) * d
    characters = 11 * numbers  # eight bytes each, in base64
    if characters > MAX_CELL:
        raise ValueError(
            f"The cell would take {characters // 1_000_000} MB of the notebook. Record fewer "
            "iterations (max_iterations=), or use fewer columns."
        )


# ------------------------------------------------------------------------------ words


def _word(run: Run, refits: bool) -> Payload:
    """Tell of a tape what is known of it, in place of the settings that an address would have."""
    settings, dataset = run.settings, run.dataset
    n, d = run.points.shape
    count = f"{n:,} point{'s' if n > 1 else ''}"
    rule = [settings.covariance] if refits and d > 1 else []
    if settings.ridge:
        rule.append(f"ridge {write_setting(settings.ridge)}")
    limits = [f"{MAX_DRAWN:,} of the points drawn"] if n > MAX_DRAWN else []
    limits += [f"2 of {d} columns in the picture"] if d > 2 else []
    parts = [f"K = {settings.k}", *rule]
    return {
        "title": f"{dataset.title}, {count}" if dataset.title else count,
        "summary": " · ".join([*parts, *limits]),
        "by_hand": " · ".join([*parts, "start by hand", *limits]),
    }


# ------------------------------------------------------------------------------ the notebook


def _count_cells() -> int | None:
    """The number of the cell that runs; None where no notebook listens."""
    module = sys.modules.get("IPython")
    shell: Any = None if module is None else module.get_ipython()
    return shell.execution_count if hasattr(shell, "kernel") else None
