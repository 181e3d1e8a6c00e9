"""Tables have places of their own on a page."""

from streamlit.testing.v1 import AppTest


def _show_two() -> None:
    from gmm.ui.lab.tables import show_table

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


def _show_records() -> None:
    from gmm.ui.lab.tables import show_records

    show_records([{"Who": "EM", "<5": "7"}, {"Who": "SQUAREM", "<5": "3"}], "The race", "Help.")


def test_records_are_rows_with_words_to_the_left_and_numbers_to_the_right() -> None:
    app = AppTest.from_function(_show_records).run()
    (table,) = app.get("html")
    body = table.proto.body
    assert "<tr><th>Who</th><th class='number'>&lt;5</th></tr>" in body
    assert "<tr><td>EM</td><td class='number'>7</td></tr>" in body
    assert "<tr><td>SQUAREM</td><td class='number'>3</td></tr>" in body
    # Where it scrolls, keys can move it.
    assert "tabindex='0' aria-label='The race'" in body
    assert app.caption[0].value == "Help\\."
