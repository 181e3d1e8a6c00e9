"""The way from a run to the laboratory."""

from gmm.ui.lab.doors import DOORS
from gmm.ui.pages import LABORATORY
from tests.app import open_app


def links_of(query: dict[str, str]) -> list[tuple[str, str]]:
    app = open_app(**query)
    doors = [each.proto for each in app.get("page_link") if each.proto.label in DOORS.values()]
    return [(door.page, door.query_string) for door in doors]


def test_each_page_is_opened_with_the_data_and_the_settings() -> None:
    query = {"data": "Penguins", "k": "5", "covariance": "tied", "frame": "3", "v": "4"}
    doors = links_of(query)
    assert [page for page, _ in doors] == list(LABORATORY)
    for _, asked in doors:
        assert "data=Penguins" in asked
        assert "k=5" in asked
        assert "covariance=tied" in asked
        assert "frame" not in asked


def test_the_data_are_named_also_where_a_link_would_leave_them_out() -> None:
    for _, asked in links_of({}):
        assert "data=Old+Faithful" in asked


def test_a_class_is_not_led_away() -> None:
    assert links_of({"hide": "data", "v": "4"}) == []
