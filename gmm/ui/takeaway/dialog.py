"""What can be taken away from a run: links, pages, pictures, numbers, code; in one dialog."""

from collections.abc import Mapping
from functools import partial

import streamlit as st

from gmm.archive import tape_to_json
from gmm.data.datasets import Dataset
from gmm.kmeans import assign
from gmm.limits import MAX_ROWS
from gmm.mixture import responsibilities
from gmm.ui.classroom import CONTROLS, LONGEST, Classroom, link_to
from gmm.ui.plain import plain
from gmm.ui.recording import TOLERANCE, Recording, dataset_labels, packed, retake
from gmm.ui.settings import UPLOAD, Settings, link_frame
from gmm.ui.stage.page import standalone_page
from gmm.ui.stage.payload import Payload
from gmm.ui.takeaway.qr import qr_svg
from gmm.ui.takeaway.sheets import parameters_sheet, points_sheet
from gmm.ui.takeaway.snippets import (
    engine_snippet,
    far_from_zero,
    promise,
    scikit_learn_snippet,
)
from gmm.ui.takeaway.stills import Reel, animation, still, worksheet


def takeaway_control(
    settings: Settings, dataset: Dataset | None, run: Payload, asked: Mapping[str, str]
) -> None:
    """A button that opens the dialog.

    Parameters
    ----------
    settings : Settings
    dataset : Dataset or None
        The points on show; None while a person's own file is missing.
    run : dict
        What the stage is given.
    asked : mapping of str to str
        The URL's query parameters: the frame on show and the view.
    """
    impossible = dataset is None or bool(run.get("blank"))
    if st.button(
        "Take it away",
        icon=":material/ios_share:",
        width="stretch",
        disabled=impossible,
        help="Links for a class, a page without a server, pictures, numbers and code.",
    ):
        assert dataset is not None
        _takeaway(retake(settings, dataset), asked)


@st.dialog("Take it away", width="large")
def _takeaway(recording: Recording, asked: Mapping[str, str]) -> None:
    frame = min(link_frame(asked), len(recording.em.frames) - 1)
    link, page, pictures, numbers, code = st.tabs(
        ["Link for a class", "Page", "Pictures", "Numbers", "Code"]
    )
    with link:
        _class_link(recording, frame, asked)
    with page:
        _page(recording, frame, asked)
    with pictures:
        _pictures(recording, frame)
    with numbers:
        _numbers(recording, frame)
    with code:
        _code(recording)


def _class_link(recording: Recording, frame: int, asked: Mapping[str, str]) -> None:
    settings = recording.settings
    if settings.data == UPLOAD and "points" not in asked:
        st.caption("A link does not carry your file. The class sees its own data until it has one.")
    hide = st.pills(
        "Out of sight", list(CONTROLS), selection_mode="multi", format_func=CONTROLS.__getitem__
    )
    left, right = st.columns(2)
    opens = left.number_input("Opens at frame", 0, len(recording.em.frames) - 1, frame)
    lock = right.toggle("K stays as it is")
    twin = left.toggle("k-means beside it", settings.twin)
    projector = right.toggle("Projector: large and bold", "projector" in asked.get("view", ""))
    question = st.text_input("A question on the stage", max_chars=LONGEST)
    answer = st.text_input("Its answer, shown when somebody asks for it", max_chars=LONGEST)
    view = [word for word in asked.get("view", "").split(".") if word and word != "projector"]
    link = link_to(
        (st.context.url or "").split("?")[0],
        settings._replace(twin=twin),
        int(opens),
        ".".join([*view, *(["projector"] if projector else [])]),
        Classroom(frozenset(hide), lock, question, answer),
        **{name: asked[name] for name in ("drawn", "hand", "points") if name in asked},
    )
    st.code(link, language=None, wrap_lines=True)
    try:
        code = qr_svg(link)
    except ValueError as error:
        st.caption(plain(str(error)))
    else:
        st.image(code, width=340, alt="The link as a QR code")
        st.download_button("The QR code as SVG", code, "mixtape-link.svg", "image/svg+xml")


def _page(recording: Recording, frame: int, asked: Mapping[str, str]) -> None:
    st.markdown(
        "One HTML file with this run: it steps, scrubs, plays and inspects with no server and no "
        "network. Put it on a course site, into slides, or open it from a disk."
    )
    html = standalone_page(packed(recording), frame, asked.get("view", ""))
    st.download_button("The page as HTML", html, "mixtape-run.html", "text/html")
    st.code('<iframe src="mixtape-run.html" width="1000" height="700"></iframe>', language="html")


