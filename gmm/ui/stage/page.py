"""The same payload -> one HTML file: a run to put on a course site or into slides, with no server.

The file holds the stage's markup, style and script and the run itself. It asks for nothing over the
network, and its own policy forbids it to.
"""

import html

from gmm.ui.link import STAGE_PARTS, Link, write_view
from gmm.ui.run import Run
from gmm.ui.stage.payload import Payload, pack_run
from gmm.ui.stage.script import assemble_alone, read_part, write_inline

# What Streamlit's theme gives the stage there; here it follows the reader's own preference.
THEME = """
:root { --above: 24px; --bleed: 0px; }
:root { --st-font: system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
:root {
  --st-text-color: #1d2230; --st-background-color: #ffffff; --st-border-color: #d9dce5;
  --st-secondary-background-color: #f4f5f8; --st-primary-color: #3d4fb8;
}
@media (prefers-color-scheme: dark) {
  :root {
    --st-text-color: #e8eaf1; --st-background-color: #12151c; --st-border-color: #343b4a;
    --st-secondary-background-color: #1c212b; --st-primary-color: #8d9bff;
  }
}
body { margin: 0; padding: 10px 14px; background: var(--st-background-color); }
"""

_PLAIN = Link()
_POLICY = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'"


def standalone_page(run: Run, link: Link = _PLAIN) -> str:
    """Write a page that shows a run by itself, also from a file and inside an iframe.

    Parameters
    ----------
    run : Run
    link : Link
        Says the frame, layers, modes and the card that it opens with, and what a class sees.

    Returns
    -------
    str
        HTML, to be saved as UTF-8.
    """
    data = pack_alone(run, link)
    return write_page(
        data["title"],
        data,
        entry="component",
        call="stage",
        style=read_part("stage.css"),
        markup=read_part("stage.html"),
    )


def pack_alone(run: Run, link: Link = _PLAIN) -> Payload:
    """Pack a run for a stage that has no server behind it.

    Parameters
    ----------
    run : Run
    link : Link
        Says the frame, layers, modes and the card that it opens with, and what a class sees.
    """
    packed, classroom = pack_run(run), link.classroom
    return {
        **packed,
        "scene": "",
        "frame": link.frame,
        "view": write_view(link.view),
        "ask": classroom.ask,
        "answer": classroom.answer,
        "hidden": [part for part in STAGE_PARTS if part in classroom.hide],
        # What a hand sets is recorded in the browser, which needs every point.
        "editable": not packed["sampled"] and not packed["blank"],
        "easel": False,
        "linked": False,
        "answered": 0,
        "refused": "",
        "code": "",
        "offers": [],
    }


def write_page(title: str, data: Payload, *, entry: str, call: str, style: str, markup: str) -> str:
    """Write a page that plays a payload by itself.

    Parameters
    ----------
    title : str
    data : dict
        What the script is given, JSON-ready.
    entry : str
        The script's module in assets/stage.
    call : str
        The function that it exports by default.
    style : str
        CSS.
    markup : str
        HTML that the script finds on the page.
    """
    inline = write_inline(data)
    script = assemble_alone(entry, call)
    return f"""<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}">
<title>{html.escape(title)}</title>
<style>{THEME}{style}</style>
<main>{markup}</main>
<script type="module">
{script}
{call}({{ data: {inline}, parentElement: document.querySelector("main") }});
</script>
</html>
"""
