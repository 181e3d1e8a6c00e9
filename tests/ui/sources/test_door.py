"""Buttons that lead to a person's own points."""

from gmm.ui.link import PASTE, UPLOAD
from tests.app import open_app, press


def test_the_doors_lead_to_ones_own_data() -> None:
    app = press(open_app(), "Your file")
    assert app.selectbox(key="data").value == UPLOAD
    press(app, "Paste numbers instead")
    assert app.selectbox(key="data").value == PASTE
    press(app, "Upload a file instead")
    assert app.selectbox(key="data").value == UPLOAD
