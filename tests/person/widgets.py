"""Widgets as the page holds them: what each begins with, and how its value is told."""

from collections.abc import Callable
from typing import Any, NamedTuple

from streamlit.proto.Common_pb2 import FileUploaderState
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.WidgetStates_pb2 import WidgetState

Value = bool | int | float | str | list[float] | list[str] | FileUploaderState


class Widget(NamedTuple):
    """A widget on the page.

    Attributes
    ----------
    id : str
        What the server calls it; it ends with the key that the app gave it.
    label : str
    address : str
        The parameter of the address that it is bound to; "" for none.
    opens : Value or None
        What it shows when nothing is said; None where it then tells nothing.
    told : Value or None
        What the server sets it to with this run; None where it stays as it is.
    """

    id: str
    label: str
    address: str
    opens: Value | None
    told: Value | None


def _number(element: Any, value: float) -> Value:
    return int(value) if element.data_type == element.INT else value


# What a widget begins with, and what it is set to, by its kind.
_OPENS: dict[str, Callable[[Any], Value | None]] = {
    "slider": lambda each: list(each.default),
    "number_input": lambda each: _number(each, each.default),
    "selectbox": lambda each: each.options[each.default] if each.options else None,
    "checkbox": lambda each: each.default,
    "button_group": lambda each: [each.options[index].content for index in each.default],
    "multiselect": lambda each: [each.options[index] for index in each.default],
    "text_input": lambda each: each.default,
    "text_area": lambda each: each.default,
    "file_uploader": lambda each: None,
    "button": lambda each: None,
}
_TOLD: dict[str, Callable[[Any], Value | None]] = {
    "slider": lambda each: list(each.value),
    "number_input": lambda each: _number(each, each.value),
    "selectbox": lambda each: each.raw_value,
    "checkbox": lambda each: each.value,
    "button_group": lambda each: list(each.raw_values),
    "multiselect": lambda each: list(each.raw_values),
    "text_input": lambda each: each.value,
    "text_area": lambda each: each.value,
}


def read_widget(element: Element) -> Widget | None:
    """Read a widget out of what the server puts on the page; None for anything else."""
    kind = element.WhichOneof("type")
    if kind not in _OPENS:
        return None
    each = getattr(element, kind)
    told = _TOLD[kind](each) if kind in _TOLD and each.set_value else None
    return Widget(
        each.id, each.label, getattr(each, "query_param_key", ""), _OPENS[kind](each), told
    )


def write_state(identity: str, value: Value) -> WidgetState:
    """Write what a widget shows, for the server."""
    if isinstance(value, bool):
        return WidgetState(id=identity, bool_value=value)
    if isinstance(value, int):
        return WidgetState(id=identity, int_value=value)
    if isinstance(value, float):
        return WidgetState(id=identity, double_value=value)
    if isinstance(value, str):
        return WidgetState(id=identity, string_value=value)
    if isinstance(value, FileUploaderState):
        return WidgetState(id=identity, file_uploader_state_value=value)
    state = WidgetState(id=identity)
    if value and isinstance(value[0], float):
        state.double_array_value.data.extend(float(each) for each in value)
    else:
        state.string_array_value.data.extend(str(each) for each in value)
    return state


def write_text(value: Value) -> str:
    """Write a value as the page writes it into the address."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return ",".join(write_text(each) for each in value)
    return f"{value:g}" if isinstance(value, float) else str(value)
