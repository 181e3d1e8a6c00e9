"""The button that opens the dialog of what can be taken away."""

import subprocess
import sys

from streamlit.testing.v1 import AppTest

from gmm.files import ROOT
from tests.app import open_app

SCRIPT = """
import sys, logging
logging.disable(logging.WARNING)
from streamlit.testing.v1 import AppTest
from gmm.files import FRAME
app = AppTest.from_file(str(FRAME), default_timeout=60)
app.run()
assert not app.exception, app.exception
assert app.button(key="take-away-playground").label == "Take it away"
print([name for name in ("matplotlib", "scipy.optimize") if name in sys.modules])
"""


def press(app: AppTest) -> list[str]:
    app.button(key="take-away-playground").click()
    app.run()
    return [*app.exception]


def test_a_page_that_takes_nothing_away_loads_nothing_that_draws() -> None:
    run = subprocess.run(
        [sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert run.stdout.strip().splitlines()[-1] == "[]"


def test_it_opens_the_dialog() -> None:
    app = open_app()
    assert press(app) == []
    assert any("lecture" in each.label or each.options for each in app.selectbox)
