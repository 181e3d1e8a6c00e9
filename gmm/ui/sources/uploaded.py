"""A person's own file: a table, or a run that was taken away."""

import streamlit as st

from gmm.limits import SENTENCES
from gmm.ui.link import PASTE, Link
from gmm.ui.plain import plain
from gmm.ui.serving.uploads import find_refusal
from gmm.ui.sources.columns import choose_columns, read_chosen
from gmm.ui.sources.door import show_door
from gmm.ui.sources.offer import Offer
from gmm.ui.sources.tape_file import reopen_once


def offer(link: Link, page: str) -> Offer:
    """Give what is in the file; what cannot be used gets a sentence below the uploader."""
    file = st.file_uploader(
        "A file with one or two columns of numbers",
        type=["csv", "tsv", "tab", "txt", "dat", "asc", "xlsx", "parquet", "gz", "zip", "json"],
        key=f"file-{page}",
        help="A table as CSV, Excel or Parquet, also packed as gz or zip, "
        f"or a run that was saved here, as JSON. "
        f"{SENTENCES['file']} {SENTENCES['rows']} "
        "The file stays in this session: nobody else sees it, "
        "and it is deleted when you close the page.",
    )
    show_door("Paste numbers instead", PASTE, ":material/content_paste:", page)
    if file is None:
        refused = find_refusal()
        if refused:
            st.error(refused)
        st.caption(
            "A link does not contain a file. Until you choose one here, the stage shows other data."
        )
        return Offer(link)
    try:
        if file.name.lower().endswith(".json"):
            return Offer(link, run=reopen_once(file.getvalue(), file.name, page))
        return Offer(link, choose_columns(read_chosen(file.getvalue(), file.name, page), file.name))
    except ValueError as error:
        st.error(plain(str(error)))
        return Offer(link)
