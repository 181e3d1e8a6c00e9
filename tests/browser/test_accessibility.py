"""For every eye and hand: axe-core, sizes to touch, names, and what a screen reader hears."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import Opener, Visit
from tests.present import present

DESKTOP = {"viewport": {"width": 1280, "height": 720}}
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
ROUND = "?data=Round+clusters&k=3&frame=3"


def violations(seen: Visit) -> list[str]:
    """Each violation on the whole page, Streamlit's part of it too: no rule and no element is left out."""
    found = Axe().run(seen.page).response
    assert len(found["passes"]) > 25, "axe has hardly looked"
    return [
        f"{violation['id']}: {node['target']} {node['html'][:120]}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


def component_card(seen: Visit) -> None:
    seen.stage.locator(".parameters").get_by_role("button", name="Component 2").click()
    seen.stage.locator(".card").get_by_text("Component 2", exact=True).wait_for()


def point_card(seen: Visit) -> None:
    seen.stage.get_by_role("button", name="Most uncertain point").click()
    seen.stage.locator(".card thead").wait_for()


def menu(seen: Visit) -> None:
    seen.stage.locator(".menu summary").click()
    seen.stage.get_by_text("Density of the mixture").wait_for()


def every_layer(seen: Visit) -> None:
    """Over each other and in large type, with the menu closed again."""
    for name in ("density", "third", "trails", "rings", "truth", "bound", "projector"):
        seen.stage.locator(f".menu [name={name}]").click()
    seen.stage.locator(".menu summary").click()
    seen.painted()


def temperature(seen: Visit) -> None:
    seen.tick("temperature")
    seen.stage.get_by_role("slider", name="Temperature").wait_for()


def helped(seen: Visit) -> None:
    seen.stage.get_by_role("button", name="Keys and help").click()
    seen.stage.get_by_role("dialog").wait_for()


# One after the other, none is closed before the next.
STATES: list[list[Callable[[Visit], None]]] = [
    [component_card],
    [point_card, menu],
    [every_layer, temperature],
    [helped],
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("screen", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_axe_finds_no_violation(
    quick: Opener,
    server: str,
    scheme: str,
    screen: dict[str, Any],
) -> None:
    seen = quick(server, color_scheme=scheme, **screen).open(ROUND)
    seen.wait_settled()
    assert ("dark" in present(seen.stage.get_attribute("class"))) == (scheme == "dark")
    for state in STATES:
        for part in state:
            part(seen)
        assert violations(seen) == [], [part.__name__ for part in state]
    seen.open("?data=Draw+by+hand")
    seen.wait_settled()
    assert violations(seen) == [], "drawing"


def test_axe_finds_what_is_broken(quick: Opener, server: str) -> None:
    """The rules reach into the stage: what is wrong there is found."""
    seen = quick(server).open(ROUND)
    seen.stage.locator("[data-do=back]").evaluate(
        "(button) => button.removeAttribute('aria-label')"
    )
    seen.stage.locator("[data-do=back]").evaluate("(button) => button.removeAttribute('title')")
    assert [each for each in violations(seen) if each.startswith("button-name")]


# ---------------------------------------------------------------- sizes


def too_small(seen: Visit) -> list[str]:
    """What can be pressed on the stage and is smaller than 44 by 44 pixels."""
    small: list[str] = seen.stage.evaluate(
        """(root) => Array.from(root.querySelectorAll('button, select, summary, input, label'))
          .filter((each) => each.checkVisibility({ visibilityProperty: true }) && !each.closest('.unseen'))
          // A box is pressed on its label, too.
          .filter((each) => !(each.matches('input') && each.closest('label')) && !(each.matches('label') && each.querySelector('select')))
          .map((each) => [each, each.getBoundingClientRect()])
          .filter(([, { width, height }]) => width < 44 || height < 44)
          .map(([each, { width, height }]) => `${each.outerHTML.slice(0, 80)} ${width.toFixed(1)} x ${height.toFixed(1)}`)"""
    )
    return small


@pytest.fixture(scope="module")
def phone_page(stay: Opener, server: str) -> Visit:
    seen = stay(server, **PHONE).open(ROUND)
    seen.wait_settled()
    return seen


@pytest.fixture
def phone(phone_page: Visit) -> Iterator[Visit]:
    """The page with everything shut, before and after."""
    yield phone_page
    for _ in range(2):  # help, then the card
        phone_page.page.keyboard.press("Escape")
    phone_page.painted()


def test_targets_are_large_enough_for_a_finger(phone: Visit) -> None:
    assert too_small(phone) == []
    component_card(phone)
    assert too_small(phone) == []
    menu(phone)
    assert too_small(phone) == []
    phone.stage.locator(".menu summary").click()
    temperature(phone)
    assert too_small(phone) == []
    phone.tick("temperature")
    helped(phone)
    assert too_small(phone) == []


def test_on_a_narrow_phone_nothing_sticks_out(phone: Visit) -> None:
    for state in (component_card, point_card):
        state(phone)
        assert phone.page.evaluate("document.documentElement.scrollWidth") <= 360
        card = present(phone.stage.locator(".card").bounding_box())
        assert card["x"] >= 0
        assert card["x"] + card["width"] <= 360
    phone.page.keyboard.press("Escape")
    wide = phone.stage.evaluate(
        """(root) => Array.from(root.querySelectorAll('button, select, label, p, h1, h2, figcaption'))
          .filter((each) => each.checkVisibility() && !each.closest('.unseen, .menu'))
          .filter((each) => { const { left, right } = each.getBoundingClientRect(); return left < 0 || right > 360.5; })
          .map((each) => each.outerHTML.slice(0, 80))"""
    )
    assert wide == []


def test_nothing_jumps_on_a_phone_when_a_card_opens(phone: Visit) -> None:
    parts = [".strip", "[data-pane=em]", "[data-pane=kmeans]", ".transport", ".story", ".readings"]
    boxes = [phone.stage.locator(part).bounding_box() for part in parts]
    point_card(phone)
    phone.painted()
    assert [phone.stage.locator(part).bounding_box() for part in parts] == boxes
    # The point that it speaks of can still be seen.
    card = present(phone.stage.locator(".card").bounding_box())
    ring = present(phone.stage.locator("[data-pane=em] .chosen").bounding_box())
    assert ring["y"] + ring["height"] <= card["y"]


# ---------------------------------------------------------------- what is heard

# Every text that the live region takes on, and how it is set at that moment.
LISTEN = """(root) => {
  const words = root.querySelector('.words');
  window.heard = [];
  new MutationObserver(() => window.heard.push([words.getAttribute('aria-live'), words.textContent]))
    .observe(words, { childList: true, characterData: true, subtree: true });
}"""


def test_a_tape_that_plays_is_silent_and_its_end_is_told(quick: Opener, server: str) -> None:
    seen = quick(server).open()
    words = seen.stage.locator(".words")
    assert words.get_attribute("role") == "status"
    assert words.get_attribute("aria-live") == "polite"
    seen.stage.evaluate(LISTEN)
    seen.step("ArrowRight", 1)
    assert [live for live, _ in seen.page.evaluate("window.heard")] == ["polite"]
    last = int(seen.data("frames")) - 1
    seen.stage.get_by_label("Speed of play").select_option("8")
    seen.stage.get_by_role("button", name="Play").click()
    seen.wait_frame(last)
    seen.painted()
    heard = seen.page.evaluate("window.heard")[1:]
    assert len(heard) == last - 1
    assert {live for live, _ in heard[:-1]} == {"off"}
    live, text = heard[-1]
    assert live == "polite"
    assert "EM has converged" in text


def test_everything_that_can_be_worked_is_named_and_reached_by_tab(
    quick: Opener, server: str
) -> None:
    seen = quick(server).open(ROUND)
    component_card(seen)
    names = seen.stage.evaluate(
        """(root) => Array.from(root.querySelectorAll('button, select, summary, input, [tabindex="0"]'))
          .filter((each) => each.checkVisibility())
          .map((each, i) => (i === 0 && each.focus(), each))
          .map((each) => (each.getAttribute('aria-label') || each.labels?.[0]?.textContent || each.textContent).trim())"""
    )
    assert "" not in names
    wanted = {"Restart", "Back", "Play", "To the end", "Half-step", "Keys and help", "View"}
    wanted |= {"Most uncertain point", "Component 1", "Component 3", "Close the card"}
    assert wanted <= set(names)
    reached = []
    for _ in range(len(names) - 1):
        seen.page.keyboard.press("Tab")
        reached.append(
            seen.stage.evaluate(
                """(root) => { const each = root.getRootNode().activeElement;
                  return (each?.getAttribute('aria-label') || each?.labels?.[0]?.textContent || each?.textContent || '').trim(); }"""
            )
        )
    assert reached == names[1:]


def test_with_reduced_motion_a_fork_and_a_step_are_drawn_at_once(
    quick: Opener, server: str
) -> None:
    drawn = """(root) => new Promise((resolve) => {
      const looks = new Set();
      const layer = root.querySelectorAll('[data-pane=em] svg.layer')[1];
      new MutationObserver(() => looks.add(layer.querySelector('.ellipse').outerHTML))
        .observe(layer, { childList: true, subtree: true });
      window.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true }));
      setTimeout(() => resolve(looks.size), 400);
    })"""
    seen = quick(server, reduced_motion="reduce").open(ROUND)
    seen.wait_settled()
    assert seen.stage.evaluate(drawn) == 1
    moving = seen.stage.evaluate(
        """(root) => Array.from(root.querySelectorAll('*')).filter((each) => {
          const { transitionDuration, animationName } = getComputedStyle(each);
          return transitionDuration !== '0s' || animationName !== 'none';
        }).map((each) => each.outerHTML.slice(0, 80))"""
    )
    assert moving == []
