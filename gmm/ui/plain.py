"""Somebody else's words, harmless inside Markdown: no link, picture or mark-up comes of them."""

import re

_SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:@&])")


def plain(text: str) -> str:
    """Text that Streamlit shows letter by letter.

    Parameters
    ----------
    text : str
        A sentence that may quote a file or a link.

    Returns
    -------
    str
        The same with every character that Markdown could take for mark-up escaped.
    """
    return _SPECIAL.sub(r"\\\1", text)
