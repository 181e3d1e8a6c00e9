"""The command says what it does, and starts the app with our settings and the person's own."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from gmm.files import APP
from gmm.ui.command import COMMANDS, main

ROOT = APP.parent


@contextmanager
def served(command: list[str], folder: Path, path: str = "", **environment: str) -> Iterator[str]:
    """The address of a server that `command` starts in `folder`, once it is ready."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [*command, "--server.port", str(port), "--server.headless", "true"],
        cwd=folder,
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        url = f"http://127.0.0.1:{port}{path}"
        for _ in range(300):
            try:
                urllib.request.urlopen(f"{url}/_stcore/health", timeout=1).close()
                break
            except OSError:
                assert process.poll() is None, "the command ended"
                time.sleep(0.1)
        else:
            pytest.fail("The server did not start within 30 seconds.")
        yield url
    finally:
        process.terminate()
        process.wait()


@pytest.mark.parametrize("flag", ["--help", "-h"])
def test_help_says_what_it_does_without_streamlit(flag: str) -> None:
    lines = (
        "import sys; from gmm.ui.command import main; main(sys.argv[1:]);"
        "assert 'streamlit' not in sys.modules"
    )
    answer = subprocess.run(
        [sys.executable, "-c", lines, flag], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert answer.stdout.startswith("Usage: mixtape [OPTIONS]")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["rnu", "data.csv"], "There is no command “rnu”. Is `mixtape run` meant?"),
        (["help"], "`mixtape --help` lists them."),
        (["data.csv", "-k", "3"], "`mixtape run data.csv` makes a run of a table."),
    ],
)
def test_a_command_that_is_none_starts_nothing(
    arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert told in capsys.readouterr().err


def test_each_command_gets_what_follows_and_says_how_it_ended(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said: list[list[str]] = []

    def record(arguments: list[str]) -> int:
        said.append(arguments)
        return len(said) - 1

    monkeypatch.setattr("gmm.ui.run_command.main", record)
    main(["run", "data.csv", "--help"])
    with pytest.raises(SystemExit) as ended:
        main(["run", "data.csv", "-k", "x"])
    assert ended.value.code == 1
    assert said == [["data.csv", "--help"], ["data.csv", "-k", "x"]]


def test_the_site_is_built_by_its_own_command(monkeypatch: pytest.MonkeyPatch) -> None:
    module = pytest.importorskip("gmm.ui.site.__main__")
    said: list[list[str]] = []
    monkeypatch.setattr(module, "main", said.append)
    main(["site", "there"])
    assert said == [["there"]]


def test_ctrl_c_ends_without_a_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(_arguments: list[str]) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("gmm.ui.run_command.main", stop)
    with pytest.raises(SystemExit) as ended:
        main(["run", "data.csv"])
    assert ended.value.code == 130


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--help"])
    said = capsys.readouterr().out
    assert [name for name in COMMANDS if f"mixtape {name} " not in said] == []
    assert max(map(len, said.split("\n"))) <= 80


def test_what_follows_goes_on_to_streamlit(monkeypatch: pytest.MonkeyPatch) -> None:
    from streamlit.web import cli

    said: list[list[str]] = []
    monkeypatch.setattr(cli, "main", lambda arguments, prog_name: said.append(arguments))
    main(["--server.port", "8600", "--server.headless", "true"])
    assert said == [["run", str(APP), "--server.port", "8600", "--server.headless", "true"]]


def test_from_any_folder_under_a_base_path(tmp_path: Path) -> None:
    """A page's name leads to the first page, whatever lies before it; the query stays."""
    command = [sys.executable, "-m", "gmm.ui.command", "--server.baseUrlPath", "mix"]
    with served(command, tmp_path, "/mix", PYTHONPATH=str(ROOT)) as url:
        with urllib.request.urlopen(f"{url}/playground?k=4&data=Old+Faithful") as answer:
            assert answer.url == f"{url}/?k=4&data=Old+Faithful"
        with urllib.request.urlopen(f"{url}/playground") as answer:
            assert answer.url == f"{url}/"


def test_help_of_serve_is_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    main(["serve", "--help"])
    said = capsys.readouterr().out
    assert said.startswith("Usage: mixtape serve")
    assert "--workers N" in said
    main(["--help"])
    assert "mixtape serve" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("given", "workers", "options"),
    [
        ([], 1, []),
        (["--workers", "3", "--server.port", "80"], 3, ["--server.port", "80"]),
        (["--server.port=80", "--workers=2"], 2, ["--server.port=80"]),
    ],
)
def test_workers_are_ours_and_the_rest_is_streamlits(
    given: list[str], workers: int, options: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from gmm.ui.serving import workers as module

    said: list[tuple[int, list[str]]] = []

    def serve(workers: int, options: list[str]) -> int:
        said.append((workers, options))
        return 0

    monkeypatch.setattr(module, "serve", serve)
    main(["serve", *given])
    assert said == [(workers, options)]


@pytest.mark.parametrize("number", ["0", "-1", "2.5", "many", "", "65", "٣"])
def test_a_number_of_workers_that_is_none_is_named(
    number: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["serve", "--workers", number])
    assert ended.value.code == 2
    assert f"from 1 to 64, not {number!r}" in capsys.readouterr().err
