"""A script with its style and markup in it: all that a part of a page needs, in one file."""

import json
import re
from functools import cache
from typing import NamedTuple

from gmm.ui.stage.script import assemble_script, read_module, read_part


class Parts(NamedTuple):
    """What a script travels with: files in assets/stage."""

    markup: str = ""
    styles: tuple[str, ...] = ()


_CAST = re.compile(r"/\*\*.*?\*/ ")  # types within a line: this one is sent with every message

# By the script's entry module.
BUNDLES = {
    "component": Parts("stage.html", ("stage.css",)),
    "lesson": Parts("lesson.html", ("stage.css", "lesson.css")),
    "course": Parts("course.html", ("course.css",)),
    "away": Parts(),
}


@cache
def write_bundle(entry: str) -> str:
    """Write the file that a browser fetches once.

    Parameters
    ----------
    entry : str
        One of `BUNDLES`.

    Returns
    -------
    str
        A module in JavaScript: the script's own exports, `style` and `markup`.
    """
    markup, styles = BUNDLES[entry]
    style = "".join(read_part(name) for name in styles)
    texts = {"style": style, "markup": read_part(markup) if markup else ""}
    exports = [f"export const {name} = {json.dumps(text)};" for name, text in texts.items()]
    return "\n".join([assemble_script(entry), *exports])


def read_loader(address: str, call: str = "default") -> str:
    """Read the script that Streamlit is given in place of the whole one.

    Parameters
    ----------
    address : str
        Where the file is served, as seen from the folder that the app is served in.
    call : str
        What the file exports that is called with each message.
    """
    script = _CAST.sub("", read_module("loader")).strip()
    return script.replace("ADDRESS", address).replace("CALLED", call)
