"""Which columns of a table go where, as the page asks it."""

import pytest
import streamlit as st

from tests.app import open_file, run_of
from tests.present import present

PEOPLE = b"id,size,weight,kind,count\n" + b"\n".join(
    b"%d,%d,%d,%s,%d" % (i, 10 ** (i % 4), (i * 37) % 50, b"ab"[i % 2 : i % 2 + 1], 1 + i % 3)
    for i in range(40)
)


def test_skipped_rows_are_counted() -> None:
    app = open_file(b"x,y\n1,2\n,3\n4,5\n6,\n7,1\n", "gaps.csv")
    assert any("2 rows were left out" in caption.value for caption in app.caption)
    assert len(run_of(app).points) == 3


def test_row_numbers_are_not_the_first_choice() -> None:
    app = open_file(PEOPLE)
    assert run_of(app).dataset.columns == ("size", "weight")
    assert "id" in app.selectbox(key="across").options


def test_labels_frequencies_and_a_log_scale_from_the_table() -> None:
    app = open_file(PEOPLE)
    app.multiselect(key="logarithmic").select("size").run()
    assert run_of(app).dataset.columns[0] == "log10 size"
    app.selectbox(key="labels").select("kind").run()
    assert present(run_of(app).dataset.labels).tolist() == [0, 1] * 20
    app.selectbox(key="frequencies").select("count").run()
    assert present(present(run_of(app).em).weights).sum() == sum(1 + i % 3 for i in range(40))
    assert not app.exception


def test_a_log_of_nothing_is_explained_and_the_run_stays() -> None:
    app = open_file(PEOPLE)
    kept = run_of(app)
    app.multiselect(key="logarithmic").select("weight").run()
    assert "weight" in app.error[0].value
    assert run_of(app) is kept


def test_fewer_rows_are_a_sample() -> None:
    app = open_file(PEOPLE)
    app.number_input(key="rows_of_40").set_value(12).run()
    assert len(run_of(app).points) == 12


def test_a_table_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    from gmm.ui.sources import columns

    reads: list[str] = []

    def read(source: bytes, name: str, header: int | None, sheet: str) -> object:
        reads.append(name)
        return object()

    monkeypatch.setattr(st, "session_state", {})
    monkeypatch.setattr(columns, "read", read)
    first = columns.read_once(b"x", "a.csv", "here")
    assert columns.read_once(b"x", "a.csv", "here") is first
    assert columns.read_once(b"x", "a.csv", "there") is not first
    assert columns.read_once(b"y", "a.csv", "here") is not first
    assert len(reads) == 3
