"""A person's own file, as the page takes it."""

import io

import pytest
from numpy.testing import assert_array_equal
from streamlit.testing.v1 import AppTest

from gmm.files import FRAME
from gmm.ui.carried import write_start
from gmm.ui.link import UPLOAD, Settings
from gmm.ui.plain import plain
from gmm.ui.run import identify_points
from gmm.ui.sources.at_hand import AtHand
from gmm.ui.sources.uploaded import ask_again
from tests.app import address_of, link_of, open_app, open_file, run_of
from tests.present import present


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "empty"),
        (b"a,b\nx,y\nz,w\n", "number"),
        (b"a\n1\n1\n1\n", "same"),
        (b"PK\x03\x04" + bytes(100), ""),
    ],
)
def test_a_file_that_cannot_be_used_is_explained(content: bytes, word: str) -> None:
    app = open_file(content, "odd.csv")
    assert word in app.error[0].value
    assert run_of(app).settings == Settings()


def test_a_start_that_was_set_on_one_file_is_not_used_on_another() -> None:
    app = open_file(b"x,y\n1,2\n3,5\n4,1\n9,9\n8,7\n2,2\n", "a.csv")
    first = run_of(app)
    by_chance = present(first.em).frames[0].mixture
    other = by_chance._replace(means=by_chance.means + 0.25)
    app.query_params["hand"] = write_start(other, identify_points(first))
    app.run()
    assert_array_equal(present(run_of(app).em).frames[0].mixture.means, other.means)
    app.file_uploader[0].upload("b.csv", b"x,y\n1,2\n3,5\n4,1\n9,9\n8,7\n2,2.5\n").run()
    assert run_of(app).hand is None
    assert link_of(app).carried.hand == ""


def test_a_tape_that_was_taken_away_opens_again() -> None:
    from gmm.archive import tape_to_json

    run = run_of(open_app(k="3"))
    text = tape_to_json(present(run.em), run.kmeans, title="Mine", covariance="full")
    app = open_file(text.encode(), "tape.json")
    again = run_of(app)
    assert (again.dataset.title, again.file, again.settings.k) == ("Mine", "tape.json", 3)
    assert again.frames == run.frames
    # No slider says K = 2 beside a run with K = 3.
    assert "k" not in [each.key for each in app.slider]
    assert any("K = 3" in caption.value for caption in app.caption)
    assert len(open_file(text.encode()[:-40], "tape.json").error) == 1


PEOPLE = "id,size,weight,kind,count\n" + "\n".join(
    f"{i},{10 ** (i % 4)},{(i * 37) % 50},{'ab'[i % 2]},{1 + i % 3}" for i in range(40)
)
CHOSEN = {
    "data": "Upload a file",
    "file": "people.csv",
    "across": "weight",
    "up": "size",
    "logarithmic": "up",
    "labels": "kind",
    "frequencies": "count",
    "rows": "30",
    "k": "3",
    "frame": "2",
    "v": "4",
}


def test_the_address_tells_the_file_and_what_is_chosen_of_it() -> None:
    app = open_file(PEOPLE.encode(), "people.csv")
    told = {"file": "people.csv", "across": "size", "up": "weight"}
    assert {name: address_of(app).get(name) for name in told} == told
    app.selectbox(key="up").select("none, use one column only").run()
    app.number_input(key="rows_of_40").set_value(12).run()
    told |= {"up": "none", "rows": "12"}
    assert {name: address_of(app).get(name) for name in told} == told
    again = open_app(**address_of(app))
    again.file_uploader[0].upload("people.csv", PEOPLE.encode()).run()
    assert run_of(again).dataset.columns == ("size",)
    assert_array_equal(run_of(again).points, run_of(app).points)


def test_a_file_that_is_missing_is_asked_for_by_its_name_and_nothing_stands_under_it() -> None:
    app = open_app(**CHOSEN)
    assert [info.value.replace("\\", "") for info in app.info] == [ask_again("people.csv")]
    assert "shown-playground" not in app.session_state
    assert {name: text for name, text in address_of(app).items() if name in CHOSEN} == CHOSEN
    app.slider(key="k").set_value(4).run()
    assert len(app.info) == 1
    assert address_of(app)["across"] == "weight"


def test_the_file_of_that_name_comes_back_with_columns_and_settings() -> None:
    app = open_app(**CHOSEN)
    app.file_uploader[0].upload("people.csv", PEOPLE.encode()).run()
    assert not app.exception
    assert len(app.info) == 0
    run = run_of(app)
    assert run.dataset.columns == ("weight", "log10 size")
    assert (run.dataset.label_names, len(run.points), run.settings.k) == (("a", "b"), 30, 3)
    assert run.dataset.frequencies is not None
    assert link_of(app).frame == 2
    assert {name: text for name, text in address_of(app).items() if name in CHOSEN} == CHOSEN
    assert not [caption for caption in app.caption if "not in this table" in caption.value]


