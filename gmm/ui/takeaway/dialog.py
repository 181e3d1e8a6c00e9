"""What can be taken away from a run: links, pages, pictures, numbers, code; in one dialog."""

import hashlib
from collections.abc import Callable
from functools import partial
from typing import Any

import streamlit as st

from gmm.limits import LONGEST_LINE, MAX_ROWS
from gmm.ui.carried import HERE
from gmm.ui.elsewhere import Elsewhere
from gmm.ui.link import DRAWN, HIDEABLE, POINTS, UPLOAD, Classroom, Link, write_address, write_link
from gmm.ui.parcel import wrap
from gmm.ui.plain import plain
from gmm.ui.recorder import Job, RefusedError
from gmm.ui.reopening import write_tape
from gmm.ui.run import Run
from gmm.ui.stage.page import standalone_page
from gmm.ui.takeaway.frames import require_em
from gmm.ui.takeaway.qr import draw_qr
from gmm.ui.takeaway.sheets import write_parameters_sheet, write_points_sheet
from gmm.ui.takeaway.snippets import (
    FEWER,
    PROMISE,
    is_far_from_zero,
    write_engine_snippet,
    write_scikit_learn_snippet,
)
from gmm.ui.waiting import do

# By estimate: a picture takes 0.3 to 1.5, a worksheet up to 5 and a GIF 9 to 18. So all of them are
# heavy, and pictures come before GIFs.
PICTURE_SECONDS, GIF_SECONDS = 1.5, 15.0

_DRAW_STILL = Elsewhere("gmm.ui.takeaway.stills", "draw_still")
_DRAW_ANIMATION = Elsewhere("gmm.ui.takeaway.stills", "draw_animation")
_WRITE_WORKSHEET = Elsewhere("gmm.ui.takeaway.worksheet", "write_worksheet")

_MIMES = {"png": "image/png", "svg": "image/svg+xml", "pdf": "application/pdf"}


@st.dialog("Take it away", width="large")
def open_dialog(run: Run, link: Link) -> None:
    """Open the dialog.

    Parameters
    ----------
    run : Run
        One that EM has a tape of.
    link : Link
        With a frame that the run has.
    """
    shown = {
        "Link for a class": _show_link,
        "Page": _show_page,
        "Pictures": _show_pictures,
        "Numbers": _show_numbers,
        "Code": _show_code,
    }
    for tab, show in zip(st.tabs(list(shown)), shown.values(), strict=True):
        with tab:
            show(run, link)


def name_points_file(frame: int) -> str:
    """What the points' CSV file is called, where it is made and where code reads it."""
    return f"points-frame-{frame}.csv"


def describe_missing(run: Run, link: Link) -> str:
    """What a link to this run does not carry, in a sentence; "" where it carries all."""
    if run.file:
        return "A link cannot open a recorded run. Give the class the tape file to upload."
    if link.settings.data == UPLOAD:
        return "The link does not carry the points of your file. Give the class the file as well."
    query = write_link(link)
    if HERE in (query.get(DRAWN.name), query.get(POINTS.name)):
        return "The link does not carry your points: they are too many. Pass them on as a file."
    return ""


def _show_link(run: Run, link: Link) -> None:
    missing = describe_missing(run, link)
    if missing:
        st.caption(missing)
    if run.file:
        return
    told = link.classroom
    hide = st.pills(
        "Controls to hide",
        list(HIDEABLE),
        selection_mode="multi",
        default=[name for name in HIDEABLE if name in told.hide],
        format_func=HIDEABLE.__getitem__,
    )
    left, right = st.columns(2)
    opens = left.number_input("Opens at frame", 0, run.frames - 1, link.frame)
    lock = right.toggle("Lock the number of components", told.lock)
    twin = left.toggle("k-means beside it", link.settings.twin)
    projector = right.toggle("Hall view: large, on the whole screen", "projector" in link.view.on)
    ask = st.text_input("A question on the stage", told.ask, max_chars=LONGEST_LINE)
    answer = st.text_input("Its answer, shown by a button", told.answer, max_chars=LONGEST_LINE)
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
        code = draw_qr(address)
    except ValueError as error:
        st.caption(plain(str(error)))
    else:
        st.image(code, width=340, alt="The link as a QR code")
        _offer("The QR code as SVG", code, "mixtape-link.svg", "image/svg+xml")


