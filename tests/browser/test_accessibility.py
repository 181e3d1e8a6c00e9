"""For every eye and hand: axe-core, sizes to touch, names, and what a screen reader hears."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.browser.axe import find_violations
from tests.browser.conftest import Opener, Visit
from tests.present import present

DESKTOP = {"viewport": {"width": 1280, "height": 720}}
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
ROUND = "?data=Round+clusters&k=3&frame=3"


def component_card(seen: Visit) -> None:
    seen.stage.locator(".parameters").get_by_role("button", name="Component 2").click()
    seen.stage.locator(".card").get_by_text("Component 2", exact=True).wait_for()


def point_card(seen: Visit) -> None:
    seen.stage.get_by_role("button", name="Most uncertain point").click()
    seen.stage.locator(".card thead").wait_for()


def menu(seen: Visit) -> None:
    seen.stage.locator(".menu summary").click()
    seen.stage.get_by_text("Density of the mixture").wait_for()


def at_start(seen: Visit) -> None:
    seen.step("Home", 0)


def e_step(seen: Visit) -> None:
    seen.step("ArrowRight", 1)


def m_step(seen: Visit) -> None:
    seen.step("ArrowRight", 2)


def at_end(seen: Visit) -> None:
    seen.step("End", int(seen.data("frames")) - 1)


def layers(seen: Visit) -> None:
    """All that can lie over each other, with the menu closed again."""
    for name in ("density", "third", "trails", "rings", "truth", "bound"):
        seen.stage.locator(f".menu [name={name}]").click()
    seen.stage.locator(".menu summary").click()
    seen.painted()


def other_layers(seen: Visit) -> None:
    seen.tick("regions", "cells", "bound", "shares")


def guess(seen: Visit) -> None:
    seen.tick("shares", "predict")
    seen.step("Home", 0)
    seen.step("ArrowRight", 1)
    component_card(seen)


def temperature(seen: Visit) -> None:
    seen.tick("temperature")
    seen.stage.get_by_role("slider", name="Temperature").wait_for()


def projector(seen: Visit) -> None:
    seen.tick("projector")


def helped(seen: Visit) -> None:
    seen.page.keyboard.press("?")  # its button may lie under a card in the hall
    seen.stage.get_by_role("dialog").wait_for()


def answered(seen: Visit) -> None:
    seen.open(f"{ROUND}&ask=Which+points+are+undecided%3F&answer=Those+between+two+clusters.")
    seen.stage.get_by_role("button", name="Show the answer").click()


def drawing(seen: Visit) -> None:
    seen.open("?data=Draw+by+hand")


# One after the other, none is closed before the next.
STATES: list[list[Callable[[Visit], None]]] = [
    [at_start],
    [e_step],
    [m_step, component_card],
    [point_card, menu],
    [layers],
    [other_layers],
    [guess],
    [at_end],
    [temperature],
    [projector],
    [helped],
    [answered],
    [drawing],
]
# The other screen, the other theme: everything at once.
CROWDED: list[list[Callable[[Visit], None]]] = [
    [component_card],
    [point_card, menu, layers, temperature, projector],
    [helped],
    [drawing],
]
SEEN = [
    pytest.param(DESKTOP, "light", STATES, id="desktop-light"),
    pytest.param(PHONE, "dark", STATES, id="phone-dark"),
    pytest.param(DESKTOP, "dark", CROWDED, id="desktop-dark"),
    pytest.param(PHONE, "light", CROWDED, id="phone-light"),
]


@pytest.mark.parametrize(("screen", "scheme", "states"), SEEN)
def test_axe_finds_no_violation(
    quick: Opener,
    server: str,
    screen: dict[str, Any],
    scheme: str,
    states: list[list[Callable[[Visit], None]]],
) -> None:
    seen = quick(server, color_scheme=scheme, **screen).open(ROUND)
    seen.wait_settled()
    assert ("dark" in present(seen.stage.get_attribute("class"))) == (scheme == "dark")
    for state in states:
        for part in state:
            part(seen)
        seen.wait_settled()
        assert find_violations(seen.page) == [], [part.__name__ for part in state]


def test_axe_finds_what_is_broken(quick: Opener, server: str) -> None:
    """The rules reach into the stage: what is wrong there is found."""
    seen = quick(server).open(ROUND)
    seen.stage.locator("[data-do=back]").evaluate(
        "(button) => button.removeAttribute('aria-label')"
    )
    seen.stage.locator("[data-do=back]").evaluate("(button) => button.removeAttribute('title')")
    assert [each for each in find_violations(seen.page) if each.startswith("button-name")]


# ---------------------------------------------------------------- forced colours


@pytest.fixture(params=["light", "dark"])
def forced(request: pytest.FixtureRequest, quick: Opener, server: str) -> Visit:
    """The page in the few colours that the system allows, as in Windows' contrast themes."""
    scheme: str = request.param
    seen = quick(server, color_scheme=scheme, forced_colors="active").open(ROUND)
    seen.wait_settled()
    return seen


