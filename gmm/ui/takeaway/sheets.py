"""Numbers -> CSV for a spreadsheet: points with what the mixture makes of them, and parameters.

A cell of text that a spreadsheet could take for a formula gets an apostrophe in front. Numbers are
written with the fewest digits that give them back; components are counted from 1, as on the stage.
"""

import csv
import io
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from gmm.mixture import Mixture
from gmm.points import FloatArray
from gmm.scaling import Scaling

BOM = "\ufeff"
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")  # full-width ones count in some locales


def points_sheet(
    points: FloatArray,
    columns: Sequence[str],
    responsibilities: FloatArray | None = None,
    labels: npt.NDArray[np.integer] | None = None,
    weights: FloatArray | None = None,
    truth: Sequence[object] | npt.NDArray[np.integer] | None = None,
    bom: bool = False,
) -> bytes:
    """Write the points and what the twins make of them.

    Parameters
    ----------
    points : ndarray, shape (N, D)
        In the data's own units.
    columns : sequence of str
        A name for each column.
    responsibilities : ndarray, shape (N, K), optional
        Those on show; None at the start, where there are none.
    labels : ndarray of int, shape (N,), optional
        The clusters that k-means gives the points to, from 0.
    weights : ndarray, shape (N,), optional
        How often each point counts.
    truth : sequence of N, optional
        True labels as they are called: text or numbers.
    bom : bool
        Whether to begin with a byte order mark, which some spreadsheets need to read UTF-8.

    Returns
    -------
    bytes
        UTF-8. The points come first, then their frequency, responsibilities, likeliest component
        (the first of equal ones), cluster and true label, as far as they are given.
    """
    heads = list(columns)
    sides: list[Sequence[object]] = list(points.T.tolist())
    if weights is not None:
        heads.append("frequency")
        sides.append(weights.tolist())
    if responsibilities is not None:
        k = responsibilities.shape[1]
        heads += [f"responsibility of {component + 1}" for component in range(k)]
        sides += responsibilities.T.tolist()
        heads.append("likeliest component")
        sides.append((responsibilities.argmax(axis=1) + 1).tolist())
    if labels is not None:
        heads.append("k-means cluster")
        sides.append((labels + 1).tolist())
    if truth is not None:
        heads.append("true label")
        sides.append(truth.tolist() if isinstance(truth, np.ndarray) else list(truth))
    return _sheet(heads, zip(*sides, strict=True), bom)


def parameters_sheet(
    mixture: Mixture, scaling: Scaling, columns: Sequence[str], bom: bool = False
) -> bytes:
    """Write the parameters of a frame, a row for each component.

    Parameters
    ----------
    mixture : Mixture
        As on the stage.
    scaling : Scaling
        The way from the stage's points to the data's own units, in which everything is written.
    columns : sequence of str
        A name for each column of the points.
    bom : bool
        As for `points_sheet`.

    Returns
    -------
    bytes
        UTF-8: component, weight, a mean for each column, and a variance or covariance for each
        pair of them.
    """
    origin, spread = scaling
    means = origin + spread * mixture.means
    covariances = mixture.covariances * np.outer(spread, spread)
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
        [
            k + 1,
            weight,
            *means[k].tolist(),
            *(float(covariances[k, i, j]) for i, j in pairs),
        ]
        for k, weight in enumerate(mixture.weights.tolist())
    )
    return _sheet(heads, rows, bom)


def _sheet(heads: Sequence[str], rows: Iterable[Iterable[object]], bom: bool) -> bytes:
    out = io.StringIO()
    # What is text is quoted, so that a separator of another country does not split it.
    writer = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow([harmless(head) for head in heads])
    for row in rows:
        writer.writerow([harmless(cell) if isinstance(cell, str) else cell for cell in row])
    return ((BOM if bom else "") + out.getvalue()).encode("utf-8", "replace")


def harmless(text: str) -> str:
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
