"""What travels in a link itself: a small data set, and a start set by hand.

Both are there to the last bit or not at all: whoever opens the link calculates with the numbers of
whoever made it. Whatever somebody else put into a link is either read or refused with a sentence,
in bounded time and memory.
"""

import base64
import binascii
import json
import re
import zlib
from decimal import Decimal
from typing import Any

import numpy as np
import numpy.typing as npt

from gmm.data.datasets import Dataset
from gmm.limits import LARGEST, LONGEST_CARRIED, MAX_DRAWN, MAX_K, MAX_LABELS
from gmm.mixture import Mixture
from gmm.points import FloatArray

HERE = "here"  # in the place of points that are too many for a link: they are in one session alone
_UNPACKED = 8 * 4 * MAX_DRAWN + 10_000  # bytes that any text may unfold to

BROKEN = (
    "The link was cut or mistyped: what it says of the {} cannot be read. "
    "Copy it again from where it was made."
)

# ------------------------------------------------------------------------------ points


def write_points(dataset: Dataset) -> str:
    """Put a small data set into text for a link: points, names, units, frequencies and labels.

    Parameters
    ----------
    dataset : Dataset
        Points (N, D) with D = 1 or 2; rows that are half there go along.

    Returns
    -------
    str
        Letters, digits, "-" and "_". `read_points` gives every number back to the last bit, and
        every word. `HERE` where that would take more than `LONGEST_CARRIED` characters, about 500
        points with two columns of few digits.
    """
    n, d = dataset.points.shape
    columns = list(dataset.points.T)
    if dataset.frequencies is not None:
        columns.append(dataset.frequencies)
    if dataset.labels is not None:
        columns.append(dataset.labels.astype(np.float64))
    halves = _list_halves(dataset)
    if not 1 <= n <= MAX_DRAWN or d not in (1, 2) or len(dataset.label_names) > MAX_LABELS:
        return HERE
    words = (*dataset.columns, *dataset.units, *dataset.label_names)
    if any(word != _word(word) for word in words) or (halves and len(halves[0]) > MAX_DRAWN):
        return HERE
    if not all((np.abs(column) <= LARGEST).all() for column in (*columns, *halves)):
        return HERE
    packed = [_pack_column(column) for column in (*columns, *halves)]
    head: dict[str, Any] = {
        "n": n,
        "columns": dataset.columns,
        "units": dataset.units,
        "counted": dataset.frequencies is not None,
        "labels": None if dataset.labels is None else dataset.label_names,
        "packed": [scale for scale, _ in packed],
    }
    if halves:
        head["half"] = len(halves[0])
    text = json.dumps(head, separators=(",", ":"), ensure_ascii=False).encode()
    sealed = _seal(text + b"\n" + b"".join(content for _, content in packed))
    return sealed if len(sealed) <= LONGEST_CARRIED else HERE


def read_points(text: str) -> Dataset | None:
    """Take a data set out of the text that `write_points` made, or a first-version link.

    Parameters
    ----------
    text : str
        From anywhere.

    Returns
    -------
    Dataset or None
        Its arrays are read-only. None where the text says that the points stayed elsewhere.

    Raises
    ------
    ValueError
        If the text does not hold points. The message says so.
    """
    if text == HERE:
        return None
    broken = ValueError(BROKEN.format("points"))
    head, found, content = _open(text, broken).partition(b"\n")
    if not found:
        raise broken
    try:
        if not head.startswith(b"{"):
            return _read_first(head.decode("ascii").split(" "), content)
        return _read_columns(json.loads(head), content)
    except (ValueError, TypeError, LookupError, AttributeError, OverflowError, RecursionError):
        raise broken from None


def _list_halves(dataset: Dataset) -> list[FloatArray]:
    """Rows that are half there, column by column: which cell is missing, and the other one."""
    half = dataset.half_seen
    if half is None:
        return []
    lacks = np.isnan(half).argmax(axis=1)
    halves = [lacks.astype(np.float64), half[np.arange(len(half)), 1 - lacks]]
    often = dataset.half_seen_frequencies
    return halves if often is None else [*halves, often]


def _read_halves(halves: list[FloatArray]) -> tuple[FloatArray, FloatArray | None]:
    lacks, values, *often = halves
    _insist(set(lacks.tolist()) <= {0.0, 1.0})
    half = np.full((len(lacks), 2), np.nan)
    half[np.arange(len(lacks)), 1 - lacks.astype(np.int64)] = values
    _insist(all(bool((each >= 0).all()) for each in often))
    for array in (half, *often):
        array.setflags(write=False)
    return half, often[0] if often else None


