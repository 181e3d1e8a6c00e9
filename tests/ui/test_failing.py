"""A failure is told in a sentence with a number, and the log has the rest."""

import logging
import re

import pytest
from streamlit.testing.v1 import AppTest

from gmm.ui.failing import tell_failure


def _fail() -> None:
    import streamlit as st

    from gmm.ui.failing import tell_failure

    st.session_state["kept"] = "left in the session"
    try:
        raise ValueError("secret words")
    except ValueError as error:
        st.text(str(tell_failure(error)))


@pytest.fixture
def told(caplog: pytest.LogCaptureFixture) -> tuple[AppTest, str]:
    logger = logging.getLogger(tell_failure.__module__)
    logger.addHandler(caplog.handler)
    app = AppTest.from_function(_fail, default_timeout=30).run()
    logger.removeHandler(caplog.handler)
    return app, caplog.text


def test_a_person_reads_a_sentence_and_a_number(told: tuple[AppTest, str]) -> None:
    app, log = told
    assert app.text[0].value == "True"  # Streamlit adds nothing
    (error,) = app.error
    found = re.search(r"\*\*(\d{3}-\d{3})\*\*", error.value)
    assert found is not None
    assert "secret" not in error.value
    assert "ValueError" not in error.value
    assert f"Failure {found[1]}" in log
    assert "ValueError: secret words" in log
    assert "in _fail" in log


def test_two_failures_have_numbers_of_their_own() -> None:
    numbers = {AppTest.from_function(_fail).run().error[0].value for _ in range(3)}
    assert len(numbers) == 3


def test_the_session_begins_anew(told: tuple[AppTest, str]) -> None:
    app, _ = told
    assert "kept" not in app.session_state
