"""A person's own files on the page of a case."""

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from gmm.ui.held import count_held


def _page() -> None:
    import streamlit as st

    from gmm.ui.uses.own_file import OwnFile, take_file, take_files

    times = st.session_state.setdefault("times", [])

    def read(name: str, content: bytes) -> str:
        times.append(name)
        if content == b"bad":
            raise ValueError(f"{name} has *nothing* in it.")
        if content == b"worse":
            raise OverflowError
        return f"{name}:{content.decode()}"

    def join(files: list[OwnFile]) -> str:
        return "+".join(file.name for file in files)

    st.session_state["one"] = take_file("one", "One", ("txt",), read)
    st.session_state["many"] = take_files("many", "Many", ("txt",), join)


def bring(app: AppTest, *files: tuple[str, bytes], at: int = 0) -> AppTest:
    uploader: Any = app.file_uploader[at]
    uploader.set_value([(name, content, "text/plain") for name, content in files] or None).run()
    assert not app.exception
    return app


@pytest.fixture
def app() -> AppTest:
    return AppTest.from_function(_page, default_timeout=30).run()


def test_a_file_is_read_once_and_forgotten_when_it_is_taken_away(app: AppTest) -> None:
    assert app.session_state["one"] is None
    before = count_held()
    bring(app, ("a.txt", b"x" * 5000)).run()
    assert app.session_state["one"] == f"a.txt:{'x' * 5000}"
    assert app.session_state["times"] == ["a.txt"]
    assert count_held() >= before + 5000
    bring(app, ("b.txt", b"y"))
    assert app.session_state["one"] == "b.txt:y"
    bring(app)
    assert app.session_state["one"] is None
    assert count_held() < before + 5000


def test_what_cannot_be_read_gets_a_sentence_and_no_traceback(app: AppTest) -> None:
    bring(app, ("a.txt", b"bad")).run()
    assert app.error[0].value == r"a\.txt has \*nothing\* in it\."
    assert app.session_state["one"] is None
    assert app.session_state["times"] == ["a.txt"]
    bring(app, ("a.txt", b"worse"))
    assert r"a\.txt cannot be read" in app.error[0].value
    bring(app, ("a.txt", b"good"))
    assert not app.error


def test_several_files_come_in_the_order_of_their_names(app: AppTest) -> None:
    files = [(name, name.encode()) for name in ("b.txt", "a10.txt", "a.txt", "a2.txt", "10.txt")]
    bring(app, *files, at=1)
    assert app.session_state["many"] == "10.txt+a2.txt+a10.txt+a.txt+b.txt"