def test_a_file_that_the_session_has_at_hand_is_not_asked_for() -> None:
    app = AppTest.from_file(str(FRAME), default_timeout=30)
    for name, value in CHOSEN.items():
        app.query_params[name] = value
    app.session_state[f"at-hand-{UPLOAD}"] = AtHand("people.csv", "1", PEOPLE.encode())
    app.run()
    assert not app.exception
    assert len(app.info) == 0
    assert run_of(app).dataset.columns == ("weight", "log10 size")
    assert any("as you chose it before" in caption.value for caption in app.caption)
    other = AppTest.from_file(str(FRAME), default_timeout=30)
    other.query_params["data"], other.query_params["file"] = UPLOAD, "other.csv"
    other.session_state[f"at-hand-{UPLOAD}"] = AtHand("people.csv", "1", PEOPLE.encode())
    other.run()
    assert [info.value for info in other.info] == [plain(ask_again("other.csv"))]


def test_another_file_keeps_what_fits_and_a_word_tells_the_rest() -> None:
    app = open_app(**CHOSEN)
    other = PEOPLE.replace("size", "length").replace("kind", "sort")
    app.file_uploader[0].upload("other.csv", other.encode()).run()
    assert not app.exception
    run = run_of(app)
    assert (run.dataset.columns, run.settings.k) == (("weight", "length"), 3)
    assert run.dataset.labels is None
    assert run.dataset.frequencies is not None
    (said,) = [
        caption.value.replace("\\", "")
        for caption in app.caption
        if "not in this table" in caption.value
    ]
    assert said == "These columns are not in this table: “size”, “kind”. Choose below."
    assert address_of(app)["file"] == "other.csv"
    assert "labels" not in address_of(app)


def test_a_file_that_is_taken_away_is_not_asked_for() -> None:
    app = open_file(PEOPLE.encode(), "people.csv")
    assert f"at-hand-{UPLOAD}" in app.session_state
    app.file_uploader[0].set_value(None).run()
    assert not app.exception
    assert f"at-hand-{UPLOAD}" not in app.session_state
    assert not {"file", "across", "up"} & set(address_of(app))
    assert len(app.info) == 0


def test_other_data_take_the_name_of_the_file_out_of_the_address() -> None:
    app = open_file(PEOPLE.encode(), "people.csv")
    app.selectbox(key="data").select("Penguins").run()
    assert not {"file", "across", "up"} & set(address_of(app))


def test_the_way_back_shows_the_columns_of_that_address() -> None:
    app = open_file(PEOPLE.encode(), "people.csv")
    app.selectbox(key="across").select("weight").run()
    assert run_of(app).dataset.columns == ("weight", "size")
    app.query_params["across"], app.query_params["up"] = "size", "weight"
    app.run()
    assert run_of(app).dataset.columns == ("size", "weight")
    app.selectbox(key="across").select("id").run()
    assert run_of(app).dataset.columns[0] == "id"


def test_two_sessions_have_two_uploaders() -> None:
    """One that a browser knows from a lost session would show a name without a file."""
    first, second = open_app(data="Upload a file"), open_app(data="Upload a file")
    assert first.file_uploader[0].id != second.file_uploader[0].id
    before = first.file_uploader[0].id
    assert first.run().file_uploader[0].id == before


@pytest.mark.parametrize("name", ["*bold* [x](y).csv", "<img src=x>.csv", "a" * 250 + ".csv"])
def test_a_hostile_name_is_only_a_name(name: str) -> None:
    app = open_file(PEOPLE.encode(), name)
    carried = address_of(app)["file"]
    assert carried == name[:100]
    again = open_app(**address_of(app))
    (asked,) = [info.value for info in again.info]
    assert asked == plain(ask_again(carried))
    again.file_uploader[0].upload(name, PEOPLE.encode()).run()
    assert run_of(again).dataset.title == name


def test_a_sheet_and_a_row_of_names_come_back() -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.title = "A"
    for row in (["x", "w"], [1, 2], [2, 4], [5, 1], [7, 9]):
        book.active.append(row)
    second = book.create_sheet("B")
    for row in (["y", "z"], [1, 3], [2, 9], [5, 1], [7, 7], [8, 2]):
        second.append(row)
    target = io.BytesIO()
    book.save(target)
    app = open_file(target.getvalue(), "book.xlsx")
    boxes = {box.label: box for box in app.selectbox}
    boxes["Sheet"].select("B").run()
    next(box for box in app.selectbox if box.label == "Row with the names").select(2).run()
    assert not app.exception
    assert run_of(app).dataset.columns == ("1", "3")
    told = address_of(app)
    assert (told["sheet"], told["header"]) == ("B", "2")
    again = open_app(**told)
    again.file_uploader[0].upload("book.xlsx", target.getvalue()).run()
    assert run_of(again).dataset.columns == ("1", "3")
    chosen = {box.label: box.value for box in again.selectbox}
    assert (chosen["Sheet"], chosen["Row with the names"]) == ("B", 2)
    # Another file has another sheet, and its names stand elsewhere.
    again.file_uploader[0].upload("people.csv", PEOPLE.encode()).run()
    assert not again.exception
    assert run_of(again).dataset.columns == ("size", "weight")
    assert not {"sheet", "header"} & set(address_of(again))
