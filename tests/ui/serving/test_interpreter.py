"""What a server is made of is there before its first visitor, and is left out of collections."""

import subprocess
import sys


def test_pages_are_loaded_and_what_is_loaded_is_no_garbage() -> None:
    # In a process of its own: both hold for a whole interpreter.
    script = (
        "import gc, sys; from gmm.ui.serving.interpreter import FEWEST_NEW, ease, load_pages; "
        "before = 'gmm.ui.controls' in sys.modules; load_pages(); ease(); "
        "print(before, 'gmm.ui.controls' in sys.modules, 'gmm.ui.course.glossary' in sys.modules, "
        "gc.get_freeze_count() > 50_000, gc.get_threshold()[0] == FEWEST_NEW)"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["False", "True", "True", "True", "True"]
