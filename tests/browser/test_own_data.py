"""Hands on the stage of the whole app: own data, reopened tapes, and what was there before."""

import pytest
from numpy.testing import assert_array_equal

from gmm.archive import tape_to_json
from gmm.data.datasets import DATASETS
from gmm.ui.link import Settings
from gmm.ui.run import record_run
from tests.browser.conftest import Opener, Visit
from tests.present import present

THREE = record_run(Settings(k=3), DATASETS["Old Faithful"].make(300, 0))


@pytest.fixture
def page(quick: Opener, server: str) -> Visit:
    seen = quick(server).open("?k=2")
    seen.wait_settled()
    return seen


def upload(seen: Visit, name: str, content: str) -> None:
    seen.page.locator("input[type=file]").set_input_files(
        {"name": name, "mimeType": "text/plain", "buffer": content.encode()}
    )


def set_components(seen: Visit, key: str) -> None:
    """One more or one fewer."""
    before = seen.run()
    seen.page.get_by_role("slider", name="Components").press(key)
    seen.wait_other_run(before)


def pull(seen: Visit, k: int = 0) -> None:
    spot = seen.spot(seen.mixture().means[k])
    seen.drag(spot, (spot[0] + 50, spot[1] + 20))
    seen.painted()


def check_that_it_lives(seen: Visit) -> None:
    """It steps, to the end and back."""
    last = int(seen.data("frames")) - 1
    seen.page.keyboard.press("Home")
    seen.wait_frame(0)
    seen.step("ArrowRight", 1)
    seen.step("End", last)
    seen.step("ArrowLeft", last - 1)


def test_a_mean_that_is_dragged_while_a_file_is_missing_leaves_the_stage_alive(page: Visit) -> None:
    page.page.get_by_role("button", name="Your file").click()
    page.page.get_by_text("Until you choose one here").wait_for()
    page.page.wait_for_selector("[data-testid=stage]:not(.editable)")
    before, means = page.run(), page.mixture().means
    pull(page)
    assert page.run() == before
    assert_array_equal(page.mixture().means, means)
    check_that_it_lives(page)
    # With a file of one's own there, a hand sets a start again.
    upload(page, "own.csv", "x,y\n1,2\n3,5\n4,1\n9,9\n8,7\n2,2\n7,9\n")
    page.wait_other_run(before)
    own = page.run()
    pull(page)
    page.wait_other_run(own)
    check_that_it_lives(page)


def test_a_reopened_tape_with_another_k_steps_and_says_its_own(page: Visit) -> None:
    before = page.run()
    page.page.get_by_role("button", name="Your file").click()
    upload(page, "tape.json", tape_to_json(present(THREE.em), THREE.kmeans, title="Mine"))
    page.wait_other_run(before)
    assert "K = 3" in page.stage.locator(".summary").inner_text()
    assert page.page.get_by_role("slider", name="Components").count() == 0
    tape = page.run()
    pull(page)
    assert page.run() == tape
    check_that_it_lives(page)


def test_after_an_error_the_run_before_can_be_stepped(page: Visit) -> None:
    page.page.get_by_role("button", name="Your file").click()
    before = page.run()
    upload(page, "tiny.csv", "x\n1\n2\n5\n")
    page.wait_other_run(before)
    slider = page.page.get_by_role("slider", name="Components")
    slider.press("ArrowRight")
    page.stage.get_by_text("K = 3").wait_for()
    for _ in range(6):
        slider.press("ArrowRight")
    page.page.get_by_text("distinct").first.wait_for()
    assert "K = 3" in page.stage.locator(".summary").inner_text()
    kept = page.run()
    pull(page)
    assert page.run() == kept
    check_that_it_lives(page)


def test_of_one_column_nothing_is_left_behind_in_two(page: Visit) -> None:
    histogram = page.stage.locator("path.bar")
    for data in ("Waiting times", "Old Faithful", "Penguins"):
        page.choose_data(data)
        assert (page.inspect("stage.run.D") == 1) == (histogram.count() > 0), data
    page.page.get_by_text("k-means beside it").click()
    page.stage.locator("[data-pane=kmeans]").wait_for(state="hidden")
    page.choose_data("Waiting times")
    page.choose_data("Penguins")
    assert histogram.count() == 0


def test_another_k_and_back_does_not_bring_a_dragged_start_again(page: Visit) -> None:
    by_chance = page.run()
    pull(page)
    page.wait_other_run(by_chance)
    assert "hand=" in page.page.url
    set_components(page, "ArrowRight")
    set_components(page, "ArrowLeft")
    assert page.run() == by_chance
    page.page.wait_for_function("() => !/hand=/.test(location.search)")
    assert "start by hand" not in page.stage.locator(".summary").inner_text()


def test_undo_returns_to_the_frame_that_was_left_and_kmeans_keeps_it(page: Visit) -> None:
    for frame in range(1, 7):
        page.step("ArrowRight", frame)
    before = page.run()
    pull(page)
    page.wait_other_run(before)
    page.page.keyboard.press("Control+z")
    page.wait_frame(6)
    assert page.run() == before
    for shown in ("hidden", "visible"):
        page.page.get_by_text("k-means beside it").click()
        page.stage.locator("[data-pane=kmeans] .plot").wait_for(state=shown)
        page.wait_frame(6)


def test_a_remark_is_made_of_a_link_and_not_of_a_choice(
    page: Visit, visit: Opener, server: str
) -> None:
    seen = visit(server).open("?data=Round+clusters&n=500")
    seen.choose_data("Old Faithful")
    seen.page.wait_for_timeout(500)
    assert seen.page.get_by_test_id("stToast").count() == 0
    seen = visit(server).open("?data=Elongated+clusters&tilt=999")
    seen.page.get_by_test_id("stToast").get_by_text("tilt").wait_for()
