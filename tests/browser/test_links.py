"""A link opens on what it was copied from: the frame, the layers, the card."""

import numpy as np
import pytest
from playwright.sync_api import expect

from gmm.data.datasets import DATASETS
from tests.browser.conftest import Modules, Opener, Visit
from tests.present import present


def query(seen: Visit) -> str:
    search: str = seen.page.evaluate("location.search")
    return search


def wait_query(seen: Visit, pattern: str) -> None:
    seen.page.wait_for_function(f"() => /{pattern}/.test(location.search)", timeout=5000)


def tick(seen: Visit, *names: str) -> None:
    seen.stage.locator(".menu summary").click()
    for name in names:
        seen.stage.locator(f".menu [name={name}]").click()
    seen.stage.locator(".menu summary").click()


def test_the_view_travels_in_the_address(visit: Opener, server: str) -> None:
    seen = visit(server).open("?data=Unequal+clusters&k=3&frame=4")
    tick(seen, "density", "cells", "projector")
    seen.stage.locator(".uncertain").click()
    wait_query(seen, r"view=density\.no-cells\.projector\.point-\d+")
    card = seen.stage.locator(".card").inner_text()
    other = visit(server).open(query(seen))
    assert other.stage.locator(".card").inner_text() == card
    assert other.data("frame") == "4"
    assert "projector" in present(other.stage.get_attribute("class"))
    ticked = "Object.entries(stage.view).filter(([, on]) => on).map(([name]) => name).sort()"
    assert other.inspect(ticked) == seen.inspect(ticked) == ["density", "projector"]
    colours = "Array.from(stage.colours.em)"
    assert other.inspect(colours) == seen.inspect(colours)


def test_what_is_not_in_the_view_has_its_default(visit: Opener, server: str) -> None:
    seen = visit(server).open()
    tick(seen, "trails")
    wait_query(seen, "view=trails")
    tick(seen, "trails")
    seen.page.wait_for_function("() => !/view/.test(location.search)")


@pytest.mark.parametrize(
    "view",
    [
        "",
        "...",
        "point-99999.component-0",
        "no-no-no",
        "constructor.__proto__",
        "%00<img>",
        "x" * 3000,
    ],
)
def test_a_view_that_means_nothing_is_passed_over(visit: Opener, server: str, view: str) -> None:
    seen = visit(server).open(f"?k=3&frame=2&view={view}")
    assert seen.data("frame") == "2"
    assert not seen.stage.locator(".card").is_visible()
    assert seen.inspect("stage.view") == {"cells": True}


def test_back_and_forward_in_the_browser(visit: Opener, server: str) -> None:
    seen = visit(server).open("?k=3")
    seed = seen.page.get_by_role("spinbutton", name="Start seed")
    for value in ("8", "9"):
        seed.fill(value)
        seen.page.keyboard.press("Enter")
        wait_query(seen, f"start_seed={value}")
        seen.stage.locator(".summary").get_by_text(f"seed {value}").wait_for()
    seen.page.go_back()
    seen.stage.locator(".summary").get_by_text("seed 8").wait_for()
    seen.page.go_forward()
    seen.stage.locator(".summary").get_by_text("seed 9").wait_for()


# ------------------------------------------------------------------------------ each set's own


def shows_settings(seen: Visit, k: int, start_seed: int, start: str = "") -> None:
    """The widgets say so, and the summary above the stage."""
    expect(seen.page.get_by_role("slider", name="Components")).to_have_value(str(k))
    expect(seen.page.get_by_role("spinbutton", name="Start seed")).to_have_value(str(start_seed))
    expect(seen.page.get_by_role("combobox", name="Start", exact=True)).to_have_value(start)
    summary = seen.stage.locator(".summary")
    expect(summary).to_contain_text(f"K = {k} ")
    expect(summary).to_contain_text(f"{start} · seed {start_seed}")


def opens(seen: Visit, name: str) -> None:
    opening = DATASETS[name].opening
    shows_settings(seen, opening.k, opening.start_seed, opening.start)
    expect(seen.stage.locator(".summary")).to_contain_text(f" · {opening.covariance} · ")


def press_components(seen: Visit, key: str) -> None:
    before = seen.run()
    seen.page.get_by_role("slider", name="Components").press(key)
    seen.wait_other_run(before)


