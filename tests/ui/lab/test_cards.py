"""Cards that lead to pages."""

from streamlit.testing.v1 import AppTest


def _page() -> None:
    from gmm.ui.lab.cards import show_cards

    asked = {name: f"{name}?" for name in ("starts", "gaps", "density", "colours")}
    show_cards(list(asked), asked, {"data": "Penguins"})


def test_each_has_a_link_with_what_is_asked_and_its_words() -> None:
    app = AppTest.from_function(_page).run()
    assert not app.exception
    links = [each.proto for each in app.get("page_link")]
    assert [each.page for each in links] == ["starts", "gaps", "density", "colours"]
    assert {each.query_string for each in links} == {"data=Penguins"}
    assert [each.value for each in app.markdown] == ["starts?", "gaps?", "density?", "colours?"]
