"""The page on languages and styles: two tabs, of which one is worked on."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.ui.uses.languages.opened import open_page, texts


@pytest.mark.parametrize(
    ("part", "here", "away"), [("Languages", "a language", "a style"), ("Music", "a style", "a la")]
)
def test_the_address_says_which_tab_is_open(part: str, here: str, away: str) -> None:
    app = open_page(part=part, passage="150", directions="2", per_language="1", per_style="1")
    labels = [metric.label for metric in app.metric]
    assert all(here in label for label in labels)
    assert not any(away in label for label in labels)
    assert heads(app) == [
        *(["Your own text"] if part == "Languages" else []),
        *("The data", "The fit", "What it is worth", "Where it fails", "What to read"),
    ]
    assert "With K = 1 both are the same." in texts(app)


def heads(app: AppTest) -> list[str]:
    return [each.value[3:] for each in app.markdown if each.value.startswith("## ")]
