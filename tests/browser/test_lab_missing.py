"""The page on missing values in Chromium: its answer, its action, and a table with empty cells."""

import re

import numpy as np
from playwright.sync_api import Page, expect

from tests.browser.axe import find_violations
from tests.browser.conftest import Opener

DRAWN = "() => document.querySelectorAll('.js-plotly-plot .main-svg').length >= {}"


def open_missing(quick: Opener, server: str, query: str = "", **options: object) -> Page:
    page = quick(server, **options).page
    page.goto(f"{server}/missing{query}")
    page.wait_for_function(DRAWN.format(3), timeout=30_000)
    return page


def make_table(n: int) -> str:
    rng = np.random.default_rng(0)
    x = rng.normal(size=n) + 4 * rng.integers(2, size=n)
    y = x + rng.normal(size=n) / 2
    cells = [
        f"{a:.2f},{'' if i % 5 == 0 else f'{b:.2f}'}"
        for i, (a, b) in enumerate(zip(x, y, strict=True))
    ]
    return "\n".join(["dose,effect", *cells])


def test_a_click_a_slider_and_the_action_each_change_what_is_seen(
    quick: Opener, server: str
) -> None:
    page = open_missing(quick, server)
    expect(
        page.get_by_text("109 of 272 eruptions have lost their cell in the column waiting")
    ).to_be_visible()
    field = page.get_by_role("spinbutton", name=re.compile("Hole"))
    before = field.input_value()
    # The last trace but the ring has the guesses; the first of them is another hole.
    guesses = page.locator(".js-plotly-plot").first.locator(".scatterlayer .trace")
    guess = guesses.nth(guesses.count() - 2).locator(".point").first
    for _ in range(8):  # until the page listens to the chart
        box = guess.bounding_box()
        assert box is not None
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        page.wait_for_timeout(1_000)
        if field.input_value() != before:
            break
    assert field.input_value() != before

    page.get_by_role("slider", name="Iteration").press("Home")
    expect(page.get_by_text(re.compile(r"Iteration 0 of \d+\."))).to_be_visible(timeout=10_000)

    page.get_by_role("radio", name="by its own value").click()
    expect(page.get_by_text("So it fails: its mean of waiting is")).to_be_visible(timeout=15_000)
    assert "holes=by+its+own+value" in page.url


def test_nothing_sticks_out_and_axe_is_content(quick: Opener, server: str) -> None:
    page = open_missing(quick, server)
    main = page.get_by_test_id("stMain")
    assert find_violations(page) == []
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 800})
        page.wait_for_timeout(300)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert main.evaluate("main => main.scrollWidth <= main.clientWidth")


def test_a_file_with_empty_cells_keeps_its_rows_here_and_goes_back(
    quick: Opener, server: str
) -> None:
    page = quick(server).page
    page.goto(f"{server}/?data=Upload+a+file")
    page.locator("input[type=file]").set_input_files(
        {"name": "doses.csv", "mimeType": "text/csv", "buffer": make_table(60).encode()}
    )
    keep = page.get_by_role("link", name="Keep them: missing values")
    keep.click(timeout=30_000)
    expect(page.get_by_text("12 of 60 rows have an empty cell: 12 in effect.")).to_be_visible(
        timeout=20_000
    )
    expect(page.get_by_text("doses.csv, as you chose it before.")).to_be_visible()
    page.get_by_role("link", name="Open in the playground").click()
    page.wait_for_selector('[data-testid=stage][data-ready="true"]', timeout=30_000)
    expect(page.get_by_text("doses.csv, 48 rows")).to_be_visible()


def test_a_pasted_block_that_is_too_long_for_a_link_goes_along(quick: Opener, server: str) -> None:
    page = quick(server).page
    page.goto(f"{server}/?data=Paste+numbers")
    page.get_by_role("textbox", name=re.compile("^Numbers")).fill(make_table(900))
    page.keyboard.press("Control+Enter")
    page.get_by_role("link", name="Keep them: missing values").click(timeout=30_000)
    told = "180 of 900 rows have an empty cell"
    expect(page.get_by_text(told)).to_be_visible(timeout=20_000)
