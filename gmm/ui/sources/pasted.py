"""Numbers, or cells of a spreadsheet, pasted into the page."""

import streamlit as st

from gmm.data.datasets import Dataset
from gmm.limits import SENTENCES
from gmm.ui.address import change_address
from gmm.ui.carried import HERE, read_points, write_points
from gmm.ui.link import PASTE, POINTS, UPLOAD, Link
from gmm.ui.plain import plain
from gmm.ui.sources.at_hand import find_at_hand, keep_at_hand
from gmm.ui.sources.door import show_door
from gmm.ui.sources.half_seen import offer_half_seen
from gmm.ui.sources.offer import Offer

TITLE = "Pasted numbers"


def offer(link: Link, page: str) -> Offer:
    """Give what is pasted here; else what somebody else pasted, if the link brings it."""
    key = f"pasted-{page}"
    kept = find_at_hand(PASTE, "")
    if key not in st.session_state and link.carried.points == HERE and kept is not None:
        # They were pasted on another page of this session.
        st.session_state[key] = kept.content
        st.session_state[f"{key}-written"] = (kept.content, HERE)
    # What the text became in the address; where that is another now, somebody went back.
    written = st.session_state.get(f"{key}-written", ("", ""))
    if written[0] == st.session_state.get(key) and written[1] != link.carried.points:
        st.session_state[key] = ""
    pasted = st.text_area(
        "Numbers, or cells copied from a spreadsheet",
        key=key,
        height=120,
        help=SENTENCES["pasted"],
    )
    show_door("Upload a file instead", UPLOAD, ":material/upload:", page)
    if not pasted.strip():
        carried = _read_carried(link.carried.points)
        if carried is not None:
            offer_half_seen(carried, link, page)
        return Offer(link, carried)
    # With the first table: pandas would be a quarter of what a server loads before it answers.
    from gmm.ui.sources.columns import choose_columns, read_chosen

    try:
        dataset, _ = choose_columns(read_chosen(pasted, "", page).reading, TITLE)
    except ValueError as error:
        st.error(plain(str(error)))
        return Offer(link)
    text = write_points(dataset)
    if text == HERE:
        keep_at_hand(PASTE, "", str(hash(pasted)), pasted)
        st.caption("These are too many numbers for a link. They stay in this session.")
    change_address(**{POINTS.name: text})
    st.session_state[f"{key}-written"] = (pasted, text)
    link = link._replace(carried=link.carried._replace(points=text))
    offer_half_seen(dataset, link, page)
    return Offer(link, dataset)


def _read_carried(text: str) -> Dataset | None:
    dataset = read_points(text) if text else None
    if text == HERE:
        st.caption("The link does not contain its numbers: there were too many. Paste them again.")
    elif dataset is None:
        st.caption("Until there are numbers here, the stage shows other data.")
    return dataset
