"""Rows that are half there: where they are left out, and where they are used."""

import pytest
from streamlit.testing.v1 import AppTest

from gmm.files import PAGES
from gmm.ui.link import PASTE
from tests.app import address_of, open_app, open_file, run_of

TABLE = "a,b\n1,2\n3,5\n2.5,1\n8,9\n7,7\n6,8\n4,\n,3\n,\n"


def labels(app: AppTest) -> list[str]:
    return [each.proto.label for each in app.get("page_link")]


@pytest.mark.parametrize("way", ["file", "block"])
def test_a_table_with_empty_cells_leads_to_the_page_that_keeps_them(way: str) -> None:
    if way == "file":
        app = open_file(TABLE.encode())
    else:
        app = open_app(data=PASTE)
        app.text_area[0].set_value(TABLE).run()
    assert not app.exception
    assert "Keep them: missing values" in labels(app)
    assert any("2 rows were left out" in caption.value for caption in app.caption)
    # No other page sees a hole.
    assert len(run_of(app).points) == 6
    if way == "block":
        again = open_app(**address_of(app))
        assert "Keep them: missing values" in labels(again)


def test_a_table_without_empty_cells_does_not() -> None:
    assert "Keep them: missing values" not in labels(open_file(b"a,b\n1,2\n3,5\n2.5,1\n8,9\n"))


@pytest.mark.parametrize(("rows", "said"), [("4,\n", "1 row with"), ("4,\n,3\n", "2 rows with")])
def test_the_page_itself_says_that_it_uses_them(rows: str, said: str) -> None:
    app = AppTest.from_file(str(PAGES / "missing.py"), default_timeout=60)
    app.query_params["data"] = PASTE
    app.run()
    app.text_area[0].set_value("a,b\n1,2\n3,5\n2.5,1\n8,9\n7,7\n" + rows).run()
    assert not app.exception
    assert any(said in caption.value for caption in app.caption)
    assert "Keep them: missing values" not in labels(app)
