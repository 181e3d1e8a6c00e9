"""The files that the code needs beside it."""

from gmm import files


def test_all_are_there() -> None:
    assert files.FRAME.is_file()
    assert files.APP.is_file()
    assert (files.PAGES / "playground.py").is_file()
    assert (files.ASSETS / "look.json").is_file()
    assert files.APP.parent == files.ROOT
