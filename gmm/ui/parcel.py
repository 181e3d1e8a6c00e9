"""A value on its way between two processes: nothing rounded, and read-only where it was.

A run is hundreds of frames of small arrays. Its tapes travel as a few large ones, and each frame
has its views into them: half the time that the arrays take one by one.
"""

import io
import pickle
from collections.abc import Callable, Sequence
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from gmm.mixture import Mixture
from gmm.tape import Frame, KMeansFrame, Tape

Known = Sequence[Any]


def wrap(value: object, known: Known = ()) -> bytes:
    """Pickle a value.

    Parameters
    ----------
    value : object
    known : sequence
        What the other side has already, in the same order: tuples and arrays, and those in the
        tuples. They are only named.
    """
    out = io.BytesIO()
    _Packer(out, known).dump(value)
    return out.getvalue()


def unwrap(parcel: bytes, known: Known = ()) -> Any:
    """Give the value back; arrays that were read-only are read-only.

    Parameters
    ----------
    parcel : bytes
        From `wrap`, in a process of this server: pickles of anybody else are not to be trusted.
    known : sequence
        As it was for `wrap`.
    """
    return _Unpacker(io.BytesIO(parcel), known).load()


class _Packer(pickle.Pickler):
    def __init__(self, out: io.BytesIO, known: Known) -> None:
        super().__init__(out, protocol=5)
        self._places = {id(value): place for place, value in _list_known(known).items()}

    def persistent_id(self, value: object) -> tuple[int, ...] | None:
        return self._places.get(id(value))

    def reducer_override(self, value: Any) -> Any:
        # By name: a module that was loaded again has other classes of the same names.
        if type(value).__name__ == Tape.__name__:
            return _restore_tape, _lay_out(value)
        if isinstance(value, np.ndarray) and not value.flags.writeable:
            return _lay_out_array(value)
        return NotImplemented


class _Unpacker(pickle.Unpickler):
    def __init__(self, parcel: io.BytesIO, known: Known) -> None:
        super().__init__(parcel)
        self._values = _list_known(known)

    def persistent_load(self, place: tuple[int, ...]) -> Any:
        return self._values[place]


def _list_known(known: Known) -> dict[tuple[int, ...], Any]:
    found: dict[tuple[int, ...], Any] = {
        (i,): value for i, value in enumerate(known) if _is_large(value)
    }
    inner: dict[tuple[int, ...], Any] = {
        (*place, j): part
        for place, value in found.items()
        if isinstance(value, tuple)
        for j, part in enumerate(value)
        if _is_large(part)
    }
    return {**found, **inner}


def _is_large(value: object) -> bool:
    """Whether it is worth a name; small values are one object wherever they occur."""
    return isinstance(value, np.ndarray) or (isinstance(value, tuple) and len(value) > 0)


def _lay_out_array(array: npt.NDArray[Any]) -> Any:
    if array.dtype.hasobject:
        return NotImplemented
    order: Literal["C", "F"] = (
        "F" if array.flags.f_contiguous and not array.flags.c_contiguous else "C"
    )
    return _restore_array, (array.tobytes(order), array.dtype.str, array.shape, order)


def _restore_array(
    content: bytes, kind: str, shape: tuple[int, ...], order: Any
) -> npt.NDArray[Any]:
    # A view of bytes is read-only for good.
    return np.frombuffer(content, kind).reshape(shape, order=order)


def _lay_out(tape: Tape[Any]) -> tuple[Any, ...]:
    """What `_restore_tape` takes: each mixture, or each set of centroids, once."""
    frames = tape.frames
    kept: dict[int, Any] = {}
    for frame in frames:
        for value in frame[2:4]:
            if value is not None:
                kept.setdefault(id(value), value)
    place = {name: i for i, name in enumerate(kept)}
    values = list(kept.values())
    mixtures = isinstance(values[0], tuple)
    stacks = [np.stack(part) for part in (zip(*values, strict=True) if mixtures else [values])]
    for stack in stacks:
        stack.flags.writeable = False
    drawn = [place[id(frame[2])] for frame in frames]
    source = [None if frame[3] is None else place[id(frame[3])] for frame in frames]
    others = list(zip(*((*frame[:2], *frame[4:]) for frame in frames), strict=True))
    return mixtures, stacks, drawn, source, others, tape._replace(frames=())[:]


def _restore_tape(
    mixtures: bool,
    stacks: list[npt.NDArray[np.float64]],
    drawn: list[int],
    source: list[int | None],
    others: list[tuple[Any, ...]],
    rest: tuple[Any, ...],
) -> Tape[Any]:
    values: list[Any] = list(map(Mixture, *stacks)) if mixtures else list(stacks[0])
    frame: Callable[..., Any] = Frame if mixtures else KMeansFrame
    phases, iterations, *numbers = others
    shown = [values[i] for i in drawn]
    coloured = [None if i is None else values[i] for i in source]
    frames = tuple(map(frame, phases, iterations, shown, coloured, *numbers))
    return Tape(*rest)._replace(frames=frames)
