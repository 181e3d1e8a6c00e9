"""`python -m gmm.ui.site FOLDER`: the course as a site of plain files."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

from gmm.ui.options import CANNOT, DONE, Options

_TOLD = """\
Write the course as a site of plain files: every lesson, the glossary, a gallery
of runs, and the page for teachers with sheets to print. Any web server can serve
the folder, below any path. It also works from a disk: open index.html."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Build the site, and print how large it is.

    Parameters
    ----------
    arguments
        Those of the command line where None.

    Returns
    -------
    int
        0, or 1 where the folder cannot be used. A sentence says why.
    """
    parser = Options(
        "mixtape site", description=_TOLD, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "folder",
        type=Path,
        metavar="FOLDER",
        help="new, empty, or with an earlier site, which is replaced; other files stay",
    )
    parser.add_argument(
        "--address",
        type=_read_address,
        metavar="URL",
        help="where the folder will be served: sheets then have codes to scan",
    )
    given = parser.parse_args(arguments)
    from gmm.ui.site.build import build_site  # only now: --help answers at once

    try:
        sizes = build_site(given.folder, given.address or "")
    except OSError as error:
        print(f"{parser.prog}: {_tell(error, given.folder)}", file=sys.stderr)
        return CANNOT
    print(sizes)
    print(f"Open {given.folder / 'index.html'} in a browser, or put the folder on a web server.")
    return DONE


def _tell(error: OSError, folder: Path) -> str:
    """What is in the way: of what we refuse it is said already, of the rest the system says it."""
    if error.errno is None:
        return str(error)
    return f"“{folder}” cannot be written: {error.strerror}. Name another folder."


def _read_address(text: str) -> str:
    """An address of a folder: what follows it stands in it."""
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
        raise argparse.ArgumentTypeError(
            f"“{text}” is no address of a folder, such as https://example.org/mixtape/."
        )
    return text if text.endswith("/") else f"{text}/"


if __name__ == "__main__":
    sys.exit(main())
