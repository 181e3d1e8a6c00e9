"""Data sets that come with the app."""

from gmm.data.datasets import DATASETS
from gmm.ui.sources.bundled import make_dataset
from tests.app import open_app


def test_a_data_set_is_made_once_for_all() -> None:
    assert make_dataset("Penguins", 300, 0) is make_dataset("Penguins", 300, 0)
    knobs = (("clusters", 4),)
    made = make_dataset("Round clusters", 90, 1, knobs)
    assert make_dataset("Round clusters", 90, 1, knobs) is made
    assert len(made.points) == 90
    assert not made.points.flags.writeable


def test_each_says_what_to_look_for() -> None:
    app = open_app(data="Penguins")
    note = DATASETS["Penguins"].make(300, 0).note
    assert any(caption.value.replace("\\", "") == note for caption in app.caption)
