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

    show_records([{"Who": "EM", "Steps": "7"}, {"Who": "SQUAREM", "Steps": "3"}], "race", "Help.")


def test_records_are_rows_with_words_to_the_left_and_numbers_to_the_right() -> None:
    (table,) = AppTest.from_function(_show_records).run().markdown
    assert table.value.split("\n") == [
        "| Who | Steps |",
        "| --- | ---: |",
        "| EM | 7 |",
        "| SQUAREM | 3 |",
    ]
