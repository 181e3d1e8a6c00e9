"""The README is true: its snippet prints what it says, its pictures and links are there."""

import re
import subprocess
import sys
from pathlib import Path

from tests.present import present

ROOT = Path(__file__).resolve().parent.parent
TEXT = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_snippet_prints_what_stands_below_it() -> None:
    (code, printed) = present(
        re.search(r"```python\n(.*?)```\n\n```\n(.*?)```", TEXT, re.DOTALL)
    ).groups()
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == printed


def test_pictures_and_folders_are_there() -> None:
    named = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", TEXT)
    named += re.findall(r"^\| `([^`]+)` \|", TEXT, re.MULTILINE)
    assert len(named) >= 8
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_the_engine_loads_no_screen() -> None:
    script = (
        "import sys, gmm; "
        "print([m for m in ('streamlit', 'plotly', 'matplotlib', 'pandas') if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout == "[]\n"
