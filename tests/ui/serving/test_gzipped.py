"""Files made small for the way."""

import asyncio
import gzip
import random

import pytest
from starlette.datastructures import Headers

from gmm.ui.serving.gzipped import GzipTable, give, knows, takes_gzip
from tests.person import run_apart


def noise(size: int, seed: int = 0) -> bytes:
    """What gzip cannot make smaller."""
    return random.Random(seed).randbytes(size)


def test_it_gives_what_unpacks_to_the_file() -> None:
    text = b"let a = 1;\n" * 1000
    packed = run_apart(GzipTable(10_000).find("a", give(text)))
    assert gzip.decompress(packed) == text
    assert len(packed) < len(text) / 20


def test_who_asks_while_it_is_on_its_way_waits_for_the_same_one() -> None:
    table, read = GzipTable(10_000), []

    async def slowly() -> bytes:
        read.append(1)
        await asyncio.sleep(0.05)
        return b"text"

    async def ask() -> list[bytes]:
        return await asyncio.gather(*(table.find("a", slowly) for _ in range(10)))

    answers = run_apart(ask())
    assert len(read) == 1
    assert set(map(gzip.decompress, answers)) == {b"text"}
    run_apart(table.find("a", slowly))
    assert len(read) == 1


def test_it_goes_on_when_the_first_one_goes_away() -> None:
    table = GzipTable(10_000)

    async def slowly() -> bytes:
        await asyncio.sleep(0.05)
        return b"text"

    async def ask() -> bytes:
        first = asyncio.ensure_future(table.find("a", slowly))
        await asyncio.sleep(0)
        second = asyncio.ensure_future(table.find("a", slowly))
        await asyncio.sleep(0)
        first.cancel()
        return await second

    assert gzip.decompress(run_apart(ask())) == b"text"


def test_what_cannot_be_read_is_asked_for_again() -> None:
    table = GzipTable(10_000)

    async def fail() -> bytes:
        raise OSError("gone")

    async def ask() -> bytes:
        with pytest.raises(OSError, match="gone"):
            await table.find("a", fail)
        return await table.find("a", give(b"text"))

    assert gzip.decompress(run_apart(ask())) == b"text"


def test_the_least_recently_used_go_first() -> None:
    table = GzipTable(3500)
    asked: list[str] = []

    def read(name: str):  # type: ignore[no-untyped-def]
        async def reading() -> bytes:
            asked.append(name)
            return noise(1000, ord(name))

        return reading

    async def ask(names: str) -> None:
        for name in names:
            await table.find(name, read(name))

    run_apart(ask("abcadab"))
    # "b" had to make room for "d", and came back; "a" was in use all the time.
    assert asked == ["a", "b", "c", "d", "b"]
    assert 2000 < table.kept_bytes <= 3500


@pytest.mark.parametrize(
    ("told", "takes"),
    [
        ("gzip, deflate, br", True),
        ("br;q=1.0, GZIP;q=0.8", True),
        ("*", True),
        ("gzip;q=0", False),
        ("gzip; q=0.000", False),
        ("br", False),
        ("identity", False),
        ("", False),
    ],
)
def test_who_reads_gzip(told: str, takes: bool) -> None:
    assert takes_gzip(Headers({"accept-encoding": told})) is takes


@pytest.mark.parametrize(
    ("told", "known"),
    [('"a"', True), ('W/"a"', True), ('"b", "a"', True), ("*", True), ('"b"', False), ("", False)],
)
def test_who_has_it_already(told: str, known: bool) -> None:
    assert knows(Headers({"if-none-match": told}), '"a"') is known
