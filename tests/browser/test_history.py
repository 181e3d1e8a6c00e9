"""Back and Forward: one entry of the browser's history for each run, with the frame it was left at."""

import pytest

from gmm.ui.link import DRAW
from tests.browser.conftest import Opener, Visit


def where(seen: Visit) -> tuple[str, str]:
    return seen.stage.locator(".summary").inner_text(), str(seen.data("frame"))


def pull(seen: Visit) -> None:
    before = seen.run()
    spot = seen.spot(seen.mixture().means[0])
    seen.drag(spot, (spot[0] + 50, spot[1] + 20))
    seen.wait_other_run(before)
    seen.page.wait_for_timeout(400)


def back(seen: Visit) -> None:
    before = seen.run()
    seen.page.go_back(wait_until="commit")
    seen.wait_other_run(before)
    seen.page.wait_for_timeout(400)


@pytest.fixture
def page(quick: Opener, server: str) -> Visit:
    seen = quick(server).open("?v=3&k=2&start_seed=3")
    seen.wait_settled()
    return seen


def test_a_setting_after_a_drag_keeps_each_run_its_place(page: Visit) -> None:
    for frame in range(1, 6):
        page.step("ArrowRight", frame)
    by_chance = page.run()
    pull(page)
    dragged = page.run()
    page.page.get_by_role("slider", name="Components").press("ArrowRight")
    page.wait_other_run(dragged)
    page.page.wait_for_timeout(600)
    assert "hand=" not in page.page.url
    assert "K = 3" in where(page)[0]
    back(page)
    assert page.run() == dragged
    back(page)
    assert page.run() == by_chance
    assert where(page)[1] == "5"
    page.page.go_forward(wait_until="commit")
    page.wait_other_run(by_chance)
    assert page.run() == dragged


def test_other_data_after_steps_and_a_drag_keep_them_their_places(page: Visit) -> None:
    page.choose_data("Penguins")
    for frame in (1, 2):
        page.step("ArrowRight", frame)
    page.page.wait_for_timeout(500)
    penguins = page.run()
    pull(page)
    dragged = page.run()
    page.choose_data("Waiting times")
    page.page.wait_for_timeout(600)
    assert "hand=" not in page.page.url
    back(page)
    assert page.run() == dragged
    back(page)
    assert page.run() == penguins
    assert where(page)[1] == "2"


def test_steps_before_other_data_are_not_lost(page: Visit) -> None:
    before = page.run()
    for frame in (1, 2, 3, 4):
        page.step("ArrowRight", frame)
    page.page.wait_for_timeout(800)
    page.choose_data("Penguins")
    page.page.wait_for_timeout(800)
    back(page)
    assert page.run() == before
    assert where(page)[1] == "4"


def test_back_takes_a_stroke_back(quick: Opener, server: str) -> None:
    seen = quick(server).open(f"?v=3&k=2&data={DRAW.replace(' ', '+')}")
    counts = [0]
    for place in ([3, 3], [7, 6], [5, 2]):
        before = seen.run()
        seen.page.mouse.click(*seen.spot(place))
        seen.wait_other_run(before)
        seen.page.wait_for_timeout(500)
        counts.append(int(seen.inspect("stage.run.N")))
    assert counts == [0, 5, 10, 15]
    for count in (10, 5):
        back(seen)
        assert seen.inspect("stage.run.N") == count
        assert seen.inspect("stage.drawn.length") == 2 * count
        assert seen.stage.get_by_text(f"{count} of 2,000 points").is_visible()
    before = seen.run()
    seen.page.mouse.click(*seen.spot([2, 8]))
    seen.wait_other_run(before)
    assert seen.inspect("stage.drawn.length") == 20


def test_a_start_on_one_file_does_not_come_back_after_another(quick: Opener, server: str) -> None:
    seen = quick(server).open("?v=3&k=2&data=Upload+a+file")

    def upload(rows: str) -> None:
        before = seen.run()
        seen.page.locator("input[type=file]").set_input_files(
            {"name": "own.csv", "mimeType": "text/csv", "buffer": f"x,y\n{rows}".encode()}
        )
        seen.wait_other_run(before)
        seen.page.wait_for_timeout(500)

    one = "1,2\n3,5\n4,1\n9,9\n8,7\n2,2\n7,9\n"
    upload(one)
    by_chance = seen.run()
    pull(seen)
    assert "hand=" in seen.page.url
    seen.page.get_by_role("button", name="Remove").first.click()
    seen.page.get_by_text("Until you choose one here").wait_for()
    upload("1,2\n3,5\n4,1\n9,9\n8,7\n2,2\n7,8\n")
    assert "hand=" not in seen.page.url
    seen.page.get_by_role("button", name="Take it away").click()
    seen.page.get_by_role("dialog").get_by_text("Controls to hide").wait_for()
    assert "start by hand" not in where(seen)[0]
    assert seen.run() != by_chance


def test_a_link_that_is_pressed_at_once_leads_away(page: Visit) -> None:
    """A word from the page that is left, after it, would call the server back."""
    page.choose_data("Penguins")
    page.page.keyboard.press("ArrowRight")
    page.page.wait_for_timeout(500)
    page.page.get_by_role("link", name="Course", exact=True).click()
    page.page.get_by_test_id("lessons").wait_for()
    page.page.wait_for_timeout(500)
    assert page.page.get_by_test_id("lessons").is_visible()
    assert page.page.get_by_text("Something went wrong").count() == 0
