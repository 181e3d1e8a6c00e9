"""A run in a few lines of text, as a terminal shows it; all numbers in the data's own units."""

import math
from collections.abc import Callable, Sequence

import numpy as np

from gmm.mixture import Mixture
from gmm.points import FloatArray
from gmm.tape import Frame, Tape
from gmm.ui.apart import write_places, write_reading, write_shares, write_sizes
from gmm.ui.numbers import write_significant
from gmm.ui.run import AnyTape, Run, name_columns, write_summary, write_title
from gmm.ui.units import restore_frame

PHASES = {"start": "the start", "E": "the E-step", "M": "the M-step"}
_GAP = "  "


def summarise(run: Run, frame: int | None = None) -> str:
    """Tell what was recorded, how it ended, and the parameters of a frame as a table.

    Parameters
    ----------
    run : Run
        One that EM has a tape of.
    frame : int, optional
        Of EM's tape, from 0; the last one where it is not given.

    Returns
    -------
    str
        Lines, the last one ended. Numbers have no marks between thousands, and a minus sign that
        other programs read.
    """
    em = run.em
    if em is None:
        raise ValueError("EM has no tape of this run.")
    last = len(em.frames) - 1
    at = last if frame is None else frame
    shown = restore_frame(run, em.frames[at])
    nats = write_reading([restore_frame(run, each).log_likelihood for each in em.frames])
    lines = [
        f"{write_title(run)}: {', '.join(name_columns(run.dataset))}",
        *([] if run.dataset.frequencies is None else [_tell_number(run.number)]),
        write_summary(run, drawn=False),
        tell_end("EM", em),
        *([tell_end("k-means", run.kmeans)] if run.kmeans else []),
        "",
        f"{_name_frame(em, at)}, log-likelihood {_plain(nats(shown.log_likelihood))} nats:",
        *_tabulate(shown.mixture, name_columns(run.dataset)),
    ]
    return "".join(f"{line}\n" for line in lines)


def tell_end(name: str, tape: AnyTape) -> str:
    """Say in a sentence or two how a run ended, and what helps where it ended too early.

    Parameters
    ----------
    name : str
        Of what took the steps, such as "EM".
    tape : Tape
    """
    count = len(tape.frames) // 2
    after = f"after {count:,} iteration{'s' * (count != 1)}"
    if tape.stopped == "collapsed":
        return f"{name} stopped {after}: {_tell_collapse(tape)}"
    if tape.stopped == "identical":
        return (
            f"{name} stopped {after}: two components are identical, and stay so. Try another start."
        )
    if tape.stopped == "converged":
        return f"{name} converged {after}."
    if tape.stopped == "max_iterations":
        told = f"{name} stopped at its limit {after}. It has not converged."
    else:
        told = f"{name} stopped {after}, by a rule of its own."
    return told + _tell_rest(tape.rest)


def _tell_number(number: float) -> str:
    return f"Each counts as often as its frequency says, {number:,.10g} in all."


def _tell_rest(rest: float | None) -> str:
    if rest is None or not math.isfinite(rest):
        return ""
    return f" More would gain about {_plain(write_significant(rest, 2))} nats, by estimate."


def _tell_collapse(tape: AnyTape) -> str:
    who = f"component {(tape.collapsed or 0) + 1}"
    if tape.cause == "empty":
        return f"{who} has no points left. Try another start or fewer components."
    where = "at one place" if tape.cause == "point" else "on a line"
    return (
        f"all points of {who} lie {where}. Try another start, fewer components or a ridge "
        "(--ridge)."
    )


def _name_frame(em: Tape[Frame], at: int) -> str:
    frame = em.frames[at]
    told = PHASES[frame.phase]
    told += f" of iteration {frame.iteration:,}" if frame.iteration else ""
    return f"Frame {at} of {len(em.frames) - 1}, {told}"


def _tabulate(mixture: Mixture, columns: Sequence[str]) -> list[str]:
    """A row for each component: its weight, and of each column its mean and SD."""
    weights, means, covariances = mixture
    deviations = np.sqrt(np.diagonal(covariances, axis1=1, axis2=2))
    blocks = [
        _block("", [_column("component", [str(k + 1) for k in range(len(weights))])]),
        _block("", [_column("weight", _write(write_shares, weights))]),
    ]
    for d, name in enumerate(columns):
        sides = [
            _column("mean", _write(write_places, means[:, d])),
            _column("SD", _write(lambda values: write_sizes(values, 4), deviations[:, d])),
        ]
        blocks.append(_block(name, sides))
    if len(columns) == 2:
        correlations = covariances[:, 0, 1] / deviations.prod(axis=1)
        blocks.append(_block("", [_column("correlation", _write(write_shares, correlations))]))
    return [_GAP.join(cells).rstrip() for cells in zip(*blocks, strict=True)]


def _write(write: Callable[[Sequence[float]], list[str]], values: FloatArray) -> list[str]:
    return [_plain(text) for text in write(values.tolist())]


def _plain(text: str) -> str:
    return text.replace(",", "").replace("−", "-")


def _column(head: str, cells: list[str]) -> list[str]:
    """Cells below their head, all as wide, to the right."""
    width = max(map(len, [head, *cells]))
    return [cell.rjust(width) for cell in [head, *cells]]


def _block(name: str, sides: list[list[str]]) -> list[str]:
    """Columns of the table below a name of their own, all lines as wide."""
    lines = [name, *(_GAP.join(cells) for cells in zip(*sides, strict=True))]
    width = max(map(len, lines))
    return [name.rjust(width), *(line.rjust(width) for line in lines[1:])]
