"""The page on a video's background in Chromium: a film that plays, a pixel that is clicked."""

from io import BytesIO

import numpy as np
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.conftest import Opener

READY = "() => document.querySelectorAll('.js-plotly-plot .main-svg').length >= 6"
PICTURES = (
    "() => [...document.querySelectorAll('.film img')].every(each => each.naturalWidth === {})"
)


def open_background(quick: Opener, server: str, query: str = "") -> Page:
    page = quick(server).page
    page.goto(f"{server}/background{query}")
    return page


def test_a_film_plays_and_a_click_asks_about_a_pixel(quick: Opener, server: str) -> None:
    page = open_background(quick, server)
    page.wait_for_function(READY, timeout=30_000)
    page.wait_for_function(PICTURES.format(96))
    film = page.locator(".film")
    assert film.locator("img").first.evaluate("each => getComputedStyle(each).imageRendering") == (
        "pixelated"
    )

    across = page.get_by_role("spinbutton", name="x, from the left")
    before = across.input_value()
    page.locator(".js-plotly-plot").first.scroll_into_view_if_needed()
    targets = page.locator(".js-plotly-plot").first.locator(".scatterlayer .trace").first
    for _ in range(8):  # until the page listens to the chart
        box = targets.bounding_box()
        assert box is not None
        page.mouse.click(box["x"] + 0.3 * box["width"], box["y"] + 0.5 * box["height"])
        page.wait_for_timeout(1_000)
        if across.input_value() != before:
            break
    assert 27 <= int(across.input_value()) <= 32
    expect(page.get_by_text("The pixel at x")).to_be_visible(timeout=15_000)
    assert "pixel_x=" in page.url

    page.get_by_text("Play all frames").click()
    playing = film.locator(".playing")
    expect(playing).to_have_count(5, timeout=15_000)
    places = "all => all.map(each => getComputedStyle(each).backgroundPositionY)"
    first = playing.evaluate_all(places)
    page.wait_for_timeout(1_200)
    later = playing.evaluate_all(places)
    assert first != later
    assert len(set(later)) == 1  # all show the same frame


def test_an_own_film_is_shown_without_a_score(quick: Opener, server: str) -> None:
    rng = np.random.default_rng(0)
    frames = [Image.fromarray(rng.integers(90, 110, (20, 30), dtype=np.uint8)) for _ in range(20)]
    out = BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    page = open_background(quick, server, "?film=Your+own+film")
    page.locator("input[type=file]").set_input_files(
        {"name": "quiet.gif", "mimeType": "image/gif", "buffer": out.getvalue()}
    )
    expect(page.get_by_text("nobody can score a method")).to_be_visible(timeout=30_000)
    page.wait_for_function(PICTURES.format(30))
    expect(page.locator(".film img")).to_have_count(4)
