"""Whatever is uploaded becomes a run or one sentence, all the way from bytes to tapes."""

import re
import time
import tracemalloc

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from gmm.data.columns import numeric_columns
from gmm.data.reading import read
from gmm.data.roles import points_from
from gmm.data.transforms import sample_rows
from gmm.limits import MAX_ROWS
from gmm.points import FloatArray
from gmm.scaling import scale
from gmm.starts import start
from gmm.tape import Frame, KMeansFrame, Tape, record_em, record_kmeans
from tests.data.hostile.corpus import HUGE, RUN, corpus

CORPUS = corpus()
K = 3
# Fewer than the app takes of a long file: long tapes are not what is tried here.
SAMPLE = 2_000


Tapes = tuple[Tape[Frame], Tape[KMeansFrame]]


def show(content: bytes, name: str) -> Tapes:
    """The tapes that the app would show of a file's first columns of numbers."""
    table = read(content, name).table
    columns = (numeric_columns(table) or [str(column) for column in table.columns])[:2]
    if len(table) > MAX_ROWS:  # what a sample might miss is complained of, too
        for begin in range(0, len(table), MAX_ROWS):
            points_from(table.iloc[begin : begin + MAX_ROWS], columns)
        table = sample_rows(table, SAMPLE, 0)
    return record(points_from(table, columns).points)


def record(points: FloatArray) -> Tapes:
    points, _ = scale(points, "auto")
    mixture = start(points, K, "k-means++", 0)
    return record_em(points, mixture, max_iterations=60), record_kmeans(points, mixture.means, 60)


def show_or_tell(content: bytes, name: str = "table.csv") -> tuple[Tapes | None, str]:
    """Both tapes, or what the person is told instead. Anything but a ValueError goes through."""
    try:
        return show(content, name), ""
    except ValueError as error:
        return None, str(error)


def assert_finite(em: Tape[Frame], kmeans: Tape[KMeansFrame]) -> None:
    for frame in em.frames:
        assert np.isfinite(frame.log_likelihood)
        assert frame.bound is None or np.isfinite(frame.bound)
        assert all(np.isfinite(part).all() for part in frame.mixture)
    for step in kmeans.frames:
        assert np.isfinite(step.inertia)
        assert np.isfinite(step.centroids).all()


def assert_for_a_person(said: str) -> None:
    assert 20 < len(said) < 330
    assert said.isprintable()
    assert said.endswith(".")
    plain = re.sub(r"'.*'", "", said)
    assert not re.search(r"Traceback|Error|Exception|NaN|None|object at|0x|[{}\[\]!]|\\", plain)
    # What is wrong, and then what to do about it.
    assert len(re.findall(r"[.;] (?=[A-Z])", re.sub(r"'[^']*'", "", said))) >= 1


def test_the_corpus_is_large() -> None:
    assert len(CORPUS) >= 120
    runs = sum(case.expected == RUN for case in CORPUS.values())
    assert 40 < runs < len(CORPUS) - 80


@pytest.mark.parametrize("name", CORPUS)
def test_a_hostile_file_is_a_run_or_one_sentence(name: str) -> None:
    case = CORPUS[name]
    content = case.made()
    begun = time.perf_counter()
    runs, said = show_or_tell(content, case.name)
    # Generous: on one busy core. What it takes is in the bench.
    assert time.perf_counter() - begun < (20 if name in HUGE else 5)
    if case.expected == RUN:
        assert said == ""
        assert runs is not None
        assert_finite(*runs)
    else:
        assert case.expected in said
        assert_for_a_person(said)


def test_a_hostile_name_stays_text() -> None:
    name = "<img src=x onerror=alert(1)>"
    table = read(CORPUS["an img onerror name"].made()).table
    assert list(table.columns) == [name, "y"]
    assert points_from(table, [name]).columns == (name,)


def test_a_million_rows_do_not_fill_the_memory() -> None:
    content = CORPUS["one million rows"].made()
    tracemalloc.start()
    try:
        table = read(content).table
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(table) == 1_000_000
    assert peak < 12 * len(content)


# --- files nobody thought of


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes(content: bytes) -> None:
    check(content)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(sorted(set(CORPUS) - set(HUGE))), st.data())
def test_any_damage_to_the_corpus(name: str, data: st.DataObject) -> None:
    content = bytearray(CORPUS[name].made()[:5_000])
    for _ in range(data.draw(st.integers(1, 5))):
        if content:
            content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    check(bytes(content))


NUMBER = st.floats(width=64).map(repr) | st.integers(-(10**20), 10**20).map(str)
CELL = NUMBER | st.sampled_from(["", "NA", "x", '"1"', "1,5", "1e200", "-", "0", "0", "1"])


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.tuples(CELL, CELL), min_size=2, max_size=12),
    st.sampled_from(",;\t| "),
    st.booleans(),
)
def test_any_cells(rows: list[tuple[str, str]], separator: str, header: bool) -> None:
    lines = [separator.join(["x", "y"])] * header + [separator.join(row) for row in rows]
    check("\n".join(lines).encode())


@settings(max_examples=150, deadline=None)
@given(
    hnp.arrays(
        np.float64,
        st.tuples(st.integers(2, 12), st.integers(1, 2)),
        elements=st.floats(allow_nan=True, allow_infinity=True) | st.sampled_from([0.0, 1.0, 2.0]),
    )
)
def test_any_table_of_numbers(values: FloatArray) -> None:
    table = pd.DataFrame(values, columns=["x", "y"][: values.shape[1]])
    table.index = pd.RangeIndex(2, len(table) + 2, name="row")
    try:
        runs = record(points_from(table, list(table.columns)).points)
    except ValueError as error:
        said = str(error)
    else:
        said = ""
        assert_finite(*runs)
    assert said == "" or said.endswith(".")


def check(content: bytes) -> None:
    runs, said = show_or_tell(content)
    if runs is not None:
        assert_finite(*runs)
    else:
        assert_for_a_person(said)
