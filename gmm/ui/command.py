"""`mixtape`: the app from any folder, with its own theme and settings."""

import sys
from collections.abc import Sequence

from gmm.files import APP

HELP = """\
Usage: mixtape [OPTIONS]
       mixtape serve [--workers N] [OPTIONS]

Start Mixtape, the app in which a Gaussian mixture learns step by step, and
open it in the browser. Ctrl C stops it. `mixtape serve` starts it for a
lecture hall: see `mixtape serve --help`.

Options are those of `streamlit run`, for example:
  --server.port 8600        the port to listen on
  --server.headless true    do not open a browser
  --help                    show this text
"""

SERVE_HELP = """\
Usage: mixtape serve [--workers N] [OPTIONS]

Serve Mixtape to many people: N processes behind one address. A process that
dies is started again; its people go on with another. Ctrl C stops them all.

  --workers N               how many processes (1 if not said); more than one
                            need nginx on this machine
  --help                    show this text

Other options are those of `streamlit run`, and mean the address that people
see, for example:
  --server.port 80          the port to listen on (8501 if not said)
  --server.address 10.0.0.5 listen there only
  --server.baseUrlPath math/mixtape
                            serve below this path
  --server.allowedHosts mixtape.example.org
                            refuse any other name of this server
"""

# Each process is a whole app, of some 200 MB.
MOST_WORKERS = 64


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
    serving = arguments[:1] == ["serve"]
    if "--help" in arguments or "-h" in arguments:
        print(SERVE_HELP if serving else HELP, end="")
        return
    if serving:
        try:
            workers, options = read_workers(arguments[1:])
        except ValueError as error:
            sys.exit(f"{error} `mixtape serve --help` has an example.")
        from gmm.ui.serving.workers import serve

        sys.exit(serve(workers, options))
    from streamlit.web import cli  # only now: --help answers without Streamlit

    cli.main(["run", str(APP), *arguments], prog_name="streamlit")


def read_workers(arguments: Sequence[str]) -> tuple[int, list[str]]:
    """How many processes, and the options that are left for Streamlit.

    Raises
    ------
    ValueError
        There is no number after `--workers`, or none that can be meant.
    """
    workers, options = "1", []
    given = iter(arguments)
    for argument in given:
        if argument == "--workers":
            workers = next(given, "")
        elif argument.startswith("--workers="):
            workers = argument.removeprefix("--workers=")
        else:
            options.append(argument)
    if not (workers.isascii() and workers.isdigit() and 1 <= int(workers) <= MOST_WORKERS):
        raise ValueError(
            f"--workers takes a whole number from 1 to {MOST_WORKERS}, not {workers!r}."
        )
    return int(workers), options


if __name__ == "__main__":
    main()
