"""Data sets that are drawn by chance."""

import pytest

from gmm.data.datasets import DATASETS
from tests.app import link_of, open_app

GENERATED = [name for name, recipe in DATASETS.items() if recipe.generated]


@pytest.mark.parametrize("name", GENERATED)
def test_each_has_its_size_its_seed_and_its_own_knobs(name: str) -> None:
    app = open_app(data=name, n="40", data_seed="3")
    settings = link_of(app).settings
    assert (settings.n, settings.data_seed) == (40, 3)
    knobs = DATASETS[name].knobs
    assert settings.knobs == tuple((knob.name, knob.default) for knob in knobs)
    assert {knob.name for knob in knobs} <= {slider.key for slider in app.slider}
