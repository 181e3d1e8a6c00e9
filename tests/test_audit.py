"""The audit of the gate ends by itself, and says it where there was nobody to ask."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

AUDIT = Path(__file__).resolve().parent.parent / ".ci" / "audit"
NOBODY = "http://127.0.0.1:9/"


@pytest.mark.skipif(shutil.which("npm") is None, reason="Install npm to run the audit.")
def test_who_cannot_be_asked_is_told_and_nothing_counts_as_audited() -> None:
    nobody = {"OSV_URL": NOBODY, "npm_config_registry": NOBODY}
    run = subprocess.run(
        ["bash", str(AUDIT)], env={**os.environ, **nobody}, capture_output=True, text=True
    )
    assert run.returncode == 0
    lines = run.stdout.splitlines()
    assert [line.split(":")[1].strip() for line in lines] == ["python", "npm"]
    assert all(line.endswith("NOT audited.") for line in lines)
