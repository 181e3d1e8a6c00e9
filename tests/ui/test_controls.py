"""The widgets of the settings."""

import pytest
from streamlit.testing.v1.element_tree import Element

from gmm.ui.link import CONTROLS, VERSION, Settings
from tests.app import address_of, link_of, open_app, run_of

CHANGES = [
    ("slider", "k", 4),
    ("selectbox", "start", "k-means++"),
    ("number_input", "start_seed", 3),
    ("selectbox", "covariance", "tied"),
    ("toggle", "twin", False),
    ("number_input", "ridge", 0.125),
]


def test_at_first_they_say_the_defaults() -> None:
    app = open_app()
    assert link_of(app).settings == Settings()
    for kind, name, _ in CHANGES:
        assert getattr(app, kind)(key=name).value == getattr(Settings(), name)
    assert address_of(app) == {}


@pytest.mark.parametrize(("kind", "name", "value"), CHANGES)
def test_each_is_its_setting_and_its_parameter(kind: str, name: str, value: object) -> None:
    app = open_app()
    getattr(app, kind)(key=name).set_value(value).run()
    assert getattr(link_of(app).settings, name) == value
    text = str(value).lower() if isinstance(value, bool) else str(value)
    told = open_app(**{name: text, "v": str(VERSION)})
    assert link_of(told).settings == link_of(app).settings
    assert getattr(told, kind)(key=name).value == value


def test_a_locked_k_cannot_be_moved() -> None:
    assert open_app(k="3", lock="k").slider(key="k").disabled
    assert not open_app(k="3").slider(key="k").disabled


@pytest.mark.parametrize("name", CONTROLS)
def test_each_group_can_be_put_out_of_sight_and_still_counts(name: str) -> None:
    app = open_app(k="3", hide=name)
    styles = [
        each.body
        for each in app.get("html")
        if isinstance(each, Element) and f".st-key-control-{name} " in each.body
    ]
    assert len(styles) == 1
    assert run_of(app).settings.k == 3