def _read_columns(head: dict[str, Any], content: bytes) -> Dataset:
    n, names, units = head["n"], head["columns"], head["units"]
    d = len(names)
    labels, counted, half = head["labels"], bool(head["counted"]), head.get("half", 0)
    scales = [[int(number) for number in scale] for scale in head["packed"]]
    _insist(type(n) is int and 1 <= n <= MAX_DRAWN and d in (1, 2) and len(units) == d)
    _insist(type(half) is int and (half == 0 or (d == 2 and 1 <= half <= MAX_DRAWN)))
    whole = d + counted + (labels is not None)
    _insist(len(scales) == whole + (2 + counted if half else 0))
    columns = []
    for place, scale in enumerate(scales):
        width, rows = scale[-1], n if place < whole else half
        _insist(len(scale) == 3 and width in (1, 2, 4, 8) and len(content) >= rows * width)
        columns.append(_unpack_column(scale, content[: rows * width], rows))
        content = content[rows * width :]
    _insist(not content)
    columns, halves = columns[:whole], columns[whole:]
    points = np.column_stack(columns[:d])
    frequencies = columns[d] if counted else None
    if frequencies is not None:
        _insist(bool((frequencies >= 0).all() and frequencies.any()))
    kinds = None
    if labels is not None:
        _insist(len(labels) <= MAX_LABELS)
        _insist(set(columns[-1].tolist()) <= set(range(-1, len(labels))))
        kinds = columns[-1].astype(np.int64)
    dataset = _carry(
        points, map(_word, names), map(_word, units), frequencies, kinds, map(_word, labels or ())
    )
    if halves:
        half_seen, often = _read_halves(halves)
        dataset = dataset._replace(half_seen=half_seen, half_seen_frequencies=often)
    return dataset


