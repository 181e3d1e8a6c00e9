"""A file that is being uploaded stays in memory: nothing of a person's is written to disk."""

from starlette.formparsers import MultiPartParser
from streamlit import config


def keep_off_the_disk() -> None:
    """Let a whole upload stand in memory while it comes in.

    Starlette puts what is larger than 1 MB into a file of the system's folder for temporary ones
    until all of it is there. Streamlit takes it into memory then in any case.
    """
    MultiPartParser.spool_max_size = (config.get_option("server.maxUploadSize") + 1) * 1024**2
