"""Lines that stand out are told apart by what they are."""

from streamlit.testing.v1 import AppTest


def _write() -> None:
    from gmm.ui.lab.lines import head, say, write_style

    write_style()
    say("The **answer** is 4.")
    head("Why")
    say("And 5.")


def test_an_answer_is_no_heading_and_a_head_is_one() -> None:
    app = AppTest.from_function(_write).run()
    assert not app.exception
    assert [each.value for each in app.markdown] == ["The **answer** is 4.", "## Why", "And 5."]