def _show_page(run: Run, link: Link) -> None:
    st.markdown(
        "One HTML file with this run: it steps, scrubs, plays and inspects with no server and no "
        "network. Put it on a course site, into slides, or open it from a disk."
    )
    html = standalone_page(run, link)
    _offer("The page as HTML", html, "mixtape-run.html", "text/html")
    st.code('<iframe src="mixtape-run.html" width="1000" height="700"></iframe>', language="html")


def _show_pictures(run: Run, link: Link) -> None:
    frame, view = link.frame, link.view
    dark = st.toggle("Dark background")
    with st.container(horizontal=True):
        for kind, mime in _MIMES.items():
            _offer(
                f"Frame {frame} as {kind.upper()}",
                partial(_draw, run, _DRAW_STILL, (frame, kind, dark, view)),
                f"mixtape-frame-{frame}.{kind}",
                mime,
            )
        _offer(
            "A worksheet as PDF",
            partial(_draw, run, _WRITE_WORKSHEET, ()),
            "mixtape-worksheet.pdf",
            "application/pdf",
            disabled=len(require_em(run).frames) == 1,
            help="Frames with the answer left out, for pen and paper; the answers come after.",
        )
    if st.button("Make an animated GIF of the run"):
        bar = st.progress(0.0, "Drawing the frames")

        def report(done: int, count: int) -> None:
            bar.progress(done / count, f"Frame {done} of {count}")

        job = _plan(run, _DRAW_ANIMATION, (dark, view))._replace(seconds=GIF_SECONDS, reports=True)
        try:
            picture = do(job, report=report)
        except RefusedError as error:
            bar.empty()
            st.warning(plain(str(error)))
            return
        bar.empty()
        _offer("The run as GIF", picture, "mixtape-run.gif", "image/gif")
        st.image(picture, alt="The run as an animation")


def _draw(run: Run, draw: Elsewhere, more: tuple[Any, ...]) -> bytes:
    """Draw a picture where pages are not served: matplotlib takes a second of a processor."""
    drawn: bytes = do(_plan(run, draw, more))
    return drawn


def _plan(run: Run, draw: Elsewhere, more: tuple[Any, ...]) -> Job:
    # All that is seen of a run decides whether two pictures are one.
    name = hashlib.sha256(wrap(run)).hexdigest()
    return Job((draw.name, name, more), draw, (run, *more), PICTURE_SECONDS)


def _show_numbers(run: Run, link: Link) -> None:
    frame = link.frame
    st.markdown(f"Numbers of frame {frame}; the tape holds every frame.")
    with st.container(horizontal=True):
        points = partial(write_points_sheet, run, frame)
        _offer("Points and responsibilities as CSV", points, name_points_file(frame), "text/csv")
        parameters = partial(write_parameters_sheet, run, frame)
        _offer("Parameters as CSV", parameters, f"parameters-frame-{frame}.csv", "text/csv")
        _offer(
            "The whole tape as JSON",
            partial(write_tape, run),
            "mixtape-tape.json",
            "application/json",
            help=f"Documented in assets/tape.schema.json; it can be opened again as a file. "
            f"Up to {MAX_ROWS:,} points.",
        )


def _show_code(run: Run, link: Link) -> None:
    file = name_points_file(link.frame)
    st.markdown("The same run in scikit-learn")
    try:
        snippet = write_scikit_learn_snippet(run, file)
    except ValueError as error:
        st.caption(plain(str(error)))
    else:
        few = is_far_from_zero(run)
        words = "Agrees to the first digits" if few else ":material/check: Agrees to 8 digits"
        st.badge(words, color="gray" if few else "green", help=FEWER if few else PROMISE)
        st.code(snippet, language="python", height=300)
    st.markdown("and with this project's engine")
    st.code(write_engine_snippet(run, file), language="python", height=300)


def _offer(
    label: str, made: str | bytes | Callable[[], Any], file: str, mime: str, **more: Any
) -> None:
    """A button that downloads a file; what is called for it is called when it is clicked."""
    st.download_button(label, made, file, mime, on_click="ignore", **more)
