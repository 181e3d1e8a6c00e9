"""Lines that stand out of a page: its answer, and the heads of its parts."""

import zlib

import streamlit as st

# An answer is a sentence in large letters, no heading.
STYLE = """<style>
[class*="st-key-answer"] p { font-size: 1.2rem; font-weight: 600; }
</style>"""


def write_style() -> None:
    """Give the lines of a page their looks, once a page."""
    st.html(STYLE)


def say(answer: str) -> None:
    """Put an answer on the page.

    Parameters
    ----------
    answer : str
        In Markdown.
    """
    with st.container(key=f"answer-{zlib.crc32(answer.encode())}"):
        st.markdown(answer)


def head(words: str) -> None:
    """Put the head of a part on the page."""
    st.markdown(f"## {words}")
