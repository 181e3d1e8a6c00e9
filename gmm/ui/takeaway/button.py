"""The button that opens the dialog: what draws pictures is loaded when somebody presses it."""

import streamlit as st

from gmm.ui.link import Link
from gmm.ui.run import Run


def offer_takeaway(run: Run, link: Link, page: str) -> None:
    """A button that opens the dialog.

    Parameters
    ----------
    run : Run
        What is on show; where EM has no tape, there is nothing to take away.
    link : Link
        What the address says: the frame on show, the view, what is carried.
    page : str
        Which page the button stands on: each has a button of its own.
    """
    if st.button(
        "Take it away",
        key=f"take-away-{page}",
        width="stretch",
        disabled=run.em is None,
        help="Links for a class, a page without a server, pictures, numbers and code.",
    ):
        # Matplotlib takes a third of what a server loads for its first page.
        from gmm.ui.takeaway.dialog import open_dialog

        open_dialog(run, link._replace(frame=min(link.frame, run.frames - 1)))
