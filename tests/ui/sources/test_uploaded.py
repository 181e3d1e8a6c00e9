"""A person's own file, as the page takes it."""

import pytest
from numpy.testing import assert_array_equal

from gmm.ui.carried import write_start
from gmm.ui.run import identify_points
from tests.app import address_of, open_app, open_file, run_of
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
    assert "shown-playground" not in app.session_state


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
    assert "hand" not in address_of(app)


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
