"""A person's own file, as the page takes it."""

import pytest
from numpy.testing import assert_array_equal

from gmm.ui.carried import write_start
from gmm.ui.link import PASTE, UPLOAD
from gmm.ui.run import identify_points
from tests.app import address_of, open_app, open_file, press, run_of

PEOPLE = b"id,size,weight,kind,count\n" + b"\n".join(
    b"%d,%d,%d,%s,%d" % (i, 10 ** (i % 4), (i * 37) % 50, b"ab"[i % 2 : i % 2 + 1], 1 + i % 3)
    for i in range(40)
)


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
    assert "shown-playground" not in app.session_state


def test_skipped_rows_are_counted() -> None:
    app = open_file(b"x,y\n1,2\n,3\n4,5\n6,\n7,1\n", "gaps.csv")
    assert any("2 rows were left out" in caption.value for caption in app.caption)
    assert len(run_of(app).points) == 3


def test_row_numbers_are_not_the_first_choice() -> None:
    app = open_file(PEOPLE)
    assert run_of(app).dataset.columns == ("size", "weight")
    assert "id" in app.selectbox(key="across").options


def test_labels_frequencies_and_a_log_scale_from_the_table() -> None:
    app = open_file(PEOPLE)
    app.multiselect(key="logarithmic").select("size").run()
    assert run_of(app).dataset.columns[0] == "log10 size"
    app.selectbox(key="labels").select("kind").run()
    assert run_of(app).dataset.labels.tolist() == [0, 1] * 20
    app.selectbox(key="frequencies").select("count").run()
    assert run_of(app).em.weights.sum() == sum(1 + i % 3 for i in range(40))
    assert not app.exception


def test_a_log_of_nothing_is_explained_and_the_run_stays() -> None:
    app = open_file(PEOPLE)
    kept = run_of(app)
    app.multiselect(key="logarithmic").select("weight").run()
    assert "weight" in app.error[0].value
    assert run_of(app) is kept


def test_fewer_rows_are_a_sample() -> None:
    app = open_file(PEOPLE)
    app.number_input(key="rows_of_40").set_value(12).run()
    assert len(run_of(app).points) == 12


def test_the_doors_lead_to_ones_own_data() -> None:
    app = press(open_app(), "Your file")
    assert app.selectbox(key="data").value == UPLOAD
    press(app, "Paste numbers instead")
    assert app.selectbox(key="data").value == PASTE
    press(app, "Upload a file instead")
    assert app.selectbox(key="data").value == UPLOAD


def test_a_start_that_was_set_on_one_file_is_not_used_on_another() -> None:
    app = open_file(b"x,y\n1,2\n3,5\n4,1\n9,9\n8,7\n2,2\n", "a.csv")
    first = run_of(app)
    by_chance = first.em.frames[0].mixture
    other = by_chance._replace(means=by_chance.means + 0.25)
    app.query_params["hand"] = write_start(other, identify_points(first))
    app.run()
    assert_array_equal(run_of(app).em.frames[0].mixture.means, other.means)
    app.file_uploader[0].upload("b.csv", b"x,y\n1,2\n3,5\n4,1\n9,9\n8,7\n2,2.5\n").run()
    assert run_of(app).hand is None
    assert "hand" not in address_of(app)


def test_a_tape_that_was_taken_away_opens_again() -> None:
    from gmm.archive import tape_to_json

    run = run_of(open_app(k="3"))
    text = tape_to_json(run.em, run.kmeans, title="Mine", covariance="full")
    app = open_file(text.encode(), "tape.json")
    again = run_of(app)
    assert (again.dataset.title, again.file, again.settings.k) == ("Mine", "tape.json", 3)
    assert again.frames == run.frames
    # No slider says K = 2 beside a run with K = 3.
    assert "k" not in [each.key for each in app.slider]
    assert any("K = 3" in caption.value for caption in app.caption)
    assert len(open_file(text.encode()[:-40], "tape.json").error) == 1
