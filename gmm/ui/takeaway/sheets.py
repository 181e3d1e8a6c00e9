"""Numbers -> CSV for a spreadsheet: points with what the mixture makes of them, and parameters.

A cell of text that a spreadsheet could take for a formula gets an apostrophe in front. Numbers are
written with the fewest digits that give them back; components are counted from 1, as on the stage.
"""

import csv
import io
from collections.abc import Iterable, Sequence

from gmm.kmeans import assign
from gmm.mixture import responsibilities
from gmm.scaling import restore
from gmm.ui.run import Run, name_columns
from gmm.ui.takeaway.frames import find_frame, require_em

BOM = "\ufeff"
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")  # full-width ones count in some locales


def write_points_sheet(run: Run, frame: int) -> bytes:
    """Write the points and what EM and k-means make of them.

    Parameters
    ----------
    run : Run
    frame : int
        From 0; a tape that has ended before stands still.

    Returns
    -------
    bytes
        UTF-8 with a byte order mark, which some spreadsheets need. The points come first, in the
        data's own units, then their frequency, responsibilities, likeliest component (the first of
        equal ones), cluster and true label, as far as they are there.
    """
    dataset = run.dataset
    heads = name_columns(dataset)
    sides: list[Sequence[object]] = list(dataset.points.T.tolist())
    if dataset.frequencies is not None:
        heads.append("frequency")
        sides.append(dataset.frequencies.tolist())
    responsible = find_frame(run.em, frame).responsible if run.em else None
    if responsible is not None:
        gamma = responsibilities(run.points, responsible)
        heads += [f"responsibility of {component + 1}" for component in range(gamma.shape[1])]
        sides += gamma.T.tolist()
        heads.append("likeliest component")
        sides.append((gamma.argmax(axis=1) + 1).tolist())
    assigned = find_frame(run.kmeans, frame).assigned if run.kmeans else None
    if assigned is not None:
        heads.append("k-means cluster")
        sides.append((assign(run.points, assigned)[0] + 1).tolist())
    if dataset.labels is not None and dataset.label_names:
        heads.append("true label")
        names = (*dataset.label_names, "")  # -1 where it is not known
        sides.append([names[label] for label in dataset.labels])
    return _write_sheet(heads, zip(*sides, strict=True))


def write_parameters_sheet(run: Run, frame: int) -> bytes:
    """Write the parameters of a frame, a row for each component.

    Parameters
    ----------
    run : Run
    frame : int

    Returns
    -------
    bytes
        UTF-8 with a byte order mark: component, weight, a mean for each column, and a variance or
        covariance for each pair of them, in the data's own units.
    """
    columns = name_columns(run.dataset)
    mixture = restore(find_frame(require_em(run), frame).mixture, run.scaling)
    means, covariances = mixture.means, mixture.covariances
    pairs = [(i, j) for i in range(len(columns)) for j in range(i, len(columns))]
    heads = [
        "component",
        "weight",
        *(f"mean of {name}" for name in columns),
        *(
            f"variance of {columns[i]}"
            if i == j
            else f"covariance of {columns[i]} and {columns[j]}"
            for i, j in pairs
        ),
    ]
    rows = (
        [k + 1, weight, *means[k].tolist(), *(float(covariances[k, i, j]) for i, j in pairs)]
        for k, weight in enumerate(mixture.weights.tolist())
    )
    return _write_sheet(heads, rows)


def _write_sheet(heads: Sequence[str], rows: Iterable[Iterable[object]]) -> bytes:
    out = io.StringIO()
    out.write(BOM)
    # What is text is quoted, so that a separator of another country does not split it.
    writer = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow([escape_formula(head) for head in heads])
    for row in rows:
        writer.writerow([escape_formula(cell) if isinstance(cell, str) else cell for cell in row])
    return out.getvalue().encode("utf-8", "replace")


def escape_formula(text: str) -> str:
    """Text on one line that no spreadsheet takes for a formula.

    Parameters
    ----------
    text : str
        Such as a column's name.

    Returns
    -------
    str
        Without control characters, and with an apostrophe in front of what begins like a formula,
        blanks aside.
    """
    line = "".join(c if c.isprintable() else " " for c in text)
    return f"'{line}" if line.lstrip().startswith(_FORMULA) else line
