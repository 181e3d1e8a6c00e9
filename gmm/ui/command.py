"""`mixtape`: the app from any folder, a run as a page, the course as plain files."""

import sys
from collections.abc import Callable, Sequence
from difflib import get_close_matches
from typing import NoReturn

from gmm.files import APP
from gmm.ui.options import MISUSED

HELP = """\
Usage: mixtape [OPTIONS]                       start the app
       mixtape serve [--workers N] [OPTIONS]   start it for many people
       mixtape run DATA [OPTIONS]              one run: its numbers, or a page
       mixtape site FOLDER                     the course as plain files

Mixtape is an app in which a Gaussian mixture learns step by step. `mixtape`
alone starts it and opens it in the browser; Ctrl C stops it. `run` and `site`
start no server.

  mixtape COMMAND --help    more about serve, run or site
  --help                    show this text

Other options of `mixtape` alone are those of `streamlit run`, for example:
  --server.port 8600        the port to listen on
  --server.headless true    do not open a browser
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
STOPPED = 130  # as other commands end where Ctrl C has ended them


def main(arguments: Sequence[str] | None = None) -> None:
    """Do what the command line asks for; the app where it names no command.

    Parameters
    ----------
    arguments
        Those of the command line where None.
    """
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    first = arguments[0] if arguments else ""
    if first and not first.startswith("-") and first not in COMMANDS:
        near = get_close_matches(first, COMMANDS, 1)
        is_name = "." in first or "/" in first
        cure = (
            f"`mixtape run {first}` makes a run of a table."
            if is_name
            else f"Is `mixtape {near[0]}` meant?"
            if near
            else "`mixtape --help` lists them."
        )
        _end(MISUSED, f"mixtape: There is no command “{first}”. {cure}")
    try:
        if first in COMMANDS:
            code = COMMANDS[first](arguments[1:])
            if code:
                sys.exit(code)
        else:
            _start(arguments)
    except KeyboardInterrupt:
        sys.exit(STOPPED)


def _start(arguments: list[str]) -> None:
    """Start the app; what follows the command's name goes on to Streamlit.

    Streamlit reads the settings that lie beside the script that it is given, whatever the folder
    that it is started from. So ours hold; options and `STREAMLIT_...` variables win over them.
    """
    if _asks_for_help(arguments):
        print(HELP, end="")
        return
    from streamlit.web import cli  # only now: no other command needs it

    cli.main(["run", str(APP), *arguments], prog_name="streamlit")


def _serve(arguments: list[str]) -> int:
    if _asks_for_help(arguments):
        print(SERVE_HELP, end="")
        return 0
    try:
        workers, options = read_workers(arguments)
    except ValueError as error:
        _end(MISUSED, f"mixtape serve: {error} `mixtape serve --help` has an example.")
    from gmm.ui.serving.workers import serve

    return serve(workers, options)


def _run(arguments: list[str]) -> int:
    from gmm.ui.run_command import main

    return main(arguments)


def _build_site(arguments: list[str]) -> int:
    from gmm.ui.site.__main__ import main

    return main(arguments) or 0


COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "serve": _serve,
    "run": _run,
    "site": _build_site,
}


def _asks_for_help(arguments: Sequence[str]) -> bool:
    return "--help" in arguments or "-h" in arguments


def _end(code: int, sentence: str) -> NoReturn:
    print(sentence, file=sys.stderr)
    sys.exit(code)


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
