"""What a link asks for, and what the page says when it cannot be had."""

import pytest
from gmm.ui.settings import DEFAULT, link_frame, link_remarks
from hypothesis import given
from hypothesis import strategies as st


def test_a_link_that_gets_what_it_asks_for_needs_no_word() -> None:
    settings = DEFAULT._replace(k=5, twin=False, ridge=0.25, covariance="diag")
    asked = {"k": "5", "twin": "False", "ridge": "0.250", "covariance": "diag", "other": "x"}
    assert link_remarks(asked, settings) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [("k", "99"), ("k", "many"), ("twin", "perhaps"), ("covariance", "banana"), ("ridge", "nan")],
)
def test_what_cannot_be_had_is_named_with_what_there_is(name: str, text: str) -> None:
    (remark,) = link_remarks({name: text}, DEFAULT)
    assert f"{name} = “{text}”" in remark
    assert str(getattr(DEFAULT, name)) in remark


@pytest.mark.parametrize(
    ("text", "frame"),
    [("7", 7), ("", 0), ("-3", 0), ("1e3", 0), ("٣", 0), ("9" * 400, 0), ("0007", 0o7)],
)
def test_the_frame_of_a_link(text: str, frame: int) -> None:
    assert link_frame({"frame": text}) == frame


@given(st.dictionaries(st.sampled_from([*DEFAULT._fields, "frame"]), st.text(), max_size=6))
def test_no_link_raises(asked: dict[str, str]) -> None:
    assert link_frame(asked) >= 0
    for remark in link_remarks(asked, DEFAULT):
        assert remark.startswith("The link asks for ")
