"""The same payload -> one HTML file: a run to put on a course site or into slides, with no server.

The file holds the stage's markup, style and script and the run itself. It asks for nothing over the
network, and its own policy forbids it to.
"""

import html
import json

from gmm.ui.stage.payload import STAGE, Payload, bundle

# What Streamlit's theme gives the stage there; here it follows the reader's own preference.
_THEME = """
:root { --above: 24px; --st-font: system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
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

_POLICY = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'"


def standalone_page(run: Payload, frame: int = 0, view: str = "") -> str:
    """A page that shows a run by itself, also from a file and inside an iframe.

    Parameters
    ----------
    run : dict
        What `gmm.ui.stage.payload.payload` packed.
    frame : int
        The frame it opens on.
    view : str
        Layers, modes and the card it opens with (assets/stage/view.js).

    Returns
    -------
    str
        HTML, to be saved as UTF-8.
    """
    data = {**run, "frame": frame, "view": view, "linked": False, "edits": 0}
    # A script ends at the first "</script", wherever that stands: no "<" is left in the data.
    inline = json.dumps(data).replace("<", "\\u003c").replace("\u2028", " ").replace("\u2029", " ")
    script = bundle().replace("export default function stage", "function stage")
    style = (STAGE / "stage.css").read_text(encoding="utf-8")
    markup = (STAGE / "stage.html").read_text(encoding="utf-8")
    return f"""<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}">
<title>{html.escape(str(run["title"]))}</title>
<style>{_THEME}{style}</style>
<main>{markup}</main>
<script type="module">
{script}
stage({{ data: {inline}, parentElement: document.querySelector("main") }});
</script>
</html>
"""
