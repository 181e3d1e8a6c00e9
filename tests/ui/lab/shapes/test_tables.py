"""Tables have places of their own on a page."""

from streamlit.testing.v1 import AppTest


def _show_two() -> None:
    from gmm.ui.lab.shapes.tables import show_table

    show_table(["| a | b |\n|---|---|", "| 1 | 2 |"], "one", "First.")
    show_table(["| c |\n|---|", "| 3 |"], "other", "Second.")


def test_two_on_a_page() -> None:
    app = AppTest.from_function(_show_two).run()
    assert not app.exception
    assert [each.value for each in app.markdown] == [
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "| c |\n|---|\n| 3 |",
    ]
    assert [each.help for each in app.markdown] == ["First.", "Second."]
