"""Numbers that are pasted, and those that a link brings."""

import pytest
from numpy.testing import assert_array_equal
from streamlit.testing.v1 import AppTest

from gmm.ui.link import PASTE, UPLOAD
from gmm.ui.run import write_title
from tests.app import address_of, open_app, run_of
from tests.present import present


def paste(text: str) -> AppTest:
    app = open_app(data=PASTE)
    app.text_area[0].set_value(text).run()
    assert not app.exception
    return app


def test_pasted_numbers_are_a_table_like_any_other() -> None:
    app = paste("x\ty\n1\t2\n3\t5\n2,5\t1\n8\t9\n")
    assert write_title(run_of(app)) == "Pasted numbers, 4 rows"


def test_what_cannot_be_used_is_explained() -> None:
    app = paste("a b\nc d\n")
    assert "number" in app.error[0].value


def test_pasted_numbers_travel_in_the_link_to_the_last_bit() -> None:
    app = paste("height weight\n1 2\n3 5\n2.5 1\n0.1 9\n7 7.25\n0.30000000000000004 2\n")
    ours = run_of(app)
    theirs = run_of(open_app(**address_of(app)))
    assert_array_equal(theirs.dataset.points, ours.dataset.points)
    assert theirs.dataset.columns == ours.dataset.columns == ("height", "weight")
    for mine, other in zip(present(ours.em).frames, present(theirs.em).frames, strict=True):
        assert mine.log_likelihood == other.log_likelihood
    app.text_area[0].set_value("").run()
    assert not app.exception


def test_frequencies_and_labels_travel_as_well() -> None:
    app = paste("x,count,kind\n1,3,a\n2,1,b\n4,2,a\n7,5,b\n")
    app.selectbox(key="across").select("x").run()
    app.selectbox(key="up").select("none, use one column only").run()
    app.selectbox(key="labels").select("kind").run()
    app.selectbox(key="frequencies").select("count").run()
    ours = run_of(app).dataset
    theirs = run_of(open_app(**address_of(app))).dataset
    assert_array_equal(theirs.frequencies, [3, 1, 2, 5])
    assert_array_equal(theirs.labels, ours.labels)
    assert theirs.label_names == ours.label_names == ("a", "b")


def test_too_many_for_a_link_is_said_where_it_is_made_and_where_it_is_opened() -> None:
    app = paste("\n".join(f"{i} {(i * 7919) % 100_003 / 7:.9f}" for i in range(900)))
    assert any("stay in this session" in caption.value for caption in app.caption)
    assert address_of(app)["points"] == "here"
    other = open_app(**address_of(app))
    assert any("does not contain its numbers" in caption.value for caption in other.caption)


# What the first version wrote for the five rows "1 2", "3 5", "2.5 1", "8 9", "7 7.25".
FIRST = "eNozVTBS0DVUMDRQ0DUCkgZcDGAgwu9mw8DIwMyUMoFBoRAAXXIE8Q"


@pytest.mark.parametrize("data", [UPLOAD, PASTE])
def test_numbers_of_the_first_version_still_open(data: str) -> None:
    app = open_app(data=data, points=FIRST)
    assert run_of(app).dataset.points.tolist() == [[1, 2], [3, 5], [2.5, 1], [8, 9], [7, 7.25]]
    assert app.selectbox(key="data").value == PASTE


def test_a_link_that_was_cut_is_remarked() -> None:
    app = open_app(data=PASTE, points=FIRST[:-3])
    assert "cut or mistyped" in app.toast[0].value


def test_back_brings_the_numbers_before() -> None:
    app = paste("x y\n1 2\n3 5\n2.5 1\n8 9\n")
    before = address_of(app)["points"]
    app.text_area[0].set_value("x y\n1 2\n3 5\n2.5 1\n8 9\n4 4\n").run()
    assert len(run_of(app).points) == 5
    # What Back does: the address is the one before, and the text is as it was.
    app.query_params["points"] = before
    app.run()
    assert len(run_of(app).points) == 4
    assert address_of(app)["points"] == before
