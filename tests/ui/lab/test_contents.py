"""The laboratory's own page."""

from streamlit.testing.v1 import AppTest

from gmm.files import PAGES
from gmm.ui.lab.questions import QUESTIONS
from gmm.ui.link import Link, open_settings
from gmm.ui.pages import LABORATORY, TITLES
from gmm.ui.run import prepare_run
from gmm.ui.session import Shown
from gmm.ui.sources.bundled import make_dataset


def open_it(shown: Shown | None = None) -> AppTest:
    app = AppTest.from_file(str(PAGES / "laboratory.py"), default_timeout=30)
    if shown is not None:
        app.session_state["shown-playground"] = shown
    app.run()
    assert not app.exception
    return app


def links_of(app: AppTest) -> dict[str, str]:
    return {each.proto.page: each.proto.query_string for each in app.get("page_link")}


def test_it_has_a_card_for_each_question() -> None:
    app = open_it()
    assert [each.proto.label for each in app.get("page_link")] == [
        f"**{TITLES[name]}**" for name in LABORATORY
    ]
    assert links_of(app) == dict.fromkeys(LABORATORY, "")
    said = [each.value for each in app.markdown]
    assert [words for words in said if words in QUESTIONS.values()] == list(QUESTIONS.values())


def test_who_comes_from_the_playground_may_take_its_data_along() -> None:
    settings = open_settings("Penguins")._replace(k=5)
    run = prepare_run(settings, make_dataset("Penguins", 300, 0))
    app = open_it(Shown(run, Link(settings, frame=7)))
    assert set(links_of(app).values()) == {""}
    app.segmented_control(key="open-with").set_value("own").run()
    assert set(links_of(app).values()) == {"data=Penguins&v=4&k=5"}