def looks(seen: Visit, selector: str, pseudo: str = "") -> dict[str, str]:
    styles: dict[str, str] = seen.stage.evaluate(
        """(root, [selector, pseudo]) => {
          const style = getComputedStyle(root.querySelector(selector), pseudo || null);
          const { color, backgroundColor: ground, outlineStyle: line, outlineColor: round } = style;
          const { borderTopColor: top, borderLeftColor: left } = style;
          return { color, ground, line, round, top, left };
        }""",
        [selector, pseudo],
    )
    return styles


def system(seen: Visit, name: str) -> str:
    """What a colour's name means on this system."""
    colour: str = seen.page.evaluate(
        """(name) => {
          const probe = document.body.appendChild(document.createElement("i"));
          probe.style.cssText = `color: ${name}; forced-color-adjust: none`;
          const { color } = getComputedStyle(probe);
          probe.remove();
          return color;
        }""",
        name,
    )
    return colour


def test_states_differ_where_colours_are_forced(forced: Visit) -> None:
    seen = forced
    highlight = {"ground": system(seen, "Highlight"), "color": system(seen, "HighlightText")}
    assert highlight["ground"] != system(seen, "ButtonFace")
    # The button to press next, until there is no next.
    assert looks(seen, ".transport .primary") | highlight == looks(seen, ".transport .primary")
    assert looks(seen, "[data-do=play]")["ground"] == system(seen, "ButtonFace")
    assert looks(seen, "[data-do=end]")["color"] == system(seen, "ButtonText")
    seen.step("End", int(seen.data("frames")) - 1)
    for name in ("step", "end"):
        disabled = looks(seen, f"[data-do={name}]")
        assert disabled["color"] == disabled["top"] == system(seen, "GrayText")
        assert disabled["ground"] == system(seen, "ButtonFace")
    # Pressed, and not.
    assert looks(seen, "button.rings:not([hidden])")["ground"] == system(seen, "ButtonFace")
    seen.tick("rings")
    pressed = looks(seen, "button.rings:not([hidden])")
    assert pressed | highlight == pressed
    # In focus, and not; a press has had its time.
    seen.page.wait_for_timeout(150)
    assert looks(seen, "[data-do=play]")["line"] == "none"
    seen.stage.locator("[data-do=play]").focus()
    seen.page.keyboard.press("Shift+Tab")
    seen.page.keyboard.press("Tab")
    focused = looks(seen, "[data-do=play]")
    assert (focused["line"], focused["round"]) == ("solid", system(seen, "Highlight"))
    # An arrow, not a square.
    arrow = looks(seen, ".menu summary", "::after")
    assert arrow["left"] == "rgba(0, 0, 0, 0)" != arrow["top"]


def test_sliders_and_switches_are_seen_where_colours_are_forced(forced: Visit) -> None:
    """Streamlit's own are backgrounds alone, which would all be the page's."""
    shown = """(widget) => [...widget.querySelectorAll("div")].map((each) => getComputedStyle(each).backgroundColor)
      .filter((colour) => !["rgba(0, 0, 0, 0)", getComputedStyle(document.body).backgroundColor].includes(colour)).length"""
    for name in ("Components", "k-means beside it"):
        widget = forced.page.locator("[data-testid=stSlider], [data-testid=stCheckbox]")
        assert widget.filter(has_text=name).first.evaluate(shown) >= 1


def test_colours_of_the_data_stay_where_colours_are_forced(forced: Visit) -> None:
    seen = forced
    palette = [
        f"rgb({int(c[1:3], 16)}, {int(c[3:5], 16)}, {int(c[5:7], 16)})"
        for c in seen.inspect("stage.palette")
    ]
    point_card(seen)
    bars = "(root) => [...root.querySelectorAll('.card td.share')].map((each) => getComputedStyle(each, '::before').backgroundColor)"
    assert [bar for bar in seen.stage.evaluate(bars) if bar in palette] == palette
    fills = "(root) => [...root.querySelectorAll('.parameters .mark')].map((each) => getComputedStyle(each).fill)"
    assert seen.stage.evaluate(fills) == palette
    # What stands on them is the system's.
    assert looks(seen, ".card td.share")["color"] == system(seen, "CanvasText")
    assert find_violations(seen.page) == []


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
    seen.page.wait_for_timeout(150)  # a press has had its time
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
