"""The film on the page: its pictures side by side, still or playing."""

from streamlit.testing.v1 import AppTest


def _page() -> None:
    import streamlit as st

    from gmm.ui.uses.background.film import show_film
    from gmm.ui.uses.background.pictures import Picture

    pictures = [
        Picture("The film", "data:,a", "What's <here>"),
        Picture("Mixture", "data:,b", "Mask", "3 < 4 pixels."),
    ]
    show_film(pictures, (120, 10, 20), st.query_params["play"] == "yes", judged=False)


def show(play: str) -> str:
    app = AppTest.from_function(_page)
    app.query_params["play"] = play
    app.run()
    assert not app.exception
    return str(app.get("html")[0].proto.body)


def test_a_still_picture_has_its_words_as_they_are() -> None:
    body = show("no")
    assert "alt='What&#x27;s &lt;here&gt;'" in body
    assert "3 &lt; 4 pixels." in body
    assert body.count("<img") == 2
    assert "foreground" in body
    assert "false alarm" not in body


def test_a_film_that_plays_goes_through_all_its_frames() -> None:
    body = show("yes")
    assert "<img" not in body
    assert body.count("background-size:100% 12000%") == 2
    assert "animation:film 10.00s steps(120, jump-none) infinite" in body
    assert "role='img'" in body
