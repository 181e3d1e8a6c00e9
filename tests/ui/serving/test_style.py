"""Streamlit's style sheet with our few icons in it."""

import re
from pathlib import Path

import pytest
from streamlit import file_util

from gmm.files import ASSETS, PAGES, ROOT
from gmm.ui.serving import style
from gmm.ui.serving.style import find_sheet, list_icons, write_style

STATIC = Path(file_util.get_static_dir()) / "static"


def written() -> str:
    found = write_style("icons-1.woff2")
    assert found is not None
    return found


def test_nothing_else_is_another_one() -> None:
    sheet = find_sheet()
    assert sheet is not None
    theirs, ours = sheet.read_text("utf-8"), written()
    back = ours.replace("font-display:fallback;", "").replace("../static/media/", "../media/")
    assert back.replace("icons-1.woff2", f"../media/{list_icons()[0]}") == theirs
    assert ours.count("font-display:fallback;") == 2  # upright and italic


def test_each_address_leads_somewhere_from_beside_the_folder_static() -> None:
    addresses = re.findall(r"url\((?!data:)([^)]*)\)", written())
    for address in set(addresses) - {"icons-1.woff2"}:
        assert (STATIC.parent / "mixtape" / address).resolve().is_file(), address


def test_every_icon_that_a_page_may_show_is_in_ours() -> None:
    """Where this fails, run assets/font/icons.py: a name that is missing is read as a word."""
    ours = [*(ROOT / "gmm").rglob("*.py"), *PAGES.glob("*.py"), *STATIC.glob("js/*.js")]
    found = {
        name.strip("_")
        for path in ours
        for name in re.findall(r":material/([a-z0-9_]+)", path.read_text("utf-8"))
    }
    assert found <= set(list_icons())
    assert len((ASSETS / "font" / "icons.woff2").read_bytes()) < 20_000


def test_with_another_streamlit_its_own_sheet_is_the_right_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(style, "list_icons", lambda: ["MaterialSymbols-Rounded.other.woff2"])
    assert write_style("icons-1.woff2") is None
