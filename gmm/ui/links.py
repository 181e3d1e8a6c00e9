"""What travels in a link beside the settings: small data, a start set by hand, and the view.

Points are rounded to a step, a power of ten for each column, such that the column's range has at
most 65,535 steps and, where it can, at least 6,553: every value is there to within 1/13,000 of its
column's range, and a value that has no more decimals than the step, such as 79 or 1.95, is there
exactly. Taking the points out of a link and putting them into one again changes nothing. Their
order stays, since starts draw points by their place.

A mixture is there to the bit. Both are compressed (zlib, whose checksum tells a link that was cut
or mistyped) and written in the URL's own alphabet (base64url, RFC 4648 section 5).

Whatever somebody else put into a link is either decoded or refused with a sentence, in bounded time
and memory.
"""

import base64
import binascii
import re
import zlib
from decimal import Decimal, localcontext
from typing import NamedTuple

import numpy as np

from gmm.limits import MAX_DRAWN, MAX_K
from gmm.mixture import Mixture
from gmm.points import FloatArray

LONGEST = 2_000  # characters that a link can be trusted to carry for the data
STEPS = 65_535  # of a column's range
LARGEST = 1e100  # in absolute value
_UNPACKED = 4 * MAX_DRAWN + 200  # bytes that any text may unfold to

BROKEN = (
    "The link was cut or mistyped: what it says of the {} cannot be read. "
    "Copy it again from where it was made."
)


class View(NamedTuple):
    """What is seen of a run, as assets/stage/view.js writes it into the address.

    Attributes
    ----------
    on : frozenset of str
        Names of layers and modes, of those in `VIEWS`.
    point, component : int or None
        What the card is about, from 0; at most one of them.
    """

    on: frozenset[str]
    point: int | None = None
    component: int | None = None


VIEWS = (
    *("density", "regions", "cells", "third", "trails", "rings", "truth", "bound", "shares"),
    *("predict", "temperature", "projector"),
)
START_VIEW = View(frozenset({"cells"}))


def points_to_text(points: FloatArray) -> str:
    """Put points into text for a link.

    Parameters
    ----------
    points : ndarray, shape (N, D)
        D is 1 or 2, N from 1 to 5,000.

    Returns
    -------
    str
        At most `LONGEST` characters, all of them letters, digits, "-" and "_".

    Raises
    ------
    ValueError
        If the points are too many for a link, or not finite numbers of at most 1e100. A link holds
        about 450 points with two columns, and more where they repeat.
    """
    n, d = points.shape
    if not 1 <= n <= MAX_DRAWN or d not in (1, 2):
        raise ValueError(
            f"A link holds 1 to {MAX_DRAWN:,} points with one or two columns, not {n:,} with {d}. "
            f"Pass the file itself on."
        )
    if not (np.abs(points) <= LARGEST).all():
        raise ValueError(
            f"A link holds finite numbers up to {LARGEST:g}, but one of the points is not. "
            f"Divide the column by a constant, or leave the row out."
        )
    head = f"{n} {d}"
    planes = b""
    for column in points.T.tolist():
        step, first, offsets = _steps(column)
        head += f" {step} {first}"
        # High bytes beside high bytes compress, low bytes do not.
        planes += (offsets >> 8).astype(np.uint8).tobytes() + offsets.astype(np.uint8).tobytes()
    text = _sealed(head.encode() + b"\n" + planes)
    if len(text) > LONGEST:
        raise ValueError(
            f"These {n:,} points take {len(text):,} characters of a link, and about {LONGEST:,} is "
            f"what every program passes on. Leave points out, or pass the file itself on."
        )
    return text


