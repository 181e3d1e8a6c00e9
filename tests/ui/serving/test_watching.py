"""A session that comes back watches no files, where none are to be watched."""

import inspect
from types import SimpleNamespace
from typing import Any

import pytest
from streamlit import config
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.websocket_session_manager import WebsocketSessionManager

from gmm.ui.serving.watching import watch_as_set


class WatchedError(Exception):
    """Somebody looks up files."""


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A session as far as it watches files; what was exchanged is put back at the end."""

    def look_up(*_: object) -> None:
        raise WatchedError

    monkeypatch.setattr("streamlit.runtime.app_session.LocalSourcesWatcher", look_up)
    monkeypatch.setattr(AppSession, "register_file_watchers", AppSession.register_file_watchers)
    return SimpleNamespace(_local_sources_watcher=None, _pages_manager=None)


def set_watcher(monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    get = config.get_option
    monkeypatch.setattr(
        config,
        "get_option",
        lambda name: kind if name == "server.fileWatcherType" else get(name),
    )


def test_none_is_none_for_who_comes_back(monkeypatch: pytest.MonkeyPatch, session: Any) -> None:
    set_watcher(monkeypatch, "none")
    assert watch_as_set()
    AppSession.register_file_watchers(session)
    assert session._local_sources_watcher is None


def test_who_works_on_the_code_has_it_watched(
    monkeypatch: pytest.MonkeyPatch, session: Any
) -> None:
    set_watcher(monkeypatch, "auto")
    assert not watch_as_set()
    with pytest.raises(WatchedError):
        AppSession.register_file_watchers(session)


def test_streamlit_has_a_session_that_comes_back_watch_files_without_asking() -> None:
    # Once it asks by itself, the file has outlived its reason.
    resumes = inspect.getsource(WebsocketSessionManager._resume_stored_session)
    assert "existing_session.register_file_watchers()" in resumes
    assert "fileWatcherType" not in inspect.getsource(AppSession.register_file_watchers)
