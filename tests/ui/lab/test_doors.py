"""The way from a run to the laboratory."""

from gmm.ui.lab.doors import DOORS, HELP, KEY
from gmm.ui.pages import LABORATORY
from tests.app import open_app


def links_of(query: dict[str, str]) -> list[tuple[str, str]]:
    app = open_app(**query)
    assert not any(each.proto.label in DOORS.values() for each in app.get("page_link"))
    app.session_state[KEY] = True  # somebody opens it
    app.run()
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


def test_what_the_doors_are_stands_among_them_and_covers_none() -> None:
    app = open_app()
    assert not any(each.proto.popover.help for each in app.get("popover"))
    assert HELP not in [each.value for each in app.caption]
    app.session_state[KEY] = True
    app.run()
    assert HELP in [each.value for each in app.caption]
