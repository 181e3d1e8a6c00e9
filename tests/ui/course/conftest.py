"""Runs that the tests of numbers share."""

import pytest

from gmm.ui.course.measured import Measured
from tests.ui.course.files import run_of


@pytest.fixture(scope="module")
def faithful() -> Measured:
    return Measured(run_of(data="Old Faithful", k="2"), 3)


@pytest.fixture(scope="module")
def speeds() -> Measured:
    return Measured(run_of(data="Cyclist speeds", k="1"), 0)
