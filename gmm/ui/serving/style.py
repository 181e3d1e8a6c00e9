"""Streamlit's style sheet with our few icons in it, in place of its thousands.

The fonts are what a slow line waits for longest, after the scripts: 375 kB of icons, of which our
pages show a dozen, and 170 kB of letters, which the system has as well.
"""

import re
from pathlib import Path

from streamlit import file_util

from gmm.files import ASSETS

# Letters of the system are read until Streamlit's own are there, and if they take longer than
# three seconds, until the page is opened again: what is read then does not move any more.
_LETTERS = re.compile(r"@font-face\{font-family:Source Sans;")
_ADDRESS = re.compile(r"url\(\.\./media/")


def find_sheet() -> Path | None:
    """Find Streamlit's style sheet; None where there is not just one."""
    sheets = list((_find_static() / "css").glob("index.*.css"))
    return sheets[0] if len(sheets) == 1 else None


def write_style(icons: str) -> str | None:
    """Write the style sheet that a page is given.

    Parameters
    ----------
    icons : str
        The address of our icons, as seen from where the sheet is served.

    Returns
    -------
    str or None
        CSS, to be served beside the folder static. None where Streamlit's icons are not those that
        ours were cut from: then its own sheet is the right one.
    """
    sheet, source = find_sheet(), list_icons()[0]
    if sheet is None or not (_find_static() / "media" / source).is_file():
        return None
    style = sheet.read_text("utf-8")
    theirs = f"url(../media/{source})"
    if style.count(theirs) != 1:
        return None
    style = style.replace(theirs, f"url({icons})")
    style = _LETTERS.sub(lambda found: f"{found[0]}font-display:fallback;", style)
    return _ADDRESS.sub("url(../static/media/", style)


def list_icons() -> list[str]:
    """List what our icons were cut from, a file of Streamlit's, and after it the icons' names."""
    return (ASSETS / "font" / "icons.txt").read_text("utf-8").split()


def _find_static() -> Path:
    return Path(file_util.get_static_dir()) / "static"
