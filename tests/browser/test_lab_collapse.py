"""The page of a collapse in a browser."""

from playwright.sync_api import expect

from tests.browser.conftest import Opener, Visit


def open_collapse(visit: Opener, server: str, query: str = "") -> Visit:
    seen = visit(server)
    seen.page.goto(f"{server}/collapse{query}")
    seen.wait_ready()
    seen.page.get_by_text("There is no highest value.").wait_for()
    seen.page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
    seen.page.wait_for_timeout(500)
    return seen


def list_tapes(seen: Visit) -> list[str]:
    names: list[str] = seen.inspect("stage.run.tapes.map((tape) => tape.name)")
    return names


def test_each_cure_is_one_click(visit: Opener, server: str) -> None:
    seen = open_collapse(visit, server)
    expect(seen.page.get_by_text("component 1 collapses onto 53 points on a line")).to_be_visible()
    assert list_tapes(seen) == ["EM", "A small ridge"]
    for label, tapes in (
        ("Tied covariances", ["EM", "Tied covariances"]),
        ("One component fewer", ["One component fewer"]),
    ):
        before = seen.run()
        seen.page.get_by_role("radio", name=label).click()
        seen.wait_other_run(before)
        assert list_tapes(seen) == tapes
    assert "cure=One+component+fewer" in seen.page.url


def test_the_way_back_says_each_setting_once(visit: Opener, server: str) -> None:
    query = "?data=Old+Faithful+1985&k=5&start_seed=2&cure=One+component+fewer&v=4"
    seen = visit(server)
    seen.page.goto(f"{server}/collapse{query}")
    seen.wait_ready()
    seen.page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
    seen.page.get_by_role("link", name="in the playground").last.click()
    seen.stage.locator(".summary").get_by_text("K = 4").wait_for(timeout=30_000)
    seen.page.wait_for_function("() => !location.search.includes('k=5')")
    seen.page.reload()  # it means what the link has meant
    seen.stage.locator(".summary").get_by_text("K = 4").wait_for(timeout=30_000)
