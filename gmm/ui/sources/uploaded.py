"""A person's own file: a table, or a run that was taken away."""

import secrets

import streamlit as st

from gmm.limits import SENTENCES
from gmm.ui.address import change_address
from gmm.ui.link import FILE, FOUND, HAND, PASTE, UPLOAD, Link, Table, write_table
from gmm.ui.plain import plain
from gmm.ui.serving.uploads import find_refusal
from gmm.ui.sources.at_hand import AtHand, find_at_hand, forget_at_hand, keep_at_hand
from gmm.ui.sources.door import show_door
from gmm.ui.sources.half_seen import offer_half_seen
from gmm.ui.sources.offer import Offer
from gmm.ui.sources.tape_file import reopen_once


def offer(link: Link, page: str) -> Offer:
    """Give what is in the file; what cannot be used gets a sentence below the uploader.

    The address has the file's name and what was chosen of it. Where the file itself is missing, it
    is asked for again by its name, and what was chosen holds as soon as it is there.
    """
    # A browser that has lost its session still shows a file's name in the uploader that it knows.
    # In another session it gets another one, which is empty.
    uploader = f"file-{page}-{st.session_state.setdefault('visit', secrets.token_hex(4))}"
    file = st.file_uploader(
        "A file with one or two columns of numbers",
        type=["csv", "tsv", "tab", "txt", "dat", "asc", "xlsx", "parquet", "gz", "zip", "json"],
        key=uploader,
        on_change=_forget_removed,
        args=(uploader,),
        help="A table as CSV, Excel or Parquet, also packed as gz or zip, "
        f"or a run that was saved here, as JSON. "
        f"{SENTENCES['file']} {SENTENCES['rows']} "
        "The file stays in this session: nobody else sees it, "
        "and it is deleted within 15 minutes after you close the page.",
    )
    show_door("Paste numbers instead", PASTE, ":material/content_paste:", page)
    refused = find_refusal() if file is None else ""
    if refused:
        st.error(refused)
    if file is not None:
        keep_at_hand(UPLOAD, _write_name(file.name), file.file_id, file.getvalue())
    kept = find_at_hand(UPLOAD, link.table.file if file is None else _write_name(file.name))
    if kept is None and link.table.file:
        st.info(plain(ask_again(link.table.file)), icon=":material/upload:")
        return Offer(link, awaits=link.table.file)
    if kept is None:
        st.caption(
            "A link does not contain a file. Until you choose one here, the stage shows other data."
        )
        return Offer(link)
    if file is None:
        st.caption(plain(f"{kept.name}, as you chose it before."))
    name = kept.name if file is None else file.name
    return _take(kept, name, link, page)


def _take(kept: AtHand, title: str, link: Link, page: str) -> Offer:
    """What is in the file; the address tells what was chosen of it."""
    key = f"table-{page}"
    asked: Table | None = link.table
    if st.session_state.get(key) == (kept.mark, write_table(link.table)):
        asked = None  # the page shows it already
    elif kept.name != link.table.file:
        asked = link.table._replace(sheet="", header=FOUND)  # of another file columns alone may fit
    st.session_state[key] = (kept.mark, write_table(link.table))
    assert isinstance(kept.content, bytes)
    try:
        made = _read(kept.content, title, page, asked)
    except ValueError as error:
        st.error(plain(str(error)))
        return Offer(link)
    table = made.link.table._replace(file=kept.name)
    change_address(**write_table(table))
    st.session_state[key] = (kept.mark, write_table(table))
    link = link._replace(table=table)
    if made.dataset is not None:
        offer_half_seen(made.dataset, link, page)
    return made._replace(link=link)


def _write_name(name: str) -> str:
    """The file's name as a link tells it."""
    return write_table(Table(file=name))[FILE.name]


def _read(content: bytes, name: str, page: str, asked: Table | None) -> Offer:
    """What is in a file; the offer's link tells what was chosen of it."""
    if name.lower().endswith(".json"):
        return Offer(Link(), run=reopen_once(content, name, page))
    from gmm.ui.sources.columns import choose_columns, read_chosen  # with the first table

    chosen = read_chosen(content, name, page, asked)
    dataset, table = choose_columns(chosen.reading, name, asked)
    return Offer(Link(table=table._replace(sheet=chosen.sheet, header=chosen.header)), dataset)


def ask_again(file: str) -> str:
    """Ask for a file that a link belongs to.

    Parameters
    ----------
    file : str
        What it is called.

    Returns
    -------
    str
        True of a page that was reloaded, of one whose server is another, and of somebody else's
        link.
    """
    return (
        f"Choose {file} again: a link does not contain a file, "
        "and the server has it only while its page is connected."
    )


def _forget_removed(key: str) -> None:
    """Somebody has taken the file away: the address does not ask for it again."""
    if st.session_state[key] is None:
        forget_at_hand(UPLOAD)
        change_address(**write_table(Table()), **{HAND.name: ""})
