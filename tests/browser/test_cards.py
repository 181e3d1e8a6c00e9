"""Cards are whole, keep off what they speak of, and say only what is true of the numbers on show."""

import re
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser, FloatRect, Page

from gmm import responsibilities
from gmm.ui.link import Link, Settings, View
from gmm.ui.run import Run, record_run
from gmm.ui.stage.page import standalone_page
from tests.browser.conftest import Visit, shows
from tests.browser.desk import Desk, dataset_of, large_run, run_of
from tests.browser.test_inspection import check_terms, is_percent, lines_of, rows_of
from tests.present import present

ZOOMED = "zoomed twice"
SIZES = {
    "desktop": (1280, 720),
    "small": (1024, 768),
    ZOOMED: (640, 360),
    "phone": (390, 844),
}
SETS: dict[str, dict[str, Any]] = {
    "Old Faithful": {"data": "Old Faithful", "k": 2},
    "twelve": {"data": "Unequal clusters", "k": 12},
    "a line": {"data": "Waiting times", "k": 3},
    "alone": {"data": "Iris petals", "k": 3, "twin": False},
    "large numbers": {"data": "Penguins", "k": 3},
}
# The parts of a card that stick out of it, or have to be scrolled.
CUT = """(card) => {
  const inside = card.getBoundingClientRect();
  return [card, ...card.querySelectorAll('*')].filter((each) => {
    if (each.closest('.unseen, svg')) return false;
    const { left, right, top, bottom } = each.getBoundingClientRect();
    const out = left < inside.left - 1 || right > inside.right + 1 || top < inside.top - 1 || bottom > inside.bottom + 1;
    const block = getComputedStyle(each).display !== 'inline';
    return out || (block && (each.scrollHeight > each.clientHeight + 1 || each.scrollWidth > each.clientWidth + 1));
  }).map((each) => each.outerHTML.slice(0, 90));
}"""


@pytest.fixture
def desk(browser: Browser) -> Any:
    pages: list[Page] = []

    def open_desk(width: int, height: int) -> Desk:
        pages.append(browser.new_page(viewport={"width": width, "height": height}))
        return Desk(pages[-1])

    yield open_desk
    for page in pages:
        page.close()


def covers(card: FloatRect, x: float, y: float, reach: float) -> bool:
    across = card["x"] - reach < x < card["x"] + card["width"] + reach
    return across and card["y"] - reach < y < card["y"] + card["height"] + reach


def check_card(seen: Visit, subject: tuple[float, float]) -> None:
    """It is whole, within the stage, and what it speaks of can be seen."""
    locator = seen.stage.locator(".card")
    assert locator.evaluate(CUT) == []
    assert locator.evaluate("(card) => getComputedStyle(card).overflowY") == "visible"
    card, stage = present(locator.bounding_box()), present(seen.stage.bounding_box())
    assert card["x"] >= stage["x"] - 1
    assert card["x"] + card["width"] <= stage["x"] + stage["width"] + 1
    assert card["y"] >= stage["y"] - 1
    assert card["y"] + card["height"] <= stage["y"] + stage["height"] + 1
    assert not covers(card, *subject, 6), (card, subject)
    viewport = present(seen.page.viewport_size)
    assert card["height"] <= viewport["height"]
    # Letters that can be read.
    size = locator.evaluate("(card) => parseFloat(getComputedStyle(card).fontSize)")
    assert size >= 10


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize(
    ("size", "view"),
    # A hall has a screen, neither a phone nor a window that is zoomed in twice.
    [(size, "") for size in SIZES] + [(size, "projector") for size in ("desktop", "small")],
)
def test_cards_are_whole_and_keep_off_what_they_speak_of(
    desk: Any, name: str, size: str, view: str
) -> None:
    seen: Desk = desk(*SIZES[size])
    run = run_of(**SETS[name])
    seen.start(run, view=view, frame=3)
    corners = [(0, 0), (0, 1), (1, 0), (1, 1)]
    centres = np.reshape(seen.inspect("Array.from(stage.centres)"), (-1, 2))
    chosen = {int((centres @ [sx * 2 - 1, sy * 2 - 1]).argmax()) for sx, sy in corners}
    chosen.add(int(np.hypot(*(centres - centres.mean(0)).T).argmin()))
    for n in chosen:
        seen.tell(run, scene=f"p{n}", view=f"{view}.point-{n + 1}", frame=3)
        check_card(seen, seen.spot_of_point(n))
    means = seen.mixture().means
    for k in sorted({0, 1, len(means) - 1}):
        seen.tell(run, scene=f"c{k}", view=f"{view}.component-{k + 1}", frame=4)
        check_card(seen, seen.spot(seen.mixture().means[k]))


