"""The README is true: what it tells to type prints what it says, its pictures are there."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from gmm.ui.command import COMMANDS, main
from tests.readme import README, Told, read_commands, read_snippets

ROOT = Path(__file__).resolve().parent.parent
# It takes a quarter of a minute; tests/test_packaging.py does it with the wheel.
SLOW = "mixtape site "


def test_there_are_three_ways_in_and_the_engine() -> None:
    typed = [told.typed for told in (*read_snippets(), *read_commands())]
    for part in ("import show, watch", "from gmm import record_em, start", SLOW, "mixtape run "):
        assert any(part in each for each in typed), part
    ways = re.findall(r"^### (.*)$", README, re.MULTILINE)
    assert ways[:3] == ["The app", "A notebook", "Plain files"]


@pytest.mark.parametrize("told", read_snippets(), ids=lambda told: told.typed.split("\n")[0])
def test_a_snippet_prints_what_stands_below_it(told: Told) -> None:
    run = subprocess.run(
        [sys.executable, "-c", told.typed], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert told.printed is not None
    assert run.stdout == told.printed


@pytest.mark.parametrize("told", read_commands(), ids=lambda told: told.typed)
def test_a_command_prints_what_stands_below_it(
    told: Told,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    program, *arguments = shlex.split(told.typed)
    assert program == "mixtape"
    assert arguments[0] in COMMANDS
    if told.typed.startswith(SLOW):
        assert len(arguments) == 2
        return
    monkeypatch.chdir(tmp_path)
    main(arguments)
    assert told.printed in (None, capsys.readouterr().out)
    if "--html" in arguments:
        page = tmp_path / arguments[arguments.index("--html") + 1]
        assert page.read_text(encoding="utf-8").startswith("<!doctype html>")


def test_pictures_and_folders_are_there() -> None:
    named = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", README)
    named += re.findall(r"^\| `([^`]+)` \|", README, re.MULTILINE)
    assert len(named) >= 8
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_the_engine_loads_no_screen() -> None:
    script = (
        "import sys, gmm; "
        "print([m for m in ('streamlit', 'plotly', 'matplotlib', 'pandas') if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout == "[]\n"
