"""A link opens on what it was copied from: the frame, the layers, the card."""

import numpy as np
import pytest

from tests.browser.conftest import Modules, Opener, Visit
from tests.present import present


def query(seen: Visit) -> str:
    search: str = seen.page.evaluate("location.search")
    return search


def wait_query(seen: Visit, pattern: str) -> None:
    seen.page.wait_for_function(f"/{pattern}/.test(location.search)", timeout=5000)


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
    seen.page.wait_for_function("!/view/.test(location.search)")


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
    seed = seen.page.get_by_label("Start seed")
    for value in ("8", "9"):
        seed.fill(value)
        seen.page.keyboard.press("Enter")
        wait_query(seen, f"start_seed={value}")
        seen.stage.locator(".summary").get_by_text(f"seed {value}").wait_for()
    seen.page.go_back()
    seen.stage.locator(".summary").get_by_text("seed 8").wait_for()
    seen.page.go_forward()
    seen.stage.locator(".summary").get_by_text("seed 9").wait_for()


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
