"""What every page of the site stands in: head, bar, and the one script and style that all share."""

from html import escape
from typing import NamedTuple

from gmm.ui.course.places import SITE
from gmm.ui.stage.payload import Payload
from gmm.ui.stage.script import write_inline

SCRIPT, STYLE, LOGO, ICON = "mixtape.js", "mixtape.css", "logo.svg", "icon.svg"
GALLERY, GLOSSARY, TEACHERS = "gallery.html", "glossary.html", "teachers.html"

# Every page, and what a bar or a list of pages says of it.
PAGES = {SITE.course: "Course", GALLERY: "Gallery", GLOSSARY: "Glossary", TEACHERS: "For teachers"}

# By the standard, a page from a folder has no origin that 'self' could mean: the scheme is named.
_POLICY = "; ".join(
    [
        "default-src 'none'",
        *(f"{kind}-src 'self' file:" for kind in ("script", "img")),
        "style-src 'self' file: 'unsafe-inline'",
        "font-src data:",
        "base-uri 'none'",
        "form-action 'none'",
    ]
)


class Shown(NamedTuple):
    """What the script shows on a page.

    Attributes
    ----------
    kind : str
        In assets/stage/site.js: "course", "lesson", "stage" or "search".
    data : dict
        JSON-ready.
    """

    kind: str
    data: Payload


def write_site_page(
    title: str, content: str, *, at: str = "", shown: Shown | None = None, kind: str = "text"
) -> str:
    """Write a page of the site.

    Parameters
    ----------
    title : str
    content : str
        HTML.
    at : str
        Which of `PAGES` it belongs to.
    shown : Shown, optional
        What the script shows in it.
    kind : str
        Of its layout, in assets/stage/site.css.
    """
    links = "".join(
        f'<a href="{address}"{_MARK if address == at else ""}>{escape(name)}</a>'
        for address, name in PAGES.items()
    )
    data = (
        f'<script type="application/json" data-kind="{shown.kind}">{write_inline(shown.data)}'
        "</script>\n<noscript><p>This page is played by a script. Please allow JavaScript here."
        "</p></noscript>"
        if shown
        else ""
    )
    return f"""<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}">
<meta name="color-scheme" content="light dark">
<title>{escape(title)}</title>
<link rel="icon" href="{ICON}">
<link rel="stylesheet" href="{STYLE}">
<a class="skip" href="#content">Skip to the content</a>
<header class="top">
<a class="logo" href="{SITE.course}"><img src="{LOGO}" alt="Mixtape" width="121" height="28"></a>
<nav aria-label="Pages">{links}</nav>
</header>
<main id="content" class="{kind}" tabindex="-1">
{content}
{data}
</main>
<script src="{SCRIPT}"></script>
</html>
"""


_MARK = ' aria-current="true"'
