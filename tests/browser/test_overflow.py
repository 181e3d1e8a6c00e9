"""Nothing is cut: for every set, at every size, on the way from the start to the end of its run."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import streamlit
from playwright.sync_api import Browser

from gmm.data.datasets import DATASETS
from gmm.ui.link import VERSION, read_link
from gmm.ui.run import record_run
from gmm.ui.stage.payload import Payload, pack_run
from tests.browser.desk import ADDRESS, Desk

OFFERS = ["seed", "more", "truth", "fewer", "ridge", "random"]
# The window, and how wide the stage is in it beside the app's settings.
SIZES: dict[str, tuple[int, int, int]] = {
    "1280": (1280, 720, 938),
    "1024": (1024, 768, 680),
    "390": (390, 844, 358),
    "200 %": (640, 360, 608),
    "hall": (1280, 720, 1280),
}
FONT = next((Path(streamlit.__file__).parent / "static").rglob("SourceSansVF-Upright*"))

# What is cut, with where it is: text outside its box or under the edge of one that does not show
# what is outside, and boxes with more in them than they show.
LOOK = """root => {
  const found = [];
  const seen = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const told = (node) => `${node.parentElement.className.baseVal ?? node.parentElement.className}: ${node.textContent.trim().slice(0, 60)}`;
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const own = node.parentElement;
    if (!node.textContent.trim() || !seen(own) || own.closest(".unseen, option, title, dialog:not([open])")) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const text = range.getBoundingClientRect();
    if (!text.width) continue;
    for (let at = own; at; at = at === root ? null : at.parentElement) {
      const style = getComputedStyle(at);
      const holds = at === root || style.overflow !== "visible" || at.matches("button, .story");
      if (!holds || style.display === "contents" || style.display === "inline") continue;
      const box = at.getBoundingClientRect();
      const [left, right] = [box.left - text.left, text.right - box.right];
      const [top, bottom] = [box.top - text.top, text.bottom - box.bottom];
      const slack = at.tagName === "svg" || own.namespaceURI.endsWith("svg") ? 3 : 1.5;
      const most = Math.max(left, right, at === root ? 0 : Math.max(top, bottom));
      if (most > slack) { found.push(`${told(node)} | ${most.toFixed(1)} outside ${at.tagName}.${at.className.baseVal ?? at.className}`); break; }
    }
  }
  for (const box of root.querySelectorAll("*")) {
    const style = getComputedStyle(box);
    if (!seen(box) || style.overflow === "visible" || box.closest(".unseen, svg, select, .plot")) continue;
    const [across, down] = [box.scrollWidth - box.clientWidth, box.scrollHeight - box.clientHeight];
    if (across > 1 || down > 1) found.push(`${box.className} scrolls: ${across} across, ${down} down`);
  }
  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  if (wide > 0) found.push(`the page scrolls ${wide} across`);
  return found;
}"""


@pytest.fixture(scope="module", params=SIZES)
def sized(request: pytest.FixtureRequest, browser: Browser) -> Iterator[tuple[Desk, str]]:
    """A stage as wide as it is in the app, in the app's letters, and the view that it is to have."""
    width, height, stage = SIZES[request.param]
    page = browser.new_page(viewport={"width": width, "height": height})
    desk = Desk(page)
    page.route(f"{ADDRESS}/font.woff2", lambda route: route.fulfill(path=FONT))
    page.goto(ADDRESS)
    page.evaluate("localStorage.setItem('mixtape-tour', 'seen')")
    page.add_style_tag(
        content="@font-face { font-family: Sans; src: url(/font.woff2); font-weight: 200 900; }"
        ":root { --st-font: Sans; --bleed: 0px; --above: 24px; font-size: 15px; } body { margin: 0; }"
        f"main {{ margin: 16px 0 0 auto; width: {stage}px; }}"
    )
    page.evaluate("document.fonts.load('15px Sans').then(() => null)")
    yield desk, "projector" if request.param == "hall" else ""
    page.close()


@cache
def pack(name: str) -> Payload:
    """The run that a set opens with."""
    settings = read_link({"data": name, "v": str(VERSION)})[0].settings
    dataset = DATASETS[name].make(settings.n, settings.data_seed, **dict(settings.knobs))
    return pack_run(record_run(settings, dataset))


@pytest.mark.parametrize("name", DATASETS)
def test_nothing_is_cut(sized: tuple[Desk, str], name: str) -> None:
    desk, view = sized
    packed = pack(name)
    last = packed["tapes"][0]["frames"] - 1
    cut = {}
    for frame, card in ((0, ""), (1, ""), (2, ""), (last, ""), (1, "point-1"), (2, "component-1")):
        scene, words = f"{name} {frame} {card}", ".".join(filter(None, [view, card]))
        desk.tell(packed, scene=scene, frame=frame, view=words, offers=OFFERS).painted()
        cut[scene] = desk.stage.evaluate(LOOK)
    assert {place: found for place, found in cut.items() if found} == {}


@pytest.mark.parametrize("name", ["Old Faithful", "Waiting times", "Iris petals"])
def test_nothing_jumps(sized: tuple[Desk, str], name: str) -> None:
    """From frame to frame the pictures and the buttons stay where they are."""
    desk, view = sized
    packed = pack(name)
    places = set()
    for frame in (0, 1, 2, 3, packed["tapes"][0]["frames"] - 1):
        desk.tell(packed, scene=f"{name} {frame}", frame=frame, view=view, offers=OFFERS).painted()
        desk.page.evaluate("scrollTo(0, 0)")
        boxes = [desk.stage.locator(part).bounding_box() for part in (".panes", "[data-do=step]")]
        places.add(repr(boxes))
    assert len(places) == 1


def test_what_is_cut_is_found(sized: tuple[Desk, str]) -> None:
    """The measure itself: a box that is made too small is told of."""
    desk, _ = sized
    desk.tell(pack("Old Faithful"), scene="before", view="")
    small = ".spoiled .headline { width: 40px; overflow: hidden; white-space: nowrap; }"
    desk.page.add_style_tag(content=small)
    desk.stage.evaluate("root => root.classList.add('spoiled')")
    assert any("headline" in found for found in desk.stage.evaluate(LOOK))
    desk.stage.evaluate("root => root.classList.remove('spoiled')")
