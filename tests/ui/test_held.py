"""What people's own files take of the server's memory."""

import gc
from types import SimpleNamespace

import pandas as pd
import pytest
from streamlit import runtime
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFileRec
from streamlit.testing.v1 import AppTest

from gmm.data.datasets import DATASETS
from gmm.ui.held import count_held, hold, hold_runs
from gmm.ui.link import Settings
from gmm.ui.run import count_bytes, record_run
from gmm.ui.run_table import RunTable
from tests.app import open_file


@pytest.fixture
def before() -> int:
    gc.collect()
    return count_held()


def test_a_table_counts_until_nobody_has_it(before: int) -> None:
    table = pd.DataFrame({"x": range(1000)})
    hold(table, 5_000)
    hold(table, 6_000)  # read again
    assert count_held() == before + 6_000
    kept = {"reading": table}
    del table
    assert count_held() == before + 6_000
    kept.clear()
    assert count_held() == before


def test_the_runs_of_a_session_count_as_many_as_there_are(before: int) -> None:
    run = record_run(Settings(), DATASETS["Old Faithful"].make(300, 0))
    table = RunTable(2, 10**9)
    hold_runs(table)
    assert count_held() == before
    for key in range(5):
        table.keep(key, run)
    assert count_held() == before + 2 * count_bytes(run)
    del table
    assert count_held() == before


def test_files_count_until_their_session_ends(before: int, monkeypatch: pytest.MonkeyPatch) -> None:
    manager = MemoryUploadedFileManager("/upload")
    monkeypatch.setattr(runtime, "exists", lambda: True)
    monkeypatch.setattr(runtime, "get_instance", lambda: SimpleNamespace(uploaded_file_mgr=manager))
    for session in ("a", "b"):
        manager.add_file(session, UploadedFileRec("1", "own.csv", "text/csv", b"x" * 700))
    assert count_held() == before + 1_400
    manager.remove_file("a", "1")
    manager.remove_session_files("b")
    assert count_held() == before


def test_a_session_with_a_file_counts_its_table_and_its_runs(before: int) -> None:
    rows = "".join(f"{i},{i * i % 17}\n" for i in range(500))
    app: AppTest | None = open_file(f"x,y\n{rows}".encode())
    with_file = count_held()
    assert with_file > before + 500 * 2 * 8 * 2
    app = None
    gc.collect()
    assert count_held() == before, app
