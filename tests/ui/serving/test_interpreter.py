"""What a first page needs is loaded before its visitor comes, all else soon after."""

import json
import subprocess
import sys
from typing import Any

from gmm.files import ROOT

# What no first page needs. It would take twice as long until a new server answers.
HEAVY = ["altair", "clevercsv", "markdown_it", "matplotlib", "pandas", "pyarrow", "pydeck", "scipy"]

SCRIPT = """
import gc, json, logging, sys
logging.disable(logging.WARNING)
import app
from gmm.files import FRAME
from gmm.ui.serving.interpreter import ASKED_FOR, FEWEST_NEW, FIRST, LATER, ease, load
from streamlit.testing.v1 import AppTest

def list_ours():
    return sorted(name for name in sys.modules if name.split(".")[0] == "gmm")

def list_all():
    return sorted({name.split(".")[0] for name in sys.modules})

load(FIRST)
ease()
frozen, before = gc.get_freeze_count(), list_ours()
page = AppTest.from_file(str(FRAME), default_timeout=60).run()
told = {"failed": len(page.exception), "for_a_page": sorted({*list_ours()} - {*before})}
told |= {"first": list_all(), "frozen": frozen, "pause": gc.get_threshold()[0] == FEWEST_NEW}
load(LATER, ASKED_FOR)
told |= {"later": list_all(), "ours": list_ours()}
print(json.dumps(told))
"""


def load_apart() -> dict[str, Any]:
    """What is loaded when, in a process of its own: it holds for a whole interpreter."""
    run = subprocess.run(
        [sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True, cwd=ROOT
    )
    told: dict[str, Any] = json.loads(run.stdout)
    return told


def test_pages_are_loaded_in_two_steps_and_what_is_loaded_is_no_garbage() -> None:
    told = load_apart()
    assert told["failed"] == 0
    assert [name for name in HEAVY if name in told["first"]] == []
    assert told["for_a_page"] == []  # its visitor waits for none of our files
    assert told["frozen"] > 50_000
    assert told["pause"]
    for name in ("gmm.ui.course.glossary", "gmm.ui.course.words", "gmm.ui.sources.columns"):
        assert name in told["ours"]
    assert "pandas" in told["later"]
    # Pictures are drawn where no pages are served.
    assert "matplotlib" not in told["later"]
