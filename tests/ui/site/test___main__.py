"""The command: what it prints, and a sentence for what cannot be."""

from pathlib import Path

import pytest

from gmm.ui.site import build
from gmm.ui.site.__main__ import main


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the site is built with; it has one file."""
    addresses: list[str] = []

    def write(address: str) -> dict[str, bytes]:
        addresses.append(address)
        return {"index.html": b"x" * 1500}

    monkeypatch.setattr(build, "write_files", write)
    return addresses


def test_it_builds_and_prints_the_sizes(
    asked: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path / "site")]) == 0
    told = capsys.readouterr().out
    assert "1.5 kB  index.html" in told
    assert "1.5 kB  in 1 files" in told
    assert f"Open {tmp_path / 'site' / 'index.html'} in a browser" in told
    assert asked == [""]


@pytest.mark.parametrize("address", ["https://example.org/a", "https://example.org/a/"])
def test_an_address_is_that_of_a_folder(asked: list[str], tmp_path: Path, address: str) -> None:
    assert main([str(tmp_path / "site"), "--address", address]) == 0
    assert asked == ["https://example.org/a/"]


@pytest.mark.usefixtures("asked")
def test_a_folder_that_cannot_be_used_is_told_in_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    assert main([str(tmp_path)]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith(f"mixtape site: “{tmp_path}” has files that are not from Mixtape.")
    assert main([str(tmp_path / "mine.txt" / "site")]) == 1
    assert "Name another folder." in capsys.readouterr().err


@pytest.mark.parametrize("wrong", ["example.org", "ftp://example.org/", "https://e.org/?a=1", "x"])
def test_what_is_no_address_is_told(
    wrong: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        main([str(tmp_path / "site"), "--address", wrong])
    assert left.value.code == 2
    told = capsys.readouterr().err
    assert told.startswith(f"mixtape site: --address “{wrong}” is no address of a folder, such as ")
    assert told.count("\n") == 1


@pytest.mark.parametrize("arguments", [[], ["a", "b"]])
def test_a_wrong_number_of_folders_is_one_sentence(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        main(arguments)
    assert left.value.code == 2
    told = capsys.readouterr().err
    assert told.startswith("mixtape site: ")
    assert told.endswith("`mixtape site --help` has all options.\n")
    assert told.count("\n") == 1


def test_help_says_what_is_written(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["--help"])
    assert left.value.code == 0
    told = capsys.readouterr().out
    for word in ("FOLDER", "--address", "index.html"):
        assert word in told
