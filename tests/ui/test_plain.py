"""Nobody's words become mark-up."""

import pytest
from streamlit.testing.v1 import AppTest

from gmm.ui.plain import plain


@pytest.mark.parametrize("character", list("\\`*_{}[]()<>#+-.!|~$:@&"))
def test_every_character_that_could_mean_something_is_escaped(character: str) -> None:
    assert plain(f"a{character}b") == f"a\\{character}b"


def test_ordinary_words_stay_as_they_are() -> None:
    assert plain("Row 17 holds ‘n’ and Größe") == "Row 17 holds ‘n’ and Größe"


def test_streamlit_is_given_the_escaped_text() -> None:
    app = AppTest.from_function(_show).run()
    assert app.error[0].value == "\\!\\[x\\]\\(y\\)"


def _show() -> None:
    import streamlit as st

    from gmm.ui.plain import plain

    st.error(plain("![x](y)"))