def points_from_text(text: str) -> FloatArray:
    """Take points out of the text that `points_to_text` made.

    Parameters
    ----------
    text : str
        From anywhere.

    Returns
    -------
    ndarray, shape (N, D)
        Read-only.

    Raises
    ------
    ValueError
        If the text does not hold points. The message says so.
    """
    broken = BROKEN.format("points")
    head, found, planes = _opened(text, broken).partition(b"\n")
    fields = head.decode("ascii", "replace").split(" ")
    if not found or not all(_WHOLE.fullmatch(field) for field in fields) or len(fields) < 2:
        raise ValueError(broken)
    n, d, *scales = (int(field) for field in fields)
    if not 1 <= n <= MAX_DRAWN or d not in (1, 2) or len(scales) != 2 * d:
        raise ValueError(broken)
    if len(planes) != 2 * n * d:
        raise ValueError(broken)
    octets = np.frombuffer(planes, np.uint8).reshape(d, 2, n).astype(np.int64)
    points = np.empty((n, d))
    for i, (step, first) in enumerate(zip(scales[::2], scales[1::2], strict=True)):
        if not -400 <= step <= 400:
            raise ValueError(broken)
        offsets = 256 * octets[i, 0] + octets[i, 1]
        # Python reads a decimal as the float that is nearest to it.
        points[:, i] = [float(f"{first + offset}e{step}") for offset in offsets.tolist()]
    if not (np.abs(points) <= LARGEST).all():
        raise ValueError(broken)
    points.flags.writeable = False
    return points


def mixture_to_text(mixture: Mixture) -> str:
    """Put a mixture into text for a link, to the bit.

    Parameters
    ----------
    mixture : Mixture
        Of up to 12 components in one or two dimensions.

    Returns
    -------
    str
        At most about 1,000 characters, all of them letters, digits, "-" and "_".

    Raises
    ------
    ValueError
        If it is larger, or not a mixture that a run can start from.
    """
    k, d = mixture.means.shape
    if k > MAX_K or d not in (1, 2) or not _can_start(mixture):
        raise ValueError(
            f"A link holds a mixture of up to {MAX_K} components in one or two dimensions, with "
            f"weights that sum to 1 and positive definite covariances. This one is not."
        )
    return _sealed(
        bytes([k, d]) + b"".join(array.astype("<f8").tobytes() for array in _columns(mixture))
    )


def mixture_from_text(text: str) -> Mixture:
    """Take a mixture out of the text that `mixture_to_text` made.

    Parameters
    ----------
    text : str
        From anywhere.

    Returns
    -------
    Mixture
        Read-only; weights sum to 1 (to 1e-6) and covariances are positive definite.

    Raises
    ------
    ValueError
        If the text does not hold such a mixture. The message says so.
    """
    broken = BROKEN.format("start")
    data = _opened(text, broken)
    k, d = data[:2].ljust(2, b"\0")
    if not 1 <= k <= MAX_K or d not in (1, 2) or len(data) != 2 + 8 * k * (1 + d + d * d):
        raise ValueError(broken)
    values = np.frombuffer(data[2:], "<f8").astype(np.float64).reshape(1 + d + d * d, k)
    mixture = Mixture(
        values[0].copy(),
        np.ascontiguousarray(values[1 : 1 + d].T),
        np.ascontiguousarray(values[1 + d :].T).reshape(k, d, d),
    )
    if not _can_start(mixture):
        raise ValueError(broken)
    for array in mixture:
        array.flags.writeable = False
    return mixture


def view_to_text(view: View) -> str:
    """Put a view into text for a link.

    Parameters
    ----------
    view : View

    Returns
    -------
    str
        Words with dots between: what is on and was not at the start, "no-" and what is off and was
        on, and the card, counted from 1, such as "density.no-cells.point-17". Empty for the view at
        the start.
    """
    switched = [name for name in VIEWS if (name in view.on) != (name in START_VIEW.on)]
    words = [name if name in view.on else f"no-{name}" for name in switched]
    if view.point is not None:
        words.append(f"point-{view.point + 1}")
    if view.component is not None:
        words.append(f"component-{view.component + 1}")
    return ".".join(words)


