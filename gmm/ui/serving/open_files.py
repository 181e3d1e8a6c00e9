"""How many files and connections a server may have open at once: enough for a hall."""

import sys

from streamlit.logger import get_logger

# A person takes four: a connection, and three of the event loop that Streamlit gives a session.
# Many systems let a program have 1,024 unless it asks for more, which is 250 people.
WANTED = 10_000

_LOGGER = get_logger(__name__)


def allow_many() -> int:
    """Ask the system for as many as `WANTED`, or for as many as it gives.

    Returns
    -------
    int
        How many there may be; 0 where the system has no such limit.
    """
    if sys.platform == "win32":
        return 0
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY or soft >= WANTED:
        return soft
    most = WANTED if hard == resource.RLIM_INFINITY else min(WANTED, hard)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    except (OSError, ValueError):
        most = soft
    if most < WANTED:
        _LOGGER.warning("The system allows %d open files: enough for %d people.", most, most // 4)
    return most
