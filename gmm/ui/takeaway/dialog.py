"""What can be taken away from a run: links, pages, pictures, numbers, code; in one dialog."""

from functools import partial

import streamlit as st

from gmm.archive import tape_to_json
from gmm.limits import LONGEST_LINE, MAX_ROWS
from gmm.ui.carried import HERE
from gmm.ui.link import CONTROLS, UPLOAD, Classroom, Link, write_address
from gmm.ui.plain import plain
from gmm.ui.run import Run
from gmm.ui.stage.page import standalone_page
from gmm.ui.takeaway.frames import em_of
from gmm.ui.takeaway.qr import qr_svg
from gmm.ui.takeaway.sheets import parameters_sheet, points_sheet
from gmm.ui.takeaway.snippets import (
    engine_snippet,
    far_from_zero,
    promise,
    scikit_learn_snippet,
)
from gmm.ui.takeaway.stills import KINDS, animation, still
from gmm.ui.takeaway.worksheet import worksheet

_MIMES = {"png": "image/png", "svg": "image/svg+xml", "pdf": "application/pdf"}


def takeaway_control(run: Run, link: Link, page: str) -> None:
    """A button that opens the dialog.

    Parameters
    ----------
    run : Run
        What is on show; where it has no tapes, there is nothing to take away.
    link : Link
        What the address says: the frame on show, the view, what is carried.
    page : str
        Which page the button stands on: each has a button of its own.
    """
    if st.button(
        "Take it away",
        key=f"take-away-{page}",
        icon=":material/ios_share:",
        width="stretch",
        disabled=not run.tapes,
        help="Links for a class, a page without a server, pictures, numbers and code.",
    ):
        _takeaway(run, link)


@st.dialog("Take it away", width="large", on_dismiss="rerun")
def _takeaway(run: Run, link: Link) -> None:
    link = link._replace(frame=min(link.frame, run.frames - 1))
    class_link, page, pictures, numbers, code = st.tabs(
        ["Link for a class", "Page", "Pictures", "Numbers", "Code"]
    )
    with class_link:
        _class_link(run, link)
    with page:
        _page(run, link)
    with pictures:
        _pictures(run, link.frame)
    with numbers:
        _numbers(run, link.frame)
    with code:
        _code(run, link.frame)


def points_file(frame: int) -> str:
    """What the points' CSV file is called, where it is made and where code reads it."""
    return f"points-frame-{frame}.csv"


def left_behind(run: Run, link: Link) -> str:
    """What a link to this run does not carry, in a sentence; "" where it carries all."""
    if run.file:
        return "A link cannot open a recorded run. Give the class the tape file to upload."
    if link.settings.data == UPLOAD:
        return "The link does not carry the points of your file. Give the class the file as well."
    if HERE in (link.carried.drawn, link.carried.points):
        return "The link does not carry your points: they are too many. Pass them on as a file."
    return ""


def _class_link(run: Run, link: Link) -> None:
    missing = left_behind(run, link)
    if missing:
        st.caption(missing)
    if run.file:
        return
    told = link.classroom
    hide = st.pills(
        "Out of sight",
        list(CONTROLS),
        selection_mode="multi",
        default=[name for name in CONTROLS if name in told.hide],
        format_func=CONTROLS.__getitem__,
    )
    left, right = st.columns(2)
    opens = left.number_input("Opens at frame", 0, run.frames - 1, link.frame)
    lock = right.toggle("K stays as it is", told.lock)
    twin = left.toggle("k-means beside it", link.settings.twin)
    projector = right.toggle("Projector: large and bold", "projector" in link.view.on)
    ask = st.text_input("A question on the stage", told.ask, max_chars=LONGEST_LINE)
    answer = st.text_input(
        "Its answer, shown when somebody asks for it", told.answer, max_chars=LONGEST_LINE
    )
    on = link.view.on | {"projector"} if projector else link.view.on - {"projector"}
    address = write_address(
        (st.context.url or "").split("?")[0],
        link._replace(
            settings=link.settings._replace(twin=twin),
            frame=int(opens),
            view=link.view._replace(on=on),
            classroom=Classroom(frozenset(hide), lock, ask, answer),
        ),
    )
    st.code(address, language=None, wrap_lines=True)
    try:
        code = qr_svg(address)
    except ValueError as error:
        st.caption(plain(str(error)))
    else:
        st.image(code, width=340, alt="The link as a QR code")
        st.download_button("The QR code as SVG", code, "mixtape-link.svg", "image/svg+xml")