def _pack_column(values: FloatArray) -> tuple[tuple[int, int, int], bytes]:
    """Whole numbers above a first one, times a power of ten, where that is exact; else floats.

    Returns
    -------
    scale : tuple of int
        The power of ten, the first number, and the bytes each one takes.
    content : bytes
        All the high bytes before all the low ones: so they compress.
    """
    decimals = [Decimal(repr(value)) for value in values.tolist()]
    step = max(-300, min(int(value.as_tuple().exponent) for value in decimals))
    if max(map(abs, decimals)) < Decimal(10) ** (step + 18):
        whole = [int(value.scaleb(-step)) for value in decimals]
        while any(whole) and all(number % 10 == 0 for number in whole):
            step, whole = step + 1, [number // 10 for number in whole]
        first = min(whole)
        width = next((w for w in (1, 2, 4) if max(whole) - first < 256**w), 8)
        again = np.array([float(f"{number}e{step}") for number in whole])
        # Bytes, since -0.0 equals 0.0.
        if width < 8 and again.tobytes() == values.tobytes():
            offsets = np.array([number - first for number in whole], dtype=f"<u{width}")
            return (step, first, width), _turn(offsets, width)
    return (0, 0, 8), _turn(values.astype("<f8"), 8)


def _unpack_column(scale: list[int], content: bytes, n: int) -> FloatArray:
    step, first, width = scale
    _insist(-400 <= step <= 400 and abs(first) < 10**20)
    turned = np.frombuffer(content, np.uint8).reshape(width, n).T.tobytes()
    if width == 8:
        values = np.frombuffer(turned, "<f8").astype(np.float64)
    else:
        offsets = np.frombuffer(turned, f"<u{width}").tolist()
        # Python reads a decimal as the float that is nearest to it.
        values = np.array([float(f"{first + offset}e{step}") for offset in offsets])
    _insist(bool((np.abs(values) <= LARGEST).all()))
    return values


def _turn(values: npt.NDArray[np.generic], width: int) -> bytes:
    return np.frombuffer(values.tobytes(), np.uint8).reshape(-1, width).T.tobytes()


def _read_first(fields: list[str], content: bytes) -> Dataset:
    """Points of a link of the first version: 16 bits for each number, without names."""
    _insist(all(re.fullmatch(r"-?[0-9]{1,40}", field) for field in fields))
    n, d, *scales = (int(field) for field in fields)
    _insist(1 <= n <= MAX_DRAWN and d in (1, 2) and len(scales) == 2 * d)
    _insist(len(content) == 2 * n * d)
    octets = np.frombuffer(content, np.uint8).reshape(d, 2, n).astype(np.int64)
    points = np.empty((n, d))
    for i, (step, first) in enumerate(zip(scales[::2], scales[1::2], strict=True)):
        _insist(-400 <= step <= 400)
        offsets = 256 * octets[i, 0] + octets[i, 1]
        points[:, i] = [float(f"{first + offset}e{step}") for offset in offsets.tolist()]
    _insist(bool((np.abs(points) <= LARGEST).all()))
    return _carry(points, ("x", "y")[:d], ("",) * d)


def _carry(
    points: FloatArray,
    columns: Any,
    units: Any,
    frequencies: FloatArray | None = None,
    labels: npt.NDArray[np.int64] | None = None,
    label_names: Any = (),
) -> Dataset:
    for array in (points, frequencies, labels):
        if array is not None:
            array.setflags(write=False)
    return Dataset(
        points=points,
        columns=tuple(columns),
        units=tuple(units),
        title="Pasted numbers",
        rows="rows",
        labels=labels,
        truth=None,
        note="",
        label_names=tuple(label_names),
        frequencies=frequencies,
    )


def _word(name: object) -> str:
    _insist(isinstance(name, str))
    return "".join(c for c in str(name) if c.isprintable())[:60]


def _insist(holds: bool) -> None:
    if not holds:
        raise ValueError


# ------------------------------------------------------------------------------ a start


def write_start(mixture: Mixture, belongs: str) -> str:
    """Put a start set by hand into text for a link, to the bit, as assets/stage/carry.js does.

    Parameters
    ----------
    mixture : Mixture
    belongs : str
        What it belongs to (`gmm.ui.run.identify_points`).

    Returns
    -------
    str
        What it belongs to, a dot, and K, D, weights, means, the covariances' upper triangles and a
        checksum in base64url (RFC 4648 section 5).
    """
    k, d = mixture.means.shape
    parts = (mixture.weights, mixture.means, mixture.covariances[:, *np.triu_indices(d)])
    content = bytes([k, d]) + b"".join(part.astype("<f8").tobytes() for part in parts)
    return f"{belongs}.{_encode(content + zlib.crc32(content).to_bytes(4, 'little'))}"


def read_start(text: str) -> tuple[str, Mixture]:
    """Take a start set by hand out of a link.

    Parameters
    ----------
    text : str
        From anywhere.

    Returns
    -------
    belongs : str
        What it belongs to; "" in a link of the first version, which did not say.
    mixture : Mixture
        Read-only; weights sum to 1 (to 1e-6) and covariances are positive definite.

    Raises
    ------
    ValueError
        If the text does not hold such a mixture. The message says so.
    """
    broken = ValueError(BROKEN.format("start"))
    belongs, found, sealed = text.partition(".")
    if not found:
        return "", _check_start(*_read_first_start(text, broken), broken)
    content = _decode(sealed, broken)
    k, d = content[:2].ljust(2, b"\0")
    entries = d * (d + 1) // 2
    size = 2 + 8 * k * (1 + d + entries) + 4
    if not re.fullmatch(r"[0-9a-f]{8}", belongs) or len(content) != size or not d:
        raise broken
    if zlib.crc32(content[:-4]) != int.from_bytes(content[-4:], "little"):
        raise broken
    values = np.frombuffer(content[2:-4], "<f8").astype(np.float64)
    weights, means, upper = np.split(values, [k, k + k * d])
    covariances = np.empty((k, d, d))
    rows, columns = np.triu_indices(d)
    covariances[:, rows, columns] = covariances[:, columns, rows] = upper.reshape(k, entries)
    return belongs, _check_start(weights, means.reshape(k, d), covariances, broken)


def _read_first_start(text: str, broken: ValueError) -> tuple[FloatArray, FloatArray, FloatArray]:
    content = _open(text, broken)
    k, d = content[:2].ljust(2, b"\0")
    if not 1 <= k <= MAX_K or d not in (1, 2) or len(content) != 2 + 8 * k * (1 + d + d * d):
        raise broken
    values = np.frombuffer(content[2:], "<f8").astype(np.float64).reshape(1 + d + d * d, k)
    return values[0].copy(), values[1 : 1 + d].T.copy(), values[1 + d :].T.reshape(k, d, d).copy()


def _check_start(
    weights: FloatArray, means: FloatArray, covariances: FloatArray, broken: ValueError
) -> Mixture:
    """Make the mixture, if it is one that a run can start from."""
    if not 1 <= len(weights) <= MAX_K:
        raise broken
    # NaN is not, either.
    finite = all((np.abs(array) <= LARGEST).all() for array in (weights, means, covariances))
    if not finite or not (weights > 0).all() or abs(weights.sum() - 1) > 1e-6:
        raise broken
    turned = covariances.transpose(0, 2, 1)
    if not (np.abs(covariances - turned) <= 1e-9 * np.abs(covariances).max()).all():
        raise broken
    if not (np.linalg.eigvalsh((covariances + turned) / 2) > 0).all():
        raise broken
    for array in (weights, means, covariances):
        array.setflags(write=False)
    return Mixture(weights, means, covariances)


# ------------------------------------------------------------------------------ bytes <-> text


def _seal(content: bytes) -> str:
    return _encode(zlib.compress(content, 9))


def _open(text: str, broken: ValueError) -> bytes:
    """The bytes that `_seal` took; zlib's checksum tells a text that was cut or mistyped."""
    unpacking = zlib.decompressobj()
    try:
        content = unpacking.decompress(_decode(text, broken), _UNPACKED)
    except zlib.error:
        raise broken from None
    if not unpacking.eof or unpacking.unused_data:
        raise broken
    return content


def _encode(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def _decode(text: str, broken: ValueError) -> bytes:
    if len(text) > LONGEST_CARRIED:
        raise ValueError(
            f"The link is too long: only {LONGEST_CARRIED:,} characters of data are read. "
            f"Pass the data on as a file."
        )
    try:
        content = base64.b64decode(text + "=" * (-len(text) % 4), b"-_", validate=True)
    except (ValueError, binascii.Error):
        raise broken from None
    # Bits that stand for nothing, or padding, would be other texts for the same.
    if _encode(content) != text:
        raise broken
    return content
