"""The page on voices as Streamlit runs it, without a browser."""

import pytest
from streamlit.testing.v1 import AppTest

from gmm.files import PAGES
from gmm.ui.uses.speakers.page import OWN_FILES, WAITING
from tests.ui.uses.speakers.brought import record


def open_speakers(**query: str) -> AppTest:
    app = AppTest.from_file(str(PAGES / "speakers.py"), default_timeout=120)
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def texts(app: AppTest) -> str:
    found = [*app.markdown, *app.caption, *app.warning, *app.info, *app.error]
    return "\n".join(each.value for each in found).replace("\\", "")


def rates(app: AppTest) -> list[float]:
    return [float(metric.value.rstrip("%")) for metric in app.metric]


@pytest.fixture(scope="module")
def page() -> AppTest:
    return open_speakers()


def test_it_opens_with_its_answer_in_sight(page: AppTest) -> None:
    said = texts(page)
    adapted, own, gaussian = rates(page)
    assert f"the adapted mixture errs least, in {adapted}\u00a0% of trials" in said
    # Drawing alone would not make these: the method has to work.
    assert 10 < adapted < 19
    assert min(own, gaussian) > adapted + 3
    labels = [metric.label for metric in page.metric]
    assert labels == ["Adapted mixture (best)", "Mixture of its own", "One Gaussian"]
    assert "simulated by us: nobody has spoken" in said
    assert "48 trials, of another one 720, among 16 people" in said


def test_all_parts_of_a_case_are_there(page: AppTest) -> None:
    heads = [each.value for each in page.markdown if each.value.startswith("## ")]
    parts = ["The data", "The fit", "What it is worth", "Where it fails", "What to read"]
    assert heads == [f"## {part}" for part in parts]
    assert "Simulated by us, from a source and a filter" in texts(page)
    assert "**c1**" in texts(page)
    assert len(page.get("plotly_chart")) == 3
    assert len(page.get("audio")) == 2


def test_plenty_of_speech_is_where_another_way_wins() -> None:
    app = open_speakers(seconds="20")
    adapted, own, _ = rates(app)
    assert own < adapted
    assert "a mixture of each person’s own errs least" in texts(app)


def test_settings_are_in_the_address_and_change_the_numbers() -> None:
    app = open_speakers(components="2", relevance="64", adapted="weights, means and variances")
    assert app.segmented_control(key="components").value == "2"
    assert "Weights and variances are adapted, too" in texts(app)
    assert rates(app)[0] > 15
    app = open_speakers(seconds="77", components="x", people_seed="-4", speaker="900", place="moon")
    assert "2 seconds" in texts(app)


def test_another_sound_at_the_test_is_shown_and_told() -> None:
    app = open_speakers(place="with noise")
    assert "error rises from" in texts(app)
    assert len(app.get("audio")) == 3


def test_other_lengths_are_worked_out_when_asked_for() -> None:
    app = open_speakers(lengths="true")
    assert "With 1, 2 or 5 seconds the adapted mixture errs least" in texts(app)
    assert "With 20 seconds a mixture of each person’s own errs least" in texts(app)
    assert len(app.get("plotly_chart")) == 4


def test_another_person_can_be_looked_at(page: AppTest) -> None:
    app = open_speakers(speaker="3")
    assert "Of Speaker 3 there are" in texts(app)


def test_own_files_are_asked_for_and_used() -> None:
    app = open_speakers(speech=OWN_FILES)
    assert WAITING in texts(app)
    assert not app.metric
    files = [record(who) for who in range(3)]
    app.file_uploader[0].upload(files[0].name, files[0].content).run()
    assert not app.exception
    assert "There is 1 file" in texts(app)


def test_own_recordings_are_judged() -> None:
    app = open_speakers(speech=OWN_FILES, components="4")
    uploader = app.file_uploader[0]
    for who in range(3):
        file = record(who)
        uploader.upload(file.name, file.content)
    app.run()
    assert not app.exception
    said = texts(app)
    assert len(rates(app)) == 3
    assert "among 3 people" in said
    assert "too few people for an interval" in said
    assert "person 1: " in said
    assert "nobody has spoken" not in said
    assert "After 2 seconds of" in said
    app.segmented_control(key="seconds").set_value("20").run()
    assert not app.exception
    assert "After up to 20 seconds of" in texts(app)
    app.toggle(key="lengths").set_value(True).run()
    assert not app.exception
    assert "20 seconds a mixture" not in texts(app)