def test_a_card_of_the_page_without_a_server_is_whole(browser: Browser, tmp_path: Any) -> None:
    run = run_of(data="Unequal clusters", k=12)
    path = tmp_path / "page.html"
    path.write_text(standalone_page(run, Link(frame=3, view=View(point=16))), "utf-8")
    page = browser.new_page(viewport={"width": 1024, "height": 768})
    seen = Visit(page, path.as_uri())
    page.goto(path.as_uri())
    seen.wait_ready()
    seen.painted()
    check_card(seen, seen.spot_of_point(16))
    page.close()


def test_a_card_moves_away_when_what_it_speaks_of_comes_under_it(desk: Any) -> None:
    seen: Desk = desk(1024, 768)
    run = run_of(data="Round clusters", k=3, twin=False)
    seen.start(run, view="component-1", frame=2)
    card = present(seen.stage.locator(".card").bounding_box())
    start = seen.spot(seen.mixture().means[0])
    seen.page.mouse.move(*start)
    seen.page.mouse.down()
    seen.page.mouse.move(card["x"] + 40, card["y"] + 60, steps=6)
    seen.painted()
    check_card(seen, seen.spot(seen.mixture().means[0]))
    seen.page.keyboard.press("Escape")
    seen.page.mouse.up()


# ---------------------------------------------------------------- what is said, mode by mode


def averages(text: str) -> bool:
    """Whether a card claims that numbers are worked out as an average."""
    return bool(re.search("÷|average|…", text))


def test_what_a_hand_has_set_is_no_average(desk: Any) -> None:
    seen: Desk = desk(1280, 720)
    run = run_of(data="Round clusters", k=3)
    seen.start(run, view="component-1", frame=4)
    card = seen.stage.locator(".card")
    assert averages(card.inner_text())
    x, y = seen.spot(seen.mixture().means[0])
    seen.page.mouse.move(x, y)
    seen.page.mouse.down()
    seen.page.mouse.move(x + 30, y - 20, steps=4)
    seen.painted()
    text = card.inner_text()
    assert "Your hand has set these values." in text
    assert not averages(text)
    means = lines_of(card)["Mean"].split(", ")
    assert all(shows(a, b) for a, b in zip(means, seen.mixture().means[0], strict=True))
    seen.page.keyboard.press("Escape")
    seen.page.mouse.up()
    # Nor what somebody guesses, or could.
    for frame, whose in ((3, "Its values now."), (3, "Your guess.")):
        if whose == "Its values now.":
            seen.tell(run, scene="guess", view="predict.component-1", frame=frame)
        else:
            x, y = seen.spot(seen.mixture().means[0])
            seen.drag((x, y), (x + 30, y - 20))
            seen.painted()
        text = card.inner_text()
        assert whose in text
        assert "stays hidden" in text
        assert not averages(text)


def test_a_points_and_a_components_numbers_count_frequencies(desk: Any) -> None:
    points = np.array([[0.0], [1.0], [2.0], [7.0], [8.0], [9.0]])
    often = np.array([3.0, 2, 4, 1, 5, 2])
    dataset = dataset_of(points)._replace(frequencies=often)
    seen: Desk = desk(1280, 720)
    run = record_run(Settings(k=2), dataset)
    seen.start(run, view="component-1", frame=2)
    card = seen.stage.locator(".card")
    lines = lines_of(card)
    mixture = present(run.em).frames[1].responsible
    gamma = responsibilities(run.points, present(mixture))[:, 0]
    first = np.flatnonzero(gamma >= 0.005)[:3]
    terms, by, mean = present(
        re.fullmatch(r"\((.*) \+ …\) ÷ (\S+) = (\S+)", lines["Mean"])
    ).groups()
    check_terms(terms, [[often[n], gamma[n], points[n, 0]] for n in first])
    assert shows(by, float(often @ gamma))
    assert shows(mean, float((often * gamma) @ points[:, 0] / (often @ gamma)))
    assert lines["Weight"].endswith(f"÷ 17 = {lines['Weight'].split()[-1]}")
    seen.tell(run, scene="p", view="point-3", frame=1)
    assert "This point counts 4 times." in card.inner_text()


