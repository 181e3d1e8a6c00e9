"""The page: three parts, one at a time, and a way back to the stage."""

import numpy as np
import pytest

from tests.ui.lab.density.page import open_own, open_part, said

PARTS = {"Density": "lie where the density", "New points": "Fitted to", "Outliers": "flagged"}
rng = np.random.default_rng(0)
LINE = "\n".join(f"{x:.6f},{2 * x:.6f}" for x in rng.normal(size=40))
FLAT = "a,b\n" + "\n".join(f"{x:.6f},3" for x in rng.normal(size=40))
TINY = "1,2\n2,1\n4,4"
HUGE = "\n".join(f"{x}e98,{y}e98" for x, y in rng.normal(size=(30, 2)).round(3))


@pytest.mark.parametrize("part", PARTS)
def test_each_part_has_its_answer_and_only_its_own(part: str) -> None:
    app = open_part(part)
    told = said(app)
    for name, words in PARTS.items():
        assert (words in told) == (name == part)
    _, back = app.main.get("page_link")
    assert "data=Old+Faithful" in back.proto.query_string


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("content", [LINE, FLAT, TINY, HUGE], ids=["line", "flat", "tiny", "huge"])
def test_odd_data_get_a_sentence(part: str, content: str) -> None:
    app = open_own(content, part)
    told = said(app)
    assert PARTS[part] in told
    if content is FLAT:
        assert "All points have the same b" in told
    if content is LINE and part != "Outliers":  # planted points lie beside the line
        assert "collapsed" in told
    assert "nan" not in told.lower().replace("mean", "")


def test_more_components_than_points_are_refused_in_words() -> None:
    app = open_own(TINY, k="4")
    assert "3 different points" in said(app)


def test_a_start_by_hand_is_followed() -> None:
    # It belongs to other data: the start of the settings is taken.
    app = open_part(hand="nonsense")
    assert "lie where the density is lower" in said(app)