def test_a_set_comes_with_its_own_settings_and_goes_without_those_of_the_last(
    visit: Opener, server: str
) -> None:
    seen = visit(server).open("?data=Iris+petals&v=4")
    opens(seen, "Iris petals")
    press_components(seen, "ArrowRight")
    wait_query(seen, "k=4")
    seen.choose_data("Crabs")
    opens(seen, "Crabs")
    wait_query(seen, "^.data=Crabs&v=4$")
    seen.choose_data("Iris petals")
    opens(seen, "Iris petals")
    wait_query(seen, "^.data=Iris.petals&v=4$")
    seen.choose_data("Old Faithful")
    opens(seen, "Old Faithful")
    seen.page.wait_for_function("() => location.search === ''")


def test_back_leads_to_the_set_before_as_it_was_left(visit: Opener, server: str) -> None:
    seen = visit(server).open("?data=Iris+petals&k=5&v=4")
    iris = seen.run()
    for frame in (1, 2, 3):
        seen.step("ArrowRight", frame)
    length = seen.page.evaluate("history.length")
    seen.choose_data("Crabs")
    opens(seen, "Crabs")
    crabs = seen.run()
    # However many settings differ, it is one step in the history.
    assert seen.page.evaluate("history.length") == length + 1
    seen.page.go_back(wait_until="commit")
    seen.wait_other_run(crabs)
    assert seen.run() == iris
    shows_settings(seen, 5, 18, "k-means++")
    expect(seen.page.get_by_role("combobox", name="Data")).to_have_value("Iris petals")
    wait_query(seen, "data=Iris.petals&k=5")
    assert seen.data("frame") == "3"
    seen.page.go_forward(wait_until="commit")
    seen.wait_other_run(iris)
    assert seen.run() == crabs
    opens(seen, "Crabs")


def test_the_address_means_the_same_after_a_reload(visit: Opener, server: str) -> None:
    seen = visit(server).open("?data=Penguins&v=4")
    press_components(seen, "ArrowLeft")
    wait_query(seen, "k=2")
    two = seen.run()
    seen.page.reload()
    seen.wait_ready()
    assert seen.run() == two
    press_components(seen, "ArrowRight")
    seen.page.wait_for_function("() => !/[?&]k=/.test(location.search)")
    three = seen.run()
    seen.page.reload()
    seen.wait_ready()
    assert seen.run() == three
    opens(seen, "Penguins")


def test_a_link_of_version_3_leaves_out_what_it_did(visit: Opener, server: str) -> None:
    seen = visit(server).open("?data=Iris+petals&v=3")
    shows_settings(seen, 2, 7, "random points")
    wait_query(seen, "k=2.*v=4")
    again = visit(server).open(query(seen))
    assert again.run() == seen.run()


def test_a_cold_server_opens_a_set_with_its_own_settings(cold_server: str, visit: Opener) -> None:
    opens(visit(cold_server).open("?data=Iris+petals&v=4"), "Iris petals")


def test_a_locked_k_stays_with_other_data(visit: Opener, server: str) -> None:
    seen = visit(server).open("?data=Iris+petals&lock=k&v=4")
    seen.choose_data("Crabs")
    shows_settings(seen, 3, 6, "random points")
    wait_query(seen, "data=Crabs")
    wait_query(seen, "k=3")
    wait_query(seen, "lock=k")
    again = visit(server).open(query(seen))
    assert again.run() == seen.run()


def test_a_start_by_hand_stays_with_its_set(visit: Opener, server: str) -> None:
    seen = visit(server).open("?data=Iris+petals&v=4")
    seen.wait_settled()
    before = seen.run()
    spot = seen.spot(seen.mixture().means[0])
    seen.drag(spot, (spot[0] + 40, spot[1] - 20))
    seen.wait_other_run(before)
    wait_query(seen, "hand=")
    pulled = seen.run()
    seen.choose_data("Crabs")
    opens(seen, "Crabs")
    assert "hand=" not in query(seen)
    seen.page.go_back(wait_until="commit")
    seen.page.wait_for_function("() => /hand=/.test(location.search)")
    crabs = seen.run()
    if crabs != pulled:
        seen.wait_other_run(crabs)
    assert seen.run() == pulled


def test_ten_thousand_links_leave_the_stage_standing(modules: Modules) -> None:
    """The stage's own part of a link, by the thousand, without a server between."""
    rng = np.random.default_rng(0)
    alphabet = list("abcdefghijklmnopqrstuvwxyz-.0123456789%<>'\"\\/ é💥\x00")
    views = ["".join(rng.choice(alphabet, rng.integers(0, 60))) for _ in range(10_000)]
    bad = modules(
        "view",
        """a.filter((text) => {
          const read = (words) => m.viewFromText(words, { N: 300, K: 3 });
          const { view, chosen } = read(text);
          return JSON.stringify(read(m.viewToText(view, chosen))) !== JSON.stringify({ view, chosen });
        })""",
        views,
    )
    assert bad == []