def test_with_a_ridge_the_variance_says_so(desk: Any) -> None:
    seen: Desk = desk(1280, 720)
    run = run_of(data="Old Faithful", k=2, ridge=0.1)
    seen.start(run, view="component-1", frame=2)
    for axis, name in enumerate(("eruptions", "waiting")):
        text = lines_of(seen.stage.locator(".card"))[f"Variance of {name}"]
        ridge, value = present(re.search(r"\+ (\S+) \(ridge\) = (\S+)$", text)).groups()
        spread = float(np.ravel(run.scaling.spread)[axis])
        assert shows(ridge, 0.1 * spread**2)
        covariance = present(run.em).frames[2].mixture.covariances[0]
        assert shows(value, covariance[axis, axis] * spread**2)


def test_temperature_says_what_is_given(desk: Any) -> None:
    seen: Desk = desk(1280, 720)
    run = run_of(data="Round clusters", k=3)
    seen.start(run, view="temperature.component-1", frame=2)
    lines = lines_of(seen.stage.locator(".card"))
    assert lines["Weight"] == "1 ÷ 3 = 0.333, the same for all components"
    assert lines["Width"] == "the same for all components; the slider sets it"
    gamma = np.reshape(seen.inspect("Array.from(stage.responsibilities)"), (-1, 3))[:, 0]
    count = present(re.search(r"= (\S+), of 300 points", lines["Effective count"])).group(1)
    assert shows(count, gamma.sum())
    average = gamma @ run.dataset.points / gamma.sum()
    for name, value in zip(("x", "y"), average, strict=True):
        assert shows(lines[f"Mean of {name}"].split()[-1], value)


def test_where_a_run_has_collapsed_no_m_step_is_promised(desk: Any) -> None:
    seen: Desk = desk(1280, 720)
    points = np.array([[0.0, 0], [1, 0.3], [0.2, 1], [9, 9], [9, 9], [9, 9], [0.5, 0.4]])
    run = record_run(Settings(k=2, start="farthest first"), dataset_of(points))
    assert present(run.em).stopped == "collapsed"
    seen.start(run, view="component-1", frame=len(present(run.em).frames) - 1)
    made = seen.inspect("stage.run.em.mixtures.length")
    asked = (len(present(run.em).frames) - 2) // 2
    text = seen.stage.locator(".card").inner_text()
    assert ("No M-step follows" in text) == (asked + 1 >= made)
    assert averages(text) == (asked + 1 < made)


def test_of_a_sample_the_sums_are_the_whole_runs(desk: Any) -> None:
    run: Run = large_run()
    seen: Desk = desk(1280, 720)
    seen.start(run, view="component-1", frame=2)
    lines = lines_of(seen.stage.locator(".card"))
    weight = present(run.em).frames[2].mixture.weights[0]
    total = len(run.points)
    count, number, share = present(re.fullmatch(r"(\S+) ÷ (\S+) = (\S+)", lines["Weight"])).groups()
    assert shows(count, weight * total)
    assert shows(number, total)
    assert shows(share, weight)
    assert "Of those drawn, pull hardest" in lines


def test_points_at_one_place_are_counted(desk: Any) -> None:
    points = np.array([[0.0, 0], [1, 0.3], [0.2, 1], [9, 9], [9, 8], [8.5, 9], [0, 0], [0, 0]])
    run = record_run(Settings(k=2), dataset_of(points))
    seen: Desk = desk(1280, 720)
    card = seen.stage.locator(".card")
    for n, here in ((0, 3), (1, 1)):
        seen.start(run, view=f"point-{n + 1}", frame=1)
        told = re.findall(r"(\d+) points lie at this place", card.inner_text())
        assert told == ([str(here)] if here > 1 else [])
    shares = responsibilities(run.points, present(present(run.em).frames[1].responsible))[1]
    for row, share in zip(rows_of(card), shares, strict=True):
        assert is_percent(row[4], share)
