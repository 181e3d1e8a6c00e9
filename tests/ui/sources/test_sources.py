"""One table of sources, and what each of them offers."""

from gmm.data.datasets import DATASETS
from gmm.ui.link import DRAW, PASTE, UPLOAD
from gmm.ui.sources import SOURCES
from tests.app import open_app


def test_the_list_to_choose_from_is_the_table() -> None:
    assert list(SOURCES) == [*DATASETS, DRAW, PASTE, UPLOAD]
    assert open_app().selectbox(key="data").options == list(SOURCES)
