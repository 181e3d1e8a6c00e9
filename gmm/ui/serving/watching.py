"""Files that a session watches for changes of the code: none, where the settings say none."""

from typing import Any

from streamlit import config
from streamlit.logger import get_logger
from streamlit.runtime.app_session import AppSession

_LOGGER = get_logger(__name__)


def watch_as_set() -> bool:
    """Have a session that comes back watch files only if one that begins does.

    Streamlit asks `server.fileWatcherType` when a session begins, and not when its person comes
    back: then it looks up the paths of all modules all the same, on the thread that serves
    everybody. That is 0.1 to 0.3 s of a processor for each of them; of a hall that had lost the
    network, the first setting took 16 s.

    Returns
    -------
    bool
        Whether nothing is watched.
    """
    if config.get_option("server.fileWatcherType") != "none":
        return False
    if not hasattr(AppSession, "register_file_watchers"):
        _LOGGER.warning("This version of Streamlit watches files in a way of its own.")
        return False
    sessions: Any = AppSession
    sessions.register_file_watchers = _watch_nothing
    return True


def _watch_nothing(session: AppSession) -> None:
    """In place of the method that has a session watch files."""