def view_from_text(text: str) -> View:
    """Take a view out of the text that `view_to_text` or the stage made.

    Parameters
    ----------
    text : str
        From anywhere. The stage itself passes over what it does not know; this says so.

    Returns
    -------
    View

    Raises
    ------
    ValueError
        If a word means nothing. The message names it.
    """
    view = START_VIEW
    for word in text.split(".")[:100] if text else []:
        card = _CARD.fullmatch(word)
        name = word.removeprefix("no-")
        if card:
            kind, number = card.groups()
            view = View(view.on, **{kind: int(number) - 1})
        elif name in VIEWS:
            view = view._replace(on=view.on | {name} if word == name else view.on - {name})
        else:
            raise ValueError(
                f"The link asks to see “{word[:30]}”, which is not to be had here. "
                f"Choose in the View menu."
            )
    return view


# ------------------------------------------------------------------------------ below


_WHOLE = re.compile(r"-?[0-9]{1,40}")
_CARD = re.compile(r"(point|component)-([1-9][0-9]{0,4})", re.ASCII)


def _steps(column: list[float]) -> tuple[int, int, np.ndarray[tuple[int], np.dtype[np.int64]]]:
    """The step's power of ten, the least value in steps, and each value in steps above it."""
    with localcontext() as context:
        context.prec = 800  # no rounding but the one that is meant
        values = [Decimal(repr(value)) for value in column]
        low, high = min(values), max(values)
        # The finest step that any value asks for, or else the range.
        step = min(int(value.as_tuple().exponent) for value in values)
        while _in_steps(high, step) - _in_steps(low, step) > STEPS:
            step += 1
        whole = [_in_steps(value, step) for value in values]
    # Zeros at all ends say nothing.
    while any(whole) and all(steps % 10 == 0 for steps in whole):
        step, whole = step + 1, [steps // 10 for steps in whole]
    first = min(whole)
    offsets = [steps - first for steps in whole]
    return step, first, np.array(offsets, dtype=np.int64)


def _in_steps(value: Decimal, step: int) -> int:
    return int(value.scaleb(-step).to_integral_value())


def _columns(mixture: Mixture) -> list[FloatArray]:
    """Weights, means and covariances, each place in them for all components together."""
    k = len(mixture.weights)
    return [mixture.weights, mixture.means.T, mixture.covariances.reshape(k, -1).T]


def _can_start(mixture: Mixture) -> bool:
    weights, _, covariances = mixture
    if not all((np.abs(array) <= LARGEST).all() for array in mixture):  # NaN is not, either
        return False
    turned = covariances.transpose(0, 2, 1)
    return bool(
        (weights > 0).all()
        and abs(weights.sum() - 1) <= 1e-6
        and (np.abs(covariances - turned) <= 1e-9 * np.abs(covariances).max()).all()
        and (np.linalg.eigvalsh((covariances + turned) / 2) > 0).all()
    )


def _sealed(data: bytes) -> str:
    return base64.urlsafe_b64encode(zlib.compress(data, 9)).decode().rstrip("=")


def _opened(text: str, broken: str) -> bytes:
    """The bytes that `_sealed` took, and ValueError for anything else."""
    if len(text) > LONGEST:
        raise ValueError(
            f"The link is too long: only {LONGEST:,} characters of data are read. "
            f"Pass the data on as a file."
        )
    try:
        packed = base64.b64decode(text + "=" * (-len(text) % 4), b"-_", validate=True)
        unpacking = zlib.decompressobj()
        data = unpacking.decompress(packed, _UNPACKED)
    except (ValueError, binascii.Error, zlib.error):
        raise ValueError(broken) from None
    whole = unpacking.eof and not unpacking.unused_data
    # Bits that stand for nothing, or padding, would be other texts for the same.
    if not whole or base64.urlsafe_b64encode(packed).decode().rstrip("=") != text:
        raise ValueError(broken)
    return data
