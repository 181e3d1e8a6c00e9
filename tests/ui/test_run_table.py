"""Runs that have been recorded already."""

import threading

from gmm.data.datasets import DATASETS
from gmm.ui.link import Settings
from gmm.ui.run import Run, count_bytes, record_run
from gmm.ui.run_table import RunTable

RUN = record_run(Settings(), DATASETS["Old Faithful"].make(300, 0))


def give() -> Run:
    return RUN._replace()


def test_a_run_is_kept_and_one_that_is_there_stays() -> None:
    table, run = RunTable(4, 10**9), give()
    assert table.find("a") is None
    table.keep("a", run)
    table.keep("b", give())
    table.keep("a", give())
    assert table.find("a") is run
    assert len(table) == 2
    assert table.bytes == 2 * count_bytes(RUN)


def test_the_least_recently_used_go_first() -> None:
    table = RunTable(2, 10**9)
    for key in "ab":
        table.keep(key, give())
    table.find("a")
    table.keep("c", give())
    assert [table.find(key) is not None for key in "abc"] == [True, False, True]


def test_it_is_bounded_in_bytes_and_keeps_the_latest() -> None:
    size = count_bytes(RUN)
    table = RunTable(100, 3 * size)
    for key in range(10):
        table.keep(key, give())
    assert len(table) == 3
    assert table.bytes == 3 * size
    small = RunTable(100, size // 2)
    small.keep("a", give())
    small.keep("b", give())
    assert (small.find("a"), small.find("b")) == (None, RUN)


def test_many_threads_may_use_it_at_once() -> None:
    table = RunTable(8, 10**9)

    def use(begin: int) -> None:
        for i in range(200):
            table.keep((begin + i) % 20, give())
            table.find(i % 20)

    threads = [threading.Thread(target=use, args=(i,)) for i in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(table) == 8
    assert table.bytes == 8 * count_bytes(RUN)
