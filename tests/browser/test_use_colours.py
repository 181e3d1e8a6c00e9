"""The page on an image's colours in Chromium: pictures, their slider, and one of one's own."""

import io
import re

import numpy as np
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.conftest import Opener

SOFT = re.compile(r"^Soft: .* Error 8\.82$")


def open_colours(quick: Opener, server: str, query: str = "") -> Page:
    page = quick(server).page
    page.goto(f"{server}/colours{query}")
    return page


def test_the_pictures_follow_the_iterations_and_can_be_taken_away(
    quick: Opener, server: str
) -> None:
    page = open_colours(quick, server)
    soft = page.get_by_role("img", name=SOFT)
    expect(soft).to_be_visible(timeout=30_000)
    page.wait_for_selector('[data-testid=stage][data-ready="true"]')
    for picture in page.locator("[data-testid=stImage] img").all():
        assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") == 216
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the soft picture").click()
    taken = Image.open(download.value.path())
    assert taken.size == (216, 144)
    # More than seven colours, since it blends them.
    assert len(np.unique(np.asarray(taken).reshape(-1, 3), axis=0)) > 7

    page.get_by_role("slider", name="The pictures after iteration").press("Home")
    expect(soft).to_have_count(0, timeout=15_000)
    assert "pictures_at=0" in page.url


def test_a_picture_of_ones_own_is_recoloured(quick: Opener, server: str) -> None:
    page = open_colours(quick, server, "?picture=Your+own+picture&colours=2")
    flag = Image.new("CMYK", (900, 600), (0, 0, 0, 0))
    flag.paste((0, 255, 255, 40), (0, 0, 450, 600))
    out = io.BytesIO()
    flag.save(out, "JPEG")
    page.locator("input[type=file]").set_input_files(
        {"name": "flag.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}
    )
    expect(page.get_by_text("The file has 900 × 600 pixels")).to_be_visible(timeout=30_000)
    expect(page.get_by_text(re.compile("^2 colours: "))).to_be_visible(timeout=30_000)