def _pictures(recording: Recording, frame: int) -> None:
    reel = _reel(recording)
    dark = st.toggle("On dark ground")
    with st.container(horizontal=True):
        for kind, mime in [
            ("png", "image/png"),
            ("svg", "image/svg+xml"),
            ("pdf", "application/pdf"),
        ]:
            st.download_button(
                f"Frame {frame} as {kind.upper()}",
                partial(still, reel, frame, kind, dark),
                f"mixtape-frame-{frame}.{kind}",
                mime,
                on_click="ignore",
            )
        st.download_button(
            "A worksheet as PDF",
            partial(worksheet, reel),
            "mixtape-worksheet.pdf",
            "application/pdf",
            on_click="ignore",
            help="Frames with the answer left out, for pen and paper; the answers come after.",
        )
    if st.button("Make an animated GIF of the run"):
        bar = st.progress(0.0, "Drawing the frames")

        def report(done: int, count: int) -> None:
            bar.progress(done / count, f"Frame {done} of {count}")

        picture = animation(reel, dark, report)
        bar.empty()
        st.download_button("The run as GIF", picture, "mixtape-run.gif", "image/gif")
        st.image(picture, alt="The run as an animation")


def _numbers(recording: Recording, frame: int) -> None:
    em, kmeans, dataset = recording.em, recording.kmeans, recording.dataset
    shown = em.frames[frame]
    columns = dataset_labels(dataset)
    gamma = None
    if shown.responsible is not None:
        gamma = responsibilities(recording.points, shown.responsible)
    labels = None
    if kmeans is not None:
        centroids = kmeans.frames[min(frame, len(kmeans.frames) - 1)].assigned
        labels = None if centroids is None else assign(recording.points, centroids)[0]
    truth = None
    if dataset.labels is not None:
        names = (*dataset.label_names, "")
        truth = [names[label] for label in dataset.labels] if dataset.label_names else None
    origin, spread = recording.scaling
    points = origin + spread * recording.points
    sheet = points_sheet(points, columns, gamma, labels, dataset.frequencies, truth, bom=True)
    st.markdown(f"Numbers of frame {frame}; the tape holds every frame.")
    with st.container(horizontal=True):
        st.download_button(
            "Points and responsibilities as CSV", sheet, f"points-frame-{frame}.csv", "text/csv"
        )
        st.download_button(
            "Parameters as CSV",
            parameters_sheet(shown.mixture, recording.scaling, columns, bom=True),
            f"parameters-frame-{frame}.csv",
            "text/csv",
        )
        st.download_button(
            "The whole tape as JSON",
            lambda: tape_to_json(
                em,
                kmeans,
                title=dataset.title,
                columns=list(dataset.columns),
                units=list(dataset.units),
                origin=origin.tolist(),
                spread=spread.tolist(),
                covariance=recording.settings.covariance,
            ),
            "mixtape-tape.json",
            "application/json",
            on_click="ignore",
            help=f"Documented in assets/tape.schema.json; it can be opened again as a file. "
            f"Up to {MAX_ROWS:,} points.",
        )


def _code(recording: Recording) -> None:
    settings = recording.settings
    arguments = (
        *(recording.em, settings.covariance, settings.ridge, TOLERANCE, recording.scaling),
        dataset_labels(recording.dataset),
        recording.dataset.points,
        recording.dataset.title,
    )
    st.markdown("The same run in scikit-learn")
    try:
        snippet = scikit_learn_snippet(*arguments)
        if far_from_zero(recording.em):
            st.badge("Agrees to the first digits", color="gray", help=promise(recording.em))
        else:
            st.badge(
                "Agrees to 8 digits",
                icon=":material/check:",
                color="green",
                help=promise(recording.em),
            )
        st.code(snippet, language="python", height=300)
    except ValueError as error:
        st.caption(plain(str(error)))
    st.markdown("and with this project's engine")
    st.code(engine_snippet(*arguments), language="python", height=300)


def _reel(recording: Recording) -> Reel:
    run = packed(recording)
    return Reel(
        recording.em,
        recording.kmeans,
        recording.scaling,
        tuple(dataset_labels(recording.dataset)),
        run["title"],
        run["summary"],
        run["box"],
    )
