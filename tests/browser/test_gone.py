"""The server goes away while somebody is at the stage."""

from collections.abc import Callable, Iterator

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from playwright.sync_api import Browser

from tests.browser import conftest
from tests.browser.conftest import Visit

Gone = Callable[[str], Visit]


@pytest.fixture
def gone(browser: Browser) -> Iterator[Gone]:
    """Opens a page and takes its server away."""
    process, url = conftest.start_server()
    context = browser.new_context(viewport={"width": 1280, "height": 720})

    def opened(query: str) -> Visit:
        seen = Visit(context.new_page(), url).open(query)
        seen.wait_settled()
        process.kill()
        process.wait()
        return seen

    yield opened
    process.kill()
    context.close()


def test_stepping_dragging_and_undo_go_on_without_a_server(gone: Gone) -> None:
    seen = gone("?data=Round+clusters&k=3")
    for frame in range(1, 7):
        seen.step("ArrowRight", frame)
    before, means = seen.run(), seen.mixture().means
    spot = seen.spot(means[0])
    seen.drag(spot, (spot[0] + 60, spot[1] + 20))
    seen.painted()
    assert seen.run() != before
    assert (
        seen.stage.locator(".words")
        .inner_text()
        .startswith("Three bell curves, seen from above, as set by hand")
    )
    seen.step("ArrowRight", 1)
    assert "hand=" in seen.page.url
    seen.stage.locator(".undo").click()
    seen.wait_frame(6)
    assert seen.run() == before
    assert_array_equal(seen.mixture().means, means)
    seen.tick("density")
    seen.page.mouse.click(*seen.spot_of_point(3))
    seen.stage.locator(".card").wait_for()


def test_a_drawing_is_given_up_with_a_sentence_and_kept(gone: Gone) -> None:
    seen = gone("?data=Draw+by+hand")
    for place in ([3, 3], [7, 6]):
        seen.page.mouse.click(*seen.spot(place))
    seen.stage.get_by_text("Recording the run.").wait_for(timeout=5_000)
    seen.stage.get_by_text("The server does not answer. Your drawing is kept here").wait_for(
        timeout=20_000
    )
    drawn = np.reshape(seen.inspect("stage.drawn"), (-1, 2))
    assert len(drawn) == 10
    seen.page.mouse.click(*seen.spot([5, 2]))
    seen.painted()
    assert len(seen.inspect("stage.drawn")) == 30


def test_a_drawing_that_no_server_heard_is_sent_when_one_is_back(gone: Gone) -> None:
    seen = gone("?data=Draw+by+hand&k=1")
    for place in ([3, 3], [7, 6]):
        seen.page.mouse.click(*seen.spot(place))
    # As long as the page has waited for an answer, and given up.
    seen.stage.get_by_text("The server does not answer.").wait_for(timeout=20_000)
    process, _ = conftest.start_server(int(seen.url.rpartition(":")[2]))
    try:
        wait_recorded(seen, 10)  # nobody does anything
        seen.page.mouse.click(*seen.spot([5, 2]))
        wait_recorded(seen, 15)
        seen.page.wait_for_function("() => /drawn=/.test(location.search)")
        assert len(seen.inspect("stage.drawn")) == 30
    finally:
        process.kill()
        process.wait()


def wait_recorded(seen: Visit, points: int) -> None:
    seen.page.wait_for_function(
        """([root, points]) => {
          const { run } = root.inspect();
          return run.N === points && !run.blank;
        }""",
        arg=[seen.stage.element_handle(), points],
        timeout=60_000,
    )
