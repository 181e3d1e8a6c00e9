"""`mixtape`: the app from any folder, with its own theme and settings."""

import sys
from collections.abc import Sequence

from gmm.files import APP

HELP = """\
Usage: mixtape [OPTIONS]

Start Mixtape, the app in which a Gaussian mixture learns step by step, and
open it in the browser. Ctrl C stops it.

Options are those of `streamlit run`, for example:
  --server.port 8600        the port to listen on
  --server.headless true    do not open a browser
  --help                    show this text
"""


def main(arguments: Sequence[str] | None = None) -> None:
    """Start the app; what follows the command's name goes on to Streamlit.

    Streamlit reads the settings that lie beside the script that it is given, whatever the folder
    that it is started from. So ours hold; options and `STREAMLIT_...` variables win over them.

    Parameters
    ----------
    arguments
        Those of the command line where None.
    """
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    if "--help" in arguments or "-h" in arguments:
        print(HELP, end="")
        return
    from streamlit.web import cli  # only now: --help answers without Streamlit

    cli.main(["run", str(APP), *arguments], prog_name="streamlit")


if __name__ == "__main__":
    main()
