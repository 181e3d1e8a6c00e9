"""One server for the tests of this folder."""

from collections.abc import Iterator

import pytest

from tests.ui.serving.served import Served, serve


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    with serve() as served:
        yield served
