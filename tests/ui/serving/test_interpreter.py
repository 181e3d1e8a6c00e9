"""Threads take turns quickly, and what a server is made of is left out of collections."""

import subprocess
import sys

from gmm.ui.serving.interpreter import SWITCH_INTERVAL


def test_easing_shortens_the_turns_and_freezes_what_is_loaded() -> None:
    # In a process of its own: both hold for a whole interpreter.
    script = (
        "import gc, sys; from gmm.ui.serving.interpreter import ease; ease(); "
        "print(sys.getswitchinterval(), gc.get_freeze_count() > 10_000)"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    interval, frozen = run.stdout.split()
    assert float(interval) == SWITCH_INTERVAL
    assert frozen == "True"
