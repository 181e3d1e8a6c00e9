"""Runs that have been recorded already."""

import threading
import time

import pytest

from gmm.data.datasets import DATASETS
from gmm.ui.link import Settings
from gmm.ui.run import Run, count_bytes, record_run
from gmm.ui.run_table import RunTable

RUN = record_run(Settings(), DATASETS["Old Faithful"].make(300, 0))


def give() -> Run:
    return RUN._replace()


def test_a_run_is_recorded_once() -> None:
    table = RunTable(4, 10**9)
    first = table.find("a", give)
    assert table.find("a", lambda: pytest.fail("It is there already.")) is first
    assert table.find("b", give) is not first
    assert len(table) == 2
    assert table.bytes == 2 * count_bytes(RUN)


def test_the_least_recently_used_go_first() -> None:
    table = RunTable(2, 10**9)
    a = table.find("a", give)
    table.find("b", give)
    table.find("a", give)
    table.find("c", give)
    assert table.find("a", give) is a
    again = []

    def give_again() -> Run:
        again.append(1)
        return give()

    table.find("b", give_again)
    assert again == [1]


def test_it_is_bounded_in_bytes_and_keeps_the_latest() -> None:
    size = count_bytes(RUN)
    table = RunTable(100, 3 * size)
    for key in range(10):
        table.find(key, give)
    assert len(table) == 3
    assert table.bytes == 3 * size
    small = RunTable(100, size // 2)
    assert small.find("a", give) is small.find("a", give)
    assert len(small) == 1


def test_what_cannot_be_recorded_is_tried_again() -> None:
    table = RunTable(4, 10**9)

    def fail() -> Run:
        raise ValueError("No.")

    for _ in range(2):
        with pytest.raises(ValueError, match="No"):
            table.find("a", fail)
    assert len(table) == 0
    assert table.find("a", give) == RUN


def test_a_hall_that_opens_one_link_waits_for_one_recording() -> None:
    table, recorded = RunTable(4, 10**9), []

    def record() -> Run:
        recorded.append(1)
        time.sleep(0.05)
        return give()

    found: list[Run] = []
    threads = [
        threading.Thread(target=lambda: found.append(table.find("a", record))) for _ in range(30)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert recorded == [1]
    assert len(found) == 30
    assert all(run is found[0] for run in found)