def _page(run: Run, link: Link) -> None:
    st.markdown(
        "One HTML file with this run: it steps, scrubs, plays and inspects with no server and no "
        "network. Put it on a course site, into slides, or open it from a disk."
    )
    html = standalone_page(run, link)
    st.download_button("The page as HTML", html, "mixtape-run.html", "text/html")
    st.code('<iframe src="mixtape-run.html" width="1000" height="700"></iframe>', language="html")


def _pictures(run: Run, frame: int) -> None:
    dark = st.toggle("On dark ground")
    with st.container(horizontal=True):
        for kind in KINDS:
            st.download_button(
                f"Frame {frame} as {kind.upper()}",
                partial(still, run, frame, kind, dark),
                f"mixtape-frame-{frame}.{kind}",
                _MIMES[kind],
                on_click="ignore",
            )
        st.download_button(
            "A worksheet as PDF",
            partial(worksheet, run),
            "mixtape-worksheet.pdf",
            "application/pdf",
            on_click="ignore",
            help="Frames with the answer left out, for pen and paper; the answers come after.",
        )
    if st.button("Make an animated GIF of the run"):
        bar = st.progress(0.0, "Drawing the frames")

        def report(done: int, count: int) -> None:
            bar.progress(done / count, f"Frame {done} of {count}")

        picture = animation(run, dark, report)
        bar.empty()
        st.download_button("The run as GIF", picture, "mixtape-run.gif", "image/gif")
        st.image(picture, alt="The run as an animation")


def _numbers(run: Run, frame: int) -> None:
    st.markdown(f"Numbers of frame {frame}; the tape holds every frame.")
    with st.container(horizontal=True):
        st.download_button(
            "Points and responsibilities as CSV",
            partial(points_sheet, run, frame, bom=True),
            points_file(frame),
            "text/csv",
            on_click="ignore",
        )
        st.download_button(
            "Parameters as CSV",
            partial(parameters_sheet, run, frame, bom=True),
            f"parameters-frame-{frame}.csv",
            "text/csv",
            on_click="ignore",
        )
        st.download_button(
            "The whole tape as JSON",
            partial(_tape_file, run),
            "mixtape-tape.json",
            "application/json",
            on_click="ignore",
            help=f"Documented in assets/tape.schema.json; it can be opened again as a file. "
            f"Up to {MAX_ROWS:,} points.",
        )


def _tape_file(run: Run) -> str:
    return tape_to_json(
        em_of(run),
        run.kmeans,
        title=run.dataset.title,
        columns=list(run.dataset.columns),
        units=list(run.dataset.units),
        origin=run.scaling.origin.tolist(),
        spread=run.scaling.spread.tolist(),
        covariance=run.settings.covariance,
    )


def _code(run: Run, frame: int) -> None:
    file = points_file(frame)
    st.markdown("The same run in scikit-learn")
    try:
        snippet = scikit_learn_snippet(run, file)
        if far_from_zero(run):
            st.badge("Agrees to the first digits", color="gray", help=promise(run))
        else:
            st.badge(
                "Agrees to 8 digits",
                icon=":material/check:",
                color="green",
                help=promise(run),
            )
        st.code(snippet, language="python", height=300)
    except ValueError as error:
        st.caption(plain(str(error)))
    st.markdown("and with this project's engine")
    st.code(engine_snippet(run, file), language="python", height=300)
