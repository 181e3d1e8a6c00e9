"""Conditions: their names, and what each needs."""

import re

import pytest

from gmm.files import ASSETS
from gmm.ui.course.conditions import CONDITIONS, LAYER, list_conditions, read_condition
from gmm.ui.course.lesson import LessonError, Passage


def read(text: str) -> list[str | float]:
    return read_condition(Passage(text, 7), {"end.mean.1": 4.5}.__getitem__)


def test_arguments_are_calculated() -> None:
    assert read("flat 0.01") == ["flat", 0.01]
    assert read("near 1 end.mean.1+1 2") == ["near", 1, 5.5, 2]
    assert read("end") == ["end"]
    assert read("layer density") == ["layer", "density"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("fly 3", "Line 7: There is no condition “fly”"),
        ("flat", "Line 7: “flat” needs 1 numbers"),
        ("near 1 2", "Line 7: “near” needs 3 or 4"),
        ("layer sky", "Line 7: “layer” needs one of"),
        ("flat x+", "Line 7: “x\\+” cannot be read"),
    ],
)
def test_what_is_wrong_is_told(text: str, said: str) -> None:
    with pytest.raises(LessonError, match=said):
        read(text)


def test_the_list_for_authors_has_all_of_them() -> None:
    told = list_conditions()
    for name, condition in CONDITIONS.items():
        assert f"`{name} {condition.given}`".replace(" `", "`") in told
        assert len(condition.given.split()) in condition.counts
    assert f"`{LAYER} NAME`" in told


def test_the_browser_has_the_same_names() -> None:
    source = (ASSETS / "stage" / "conditions.js").read_text("utf-8")
    table = source[source.index("CONDITIONS = {") :]
    names = re.findall(r"^  (\w+)(?:\(|:|,)", table[: table.index("\n};")], re.MULTILINE)
    assert sorted(names) == sorted([*CONDITIONS, LAYER])
