"""What the laboratory's pages open with."""

from gmm.data.datasets import DATASETS
from gmm.ui.examples import EXAMPLES
from gmm.ui.link import read_link, write_link
from gmm.ui.pages import LABORATORY


def test_each_page_of_the_laboratory_has_one() -> None:
    assert set(EXAMPLES) == set(LABORATORY)


def test_each_is_a_link_to_data_that_are_always_there() -> None:
    for link in EXAMPLES.values():
        assert link.settings.data in DATASETS
        assert read_link(write_link(link)) == (link, [])
