"""The page of shapes in a browser."""

from playwright.sync_api import expect

from tests.browser.conftest import Opener, Visit
from tests.present import present


def open_shapes(visit: Opener, server: str, query: str = "") -> Visit:
    seen = visit(server)
    seen.page.goto(f"{server}/shapes{query}")
    seen.wait_ready()
    return seen


def wait_measured(seen: Visit) -> None:
    """Until every size is timed: then the page is at rest."""
    seen.page.get_by_text("Measured on this server at").wait_for(timeout=60_000)
    seen.page.get_by_role("button", name="Stop").wait_for(state="detached")


def test_a_click_on_a_panel_shows_its_run_beside_full(visit: Opener, server: str) -> None:
    seen = open_shapes(visit, server)
    assert seen.inspect("stage.run.tapes.map((tape) => tape.name)") == ["tied", "full"]
    wait_measured(seen)
    before = seen.run()
    panel = seen.page.locator(".st-key-panel-diag .plotly .points path.point").first
    panel.scroll_into_view_if_needed()
    place = present(panel.bounding_box())
    spot = place["x"] + place["width"] / 2, place["y"] + place["height"] / 2
    seen.page.mouse.move(spot[0] + 3, spot[1])
    seen.page.mouse.move(*spot, steps=3)  # a hand points before it clicks
    seen.page.wait_for_timeout(200)
    seen.page.mouse.click(*spot)
    seen.wait_other_run(before)
    assert seen.inspect("stage.run.tapes.map((tape) => tape.name)") == ["diag", "full"]
    expect(seen.page.get_by_role("radio", name="diag")).to_be_checked()
    assert "shape=diag" in seen.page.url
