"""Fewer fits than on the page, for tests that want its answer soon."""

import pytest

from gmm.ui.lab.density import show_draws


@pytest.fixture(autouse=True)
def few_fits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(show_draws, "SIZES", (50, 500, 1_500))
    monkeypatch.setattr(show_draws, "REPEATS", 2)
