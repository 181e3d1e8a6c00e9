"""What widgets ask of a session's state, answered without a copy of all that is in it."""

from collections.abc import Iterator, Mapping
from typing import Any

from streamlit.logger import get_logger
from streamlit.runtime.state.safe_session_state import SafeSessionState

_LOGGER = get_logger(__name__)


class Looked(Mapping[str, Any]):
    """A session's state, each value looked up when it is asked for.

    Parameters
    ----------
    state : SafeSessionState
    """

    def __init__(self, state: SafeSessionState) -> None:
        self._of = state

    def __getitem__(self, key: str) -> Any:
        with self._of._lock:
            return self._of._state[key]

    def __contains__(self, key: object) -> bool:
        with self._of._lock:
            return key in self._of._state

    def __iter__(self) -> Iterator[str]:
        return iter(self._copy())

    def __len__(self) -> int:
        return len(self._copy())

    def _copy(self) -> dict[str, Any]:
        with self._of._lock:
            return self._of._state.filtered_state


def look_up() -> bool:
    """Let widgets look up the one value that they ask for.

    Streamlit 1.67 gathers the whole state for each select box and each field of a number, 1 ms of a
    processor in each run of the playground.

    Returns
    -------
    bool
        Whether it could be done; another Streamlit goes on as it does by itself.
    """
    place: Any = SafeSessionState
    known = isinstance(place.__dict__.get("filtered_state"), property)
    if known:
        place.filtered_state = property(Looked)
    else:
        _LOGGER.warning("This version of Streamlit gathers a session's state for each widget.")
    return known
