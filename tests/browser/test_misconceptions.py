"""Misconception cards: raised where they are true, one at a time, until they are closed."""

import re
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from scipy.optimize import linear_sum_assignment

from gmm import Mixture, bic, responsibilities
from gmm.data.datasets import DATASETS
from gmm.mixture import log_density
from gmm.scaling import restore, restore_nats
from gmm.tape import Frame
from gmm.ui.course.lessons import pack_entry
from gmm.ui.course.page import lesson_page
from gmm.ui.course.places import ALONE
from gmm.ui.link import Settings
from gmm.ui.run import Run, record_run
from tests.browser.axe import find_violations
from tests.browser.conftest import Visit, shows
from tests.browser.desk import Desk, dataset_of, drawing_of, run_of
from tests.browser.test_overflow import LOOK, OFFERS, sized
from tests.present import present

__all__ = ["sized"]  # a fixture

NUMBER = r"(−?\d+(?:,\d{3})*(?:\.\d+)?(?:e−?\d+)?)"
OTHERS = ["ridge", "swapped", "more", "identical", "positive", "slow", "unscaled", "truth", "sizes"]
CLOUD = np.random.default_rng(0).normal(size=(40, 2))


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1280, "height": 720})
    yield page
    page.close()


@pytest.fixture
def desk(page: Page) -> Desk:
    """A stage on which nobody has closed a card."""
    page.unroute_all()
    desk = Desk(page)
    page.goto("http://stage.test/")
    page.evaluate("localStorage.clear(); localStorage.setItem('mixtape-tour', 'seen')")
    page.reload()
    return desk


@pytest.fixture(scope="module")
def lesson(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visit]:
    """The lesson about the climb, as a page on a disk."""
    file = tmp_path_factory.mktemp("lesson") / "lesson.html"
    file.write_text(lesson_page(pack_entry("the-climb", ALONE)), "utf-8")
    page = browser.new_page(viewport={"width": 1280, "height": 720}, reduced_motion="reduce")
    page.goto(file.as_uri())
    page.evaluate("localStorage.clear()")
    page.reload()
    yield Visit(page, "")
    page.close()


def note(desk: Desk) -> Locator:
    return desk.stage.get_by_role("group", name="Note")


def only(desk: Desk, name: str) -> None:
    """All other cards have been closed."""
    closed = " ".join(other for other in OTHERS if other != name)
    desk.page.evaluate("closed => localStorage.setItem('mixtape-cards', closed)", closed)


def told(desk: Desk, run: Run, frame: int, view: str = "", linked: bool = True) -> str:
    """The words of the card at a frame; "" where there is none."""
    scene = f"{run.settings} {run.hand is None} {frame} {view}"
    desk.tell(run, scene=scene, frame=frame, view=view, linked=linked).painted()
    return note(desk).locator("p").inner_text() if note(desk).is_visible() else ""


def frames_of(run: Run) -> tuple[Frame, ...]:
    return present(run.em).frames


def nats(run: Run, frame: int) -> float:
    return restore_nats(frames_of(run)[frame].log_likelihood, run.number, run.scaling)


def is_alike(one: Run, other: Run) -> bool:
    """Whether two runs end with their components in the same places."""
    here, there = (frames_of(run)[-1].mixture.means for run in (one, other))
    return bool(np.allclose(here, there, atol=1e-3))


def numbers(text: str) -> list[str]:
    return re.findall(NUMBER, text)


# ---------------------------------------------------------------- raised, and not


def test_the_ridge_made_it_fall(desk: Desk) -> None:
    only(desk, "ridge")
    run = run_of(data="Moons", k=3, ridge=0.1)
    values = np.array([frame.log_likelihood for frame in frames_of(run)])
    fall = next(i for i in range(2, len(values), 2) if values[i] < values[i - 1] - 0.001)
    words = told(desk, run, fall)
    assert "The ridge, added after each fit, cost" in words
    assert shows(numbers(words)[0], values[fall - 1] - values[fall])
    assert told(desk, run, fall - 1) == ""
    rise = [i for i in range(2, len(values), 2) if values[i] > values[i - 1]]
    assert all(told(desk, run, i) == "" for i in rise[:2])
    plain = run_of(data="Moons", k=3)
    assert all(told(desk, plain, i) == "" for i in range(0, plain.frames, 10))


def test_labels_that_have_changed_places(desk: Desk) -> None:
    only(desk, "swapped")
    run = run_of(data="Old Faithful", k=2)
    start = frames_of(run)[0].mixture
    order = [1, 0]
    swapped = record_run(run.settings, run.dataset, Mixture(*(part[order] for part in start)))
    last = run.frames - 1
    assert nats(swapped, last) == pytest.approx(nats(run, last), abs=0.01)
    assert told(desk, run, last, linked=False) == ""
    words = told(desk, swapped, last, linked=False)
    assert "in another order: component 1 here was component 2 there" in words
    assert told(desk, swapped, last - 2, linked=False) == ""
    # In the same order, and with another end.
    again = run_of(data="Old Faithful", k=2, start="k-means")
    told(desk, run if is_alike(run, again) else swapped, 0, linked=False)
    assert told(desk, again, again.frames - 1) == ""
    other = run_of(data="Old Faithful", k=2, covariance="tied")
    assert told(desk, other, other.frames - 1) == ""


def test_three_components_name_their_places(desk: Desk) -> None:
    only(desk, "swapped")
    run = run_of(data="Round clusters", k=3)
    start = frames_of(run)[0].mixture
    order = [1, 2, 0]
    turned = record_run(run.settings, run.dataset, Mixture(*(part[order] for part in start)))
    told(desk, run, 0, linked=False)
    words = told(desk, turned, turned.frames - 1, linked=False)
    here, there = map(int, re.findall(r"component (\d)", words))
    was = frames_of(run)[-1].mixture.means[there - 1]
    assert frames_of(turned)[-1].mixture.means[here - 1] == pytest.approx(was, abs=1e-3)


def test_more_components_fit_better(desk: Desk) -> None:
    only(desk, "more")
    two, three = (run_of(data="Old Faithful", k=k) for k in (2, 3))
    told(desk, two, 0)
    assert told(desk, three, 0) == ""
    words = told(desk, three, three.frames - 1)
    k, gain, before, then, now = numbers(words)
    assert (k, before) == ("3", "2")
    assert shows(gain, nats(three, -1) - nats(two, -1))
    for text, run in ((then, two), (now, three)):
        mixture = restore(frames_of(run)[-1].mixture, run.scaling)
        assert shows(text, bic(run.dataset.points, mixture))
    # Fewer are no news, nor are other points.
    assert told(desk, two, two.frames - 1) == ""
    told(desk, run_of(data="Old Faithful 1985", k=2), 0)
    assert told(desk, three, three.frames - 1) == ""


@pytest.mark.parametrize("covariance", ["tied", "diag", "spherical"])
def test_bic_counts_what_the_constraint_leaves_free(desk: Desk, covariance: str) -> None:
    only(desk, "more")
    runs = [run_of(data="Round clusters", k=k, covariance=covariance) for k in (2, 3)]
    told(desk, runs[0], 0)
    *_, then, now = numbers(told(desk, runs[1], runs[1].frames - 1))
    for text, run in zip((then, now), runs, strict=True):
        mixture = restore(frames_of(run)[-1].mixture, run.scaling)
        assert shows(text, bic(run.dataset.points, mixture, covariance))


def test_identical_components_never_separate(desk: Desk) -> None:
    only(desk, "identical")
    means = np.array([[0.0, 0.0], [5.0, 5.0], [0.0, 0.0]])
    hand = Mixture(np.full(3, 1 / 3), means, np.stack([np.eye(2)] * 3))
    points = np.concatenate([CLOUD, 5 + CLOUD])
    run = record_run(Settings(k=3, scale="off"), dataset_of(points), hand)
    assert told(desk, run, 1).startswith("Components 1 and 3 are identical.")
    gamma = responsibilities(run.points, frames_of(run)[1].mixture)
    assert gamma[:, 0] == pytest.approx(gamma[:, 2], rel=1e-12)
    # Its ending says so itself.
    assert told(desk, run, run.frames - 1) == ""
    assert told(desk, run_of(data="Round clusters", k=3), 1) == ""


def test_a_start_at_one_place_is_nearly_so(desk: Desk) -> None:
    only(desk, "identical")
    run = run_of(data="Old Faithful", k=2, start="one place")
    words = told(desk, run, 1)
    assert words.startswith("The components begin almost alike")
    gamma = responsibilities(run.points, frames_of(run)[1].mixture)
    assert shows(numbers(words)[0], 100 * float(gamma.max()))
    assert told(desk, run, 0) == ""
    assert told(desk, run, run.frames - 1) == ""


def test_a_log_likelihood_above_0(desk: Desk) -> None:
    only(desk, "positive")
    points = 0.01 * np.concatenate([CLOUD, 5 + CLOUD])
    run = record_run(Settings(k=2, scale="off"), dataset_of(points))
    words = told(desk, run, 1)
    value, _, above, whole = numbers(words)
    assert shows(value, nats(run, 1))
    assert int(whole) == len(points)
    densities = log_density(run.points, frames_of(run)[1].mixture)
    assert int(above) == int((densities > 0).sum())
    # The story says it at the end; below 0 there is nothing to say.
    assert told(desk, run, run.frames - 1) == ""
    assert "may be positive" in desk.words
    assert told(desk, run_of(data="Old Faithful"), 1) == ""


def test_slow_is_not_converged(desk: Desk) -> None:
    only(desk, "slow")
    run = run_of(data="Old Faithful", k=2, start="one place")
    values = np.array([nats(run, frame) for frame in range(len(frames_of(run)))])
    slow = [
        i
        for i in range(6, len(values), 2)
        if 0 < values[i] - values[i - 1] < 0.05 and values[-1] - values[i] > 1
    ]
    words = told(desk, run, slow[len(slow) // 2])
    iterations, rest = numbers(words)
    assert int(iterations) == frames_of(run)[-1].iteration - slow[len(slow) // 2] // 2
    assert shows(rest, values[-1] - values[slow[len(slow) // 2]])
    others = [i for i in range(2, len(values), 2) if i not in slow]
    assert all(told(desk, run, i) == "" for i in (others[-1], others[-3], len(values) - 1))


@pytest.mark.parametrize("twin", [True, False])
def test_columns_of_different_width(desk: Desk, twin: bool) -> None:
    only(desk, "unscaled")
    covariance = "full" if twin else "spherical"
    run = run_of(data="Old Faithful", scale="off", twin=twin, covariance=covariance)
    words = told(desk, run, 1)
    variances = run.dataset.points.var(axis=0)
    assert shows(numbers(words)[0], 100 * variances.max() / variances.sum())
    thin, wide = (run.dataset.columns[int(i)] for i in np.argsort(variances))
    names = (f"come from {wide}", f"sees {thin}") if twin else (f"along {wide}", f"fit {thin}")
    assert all(name in words for name in names)
    assert told(desk, run, 0) == ""
    others = (
        run_of(data="Old Faithful", scale="on"),
        run_of(data="Old Faithful", scale="off", twin=False),
        run_of(data="Round clusters"),
    )
    assert [told(desk, other, 1) for other in others] == ["", "", ""]


def test_em_does_not_know_the_true_labels(desk: Desk) -> None:
    only(desk, "truth")
    run = run_of(data="Iris petals", k=3)
    last = run.frames - 1
    words = told(desk, run, last, "truth")
    truth = present(run.dataset.labels)
    labels = responsibilities(run.points, frames_of(run)[last - 1].mixture).argmax(axis=1)
    alike = np.zeros((3, 3))
    np.add.at(alike, (labels, truth), 1)
    most = alike[linear_sum_assignment(-alike)].sum()
    assert numbers(words) == [str(int(len(truth) - most)), str(len(truth))]
    assert most < len(truth)
    assert told(desk, run, last) == ""
    assert told(desk, run, 0, "truth") == ""


@pytest.mark.parametrize("k", [2, 5])
def test_kinds_may_be_more_or_fewer_than_components(desk: Desk, k: int) -> None:
    only(desk, "truth")
    run = run_of(data="Iris petals", k=k)
    words = told(desk, run, 3, "truth")
    truth = present(run.dataset.labels)
    labels = responsibilities(run.points, frames_of(run)[3].mixture).argmax(axis=1)
    alike = np.zeros((5, 5))
    np.add.at(alike, (labels, truth), 1)
    most = alike[linear_sum_assignment(-alike)].sum()
    assert numbers(words)[0] == str(int(len(truth) - most))


def test_responsibilities_are_not_sizes(desk: Desk) -> None:
    only(desk, "sizes")
    run = run_of(data="Unequal clusters", k=2, start="one place")
    raised = 0
    for frame in (1, 2, 3, 9, 21, 41, 81, run.frames - 2):
        words = told(desk, run, frame)
        gamma = responsibilities(run.points, frames_of(run)[frame].mixture)
        counts, sizes = gamma.sum(axis=0), np.bincount(gamma.argmax(axis=1), minlength=2)
        apart = float(abs(counts - sizes).max())
        expected = frame >= 3 and frame % 2 == 1 and apart >= max(2, 0.05 * len(gamma))
        assert bool(words) == expected
        if words:
            raised += 1
            k, size, total = numbers(words)
            assert int(size) == sizes[int(k) - 1]
            assert shows(total, float(counts[int(k) - 1]))
    assert raised


def test_a_drawing_and_a_temperature_raise_none(desk: Desk) -> None:
    desk.tell(drawing_of()).painted()
    assert note(desk).is_hidden()
    run = run_of(data="Old Faithful", scale="off")
    assert told(desk, run, 1)
    assert told(desk, run, 1, "temperature") == ""


# ---------------------------------------------------------------- once, and out of the way

UNSCALED: dict[str, Any] = {"data": "Old Faithful", "scale": "off"}


def test_a_card_is_closed_for_good(desk: Desk) -> None:
    run = run_of(**UNSCALED)
    assert told(desk, run, 1)
    note(desk).get_by_role("button", name="OK, close the note").click()
    assert note(desk).is_hidden()
    assert told(desk, run, 3) == ""
    desk.page.reload()
    assert told(desk, run, 1) == ""
    assert desk.page.evaluate("localStorage.getItem('mixtape-cards')") == "unscaled"


def test_escape_closes_it_after_what_lies_above(desk: Desk) -> None:
    run = run_of(**UNSCALED)
    assert told(desk, run, 1, "point-1")
    desk.page.keyboard.press("Escape")
    desk.painted()
    assert desk.stage.locator(".card").is_hidden()
    assert note(desk).is_visible()
    desk.page.keyboard.press("?")
    desk.page.keyboard.press("Escape")
    desk.painted()
    assert note(desk).is_visible()
    desk.page.keyboard.press("Escape")
    assert note(desk).is_hidden()


def test_from_a_key_the_focus_goes_on(desk: Desk) -> None:
    told(desk, run_of(**UNSCALED), 1)
    note(desk).get_by_role("button").focus()
    desk.page.keyboard.press("Enter")
    assert note(desk).is_hidden()
    assert desk.page.evaluate("document.activeElement.dataset.do") == "step"


def test_one_at_a_time_and_the_next_waits(desk: Desk) -> None:
    run = run_of(data="Old Faithful", scale="off", k=2, start="one place")
    first = told(desk, run, 1)
    assert first.startswith("The components begin almost alike")
    note(desk).get_by_role("button").click()
    desk.painted()
    assert note(desk).is_hidden()
    desk.page.keyboard.press("ArrowRight")
    desk.wait_frame(2)
    assert "squared distances" in note(desk).inner_text()
    # It stays while it is true, whatever else becomes so.
    desk.page.keyboard.press("ArrowRight")
    desk.wait_frame(3)
    assert "squared distances" in note(desk).inner_text()


@pytest.mark.parametrize("forbidden", ["getItem", "setItem"])
def test_where_storage_is_forbidden_it_is_kept_until_the_page_goes(
    desk: Desk, forbidden: str
) -> None:
    desk.page.evaluate(
        "name => { Storage.prototype[name] = () => { throw new DOMException('no', 'SecurityError'); }; }",
        forbidden,
    )
    run = run_of(**UNSCALED)
    assert told(desk, run, 1)
    note(desk).get_by_role("button").click()
    assert told(desk, run, 3) == ""
    assert told(desk, run, 5) == ""
    assert desk.errors == []


def test_none_while_a_tape_plays(desk: Desk) -> None:
    run = run_of(**UNSCALED)
    desk.tell(run, scene="plays")
    desk.stage.evaluate(
        """root => { window.seen = []; new MutationObserver(() => window.seen.push(
          [root.querySelector('.transport').classList.contains('playing') || !!root.querySelector('.playing'),
           !root.querySelector('.note').hidden]))
          .observe(root.querySelector('.note'), { attributes: true }); }"""
    )
    desk.stage.get_by_label("Speed of play").select_option("8")
    desk.stage.get_by_role("button", name="Play").click()
    desk.page.wait_for_selector(f'[data-testid=stage][data-frame="{run.frames - 1}"]')
    expect(note(desk)).to_be_visible()
    seen = desk.page.evaluate("window.seen")
    assert [playing for playing, shown in seen if shown and playing] == []
    # A tape that plays again sends it away.
    desk.stage.get_by_role("button", name="Play").click()
    expect(note(desk)).to_be_hidden()


def test_none_while_a_hand_drags(desk: Desk) -> None:
    run = run_of(**UNSCALED)
    assert told(desk, run, 1)
    mean = desk.mixture().means[0]
    x, y = desk.spot(mean)
    desk.page.mouse.move(x, y)
    desk.page.mouse.down()
    desk.page.mouse.move(x + 30, y + 20, steps=4)
    desk.painted()
    assert note(desk).is_hidden()
    desk.page.mouse.up()
    desk.painted()


def test_none_before_the_tour_is_over(desk: Desk) -> None:
    desk.page.evaluate("localStorage.clear()")
    desk.page.reload()
    desk.tell(run_of(**UNSCALED), scene="toured").painted()
    assert "touring" in present(desk.stage.get_attribute("class"))
    desk.step("ArrowRight", 1)
    assert note(desk).is_hidden()
    desk.page.keyboard.press("Escape")
    desk.step("ArrowRight", 2)
    assert note(desk).is_visible()
    # The tour comes back, and the card makes way.
    desk.page.keyboard.press("?")
    desk.page.get_by_role("button", name="Show the tour").click()
    desk.painted()
    assert note(desk).is_hidden()


def test_none_while_a_question_waits_for_its_answer(desk: Desk) -> None:
    run = run_of(**UNSCALED)
    desk.tell(run, scene="asks", frame=1, ask="What does k-means see?", answer="Waits.").painted()
    assert note(desk).is_hidden()
    desk.stage.get_by_role("button", name="Show the answer").click()
    desk.step("ArrowRight", 2)
    assert note(desk).is_visible()


def test_in_a_lesson_none_before_the_task_is_done(lesson: Visit) -> None:
    seen = lesson
    seen.page.set_viewport_size({"width": 1280, "height": 720})
    card = seen.stage.get_by_role("group", name="Note")
    seen.page.evaluate("closed => localStorage.setItem('mixtape-cards', closed)", "sizes identical")
    seen.page.get_by_role("button", name="Scene 6").click()
    seen.wait_frame(4)
    seen.painted()
    assert card.is_hidden()
    seen.step("End", int(seen.data("frames")) - 1)
    seen.painted()
    seen.page.get_by_role("slider", name="Half-step").fill("8")
    seen.wait_frame(8)
    assert "A small gain does not mean that EM has converged" in card.inner_text()
    # Another scene that asks.
    seen.page.get_by_role("button", name="Next").click()
    seen.painted()
    assert card.is_hidden()


def test_not_without_what_it_speaks_of(desk: Desk) -> None:
    only(desk, "slow")
    run = run_of(data="Old Faithful", k=2, start="one place")
    values = [nats(run, frame) for frame in range(len(frames_of(run)))]
    slow = next(
        i
        for i in range(6, len(values), 2)
        if values[i] - values[i - 1] < 0.05 and values[-1] - values[i] > 1
    )
    assert told(desk, run, slow)
    desk.page.add_style_tag(content=".curve { display: none !important; }")
    told(desk, run, 0)
    assert told(desk, run, slow) == ""


# ---------------------------------------------------------------- its place


@pytest.mark.parametrize("name", ["Old Faithful", "Iris petals", "Waiting times"])
def test_nothing_is_cut_and_nothing_moves(sized: tuple[Desk, str], name: str) -> None:
    """With the longest card that there may be, at every frame; its words are on one side of all else."""
    desk, view = sized
    settings = Settings(data=name, k=3 if DATASETS[name].make(300, 0).labels is not None else 2)
    run = record_run(settings, DATASETS[name].make(300, 0))
    text = max(LONGEST, key=len)
    for frame in (0, 1, 2, run.frames - 1):
        places = []
        for on in (False, True):
            words = f"{name} {frame} {on}"
            desk.tell(run, scene=words, frame=frame, view=view, offers=OFFERS).painted()
            desk.stage.evaluate(FILL, [text, on])
            desk.painted()
            boxes = (".panes", ".headline", "[data-do=step]", ".strip")
            places.append([desk.stage.locator(box).bounding_box() for box in boxes])
            if on:
                assert desk.stage.evaluate(LOOK) == []
                assert desk.stage.evaluate(COVERED) == []
        assert places[0] == places[1]


WIDE, NARROW = [(1280, 720), (1024, 768), (1440, 900)], [(390, 844), (640, 360)]


# There is no hall view on a phone.
@pytest.mark.parametrize(
    ("size", "hall"),
    [*((size, False) for size in [*WIDE, *NARROW]), *((size, True) for size in WIDE)],
)
def test_in_a_lesson_nothing_is_cut_and_nothing_moves(
    lesson: Visit, size: tuple[int, int], hall: bool
) -> None:
    seen = lesson
    width, height = size
    seen.page.set_viewport_size({"width": 1280, "height": 720})
    seen.page.get_by_role("button", name="Scene 5").click()
    if hall:
        seen.page.get_by_role("button", name="Hall view").click()
    seen.page.set_viewport_size({"width": width, "height": height})
    if width < 900:
        seen.page.get_by_role("button", name="Picture").click()
    seen.wait_settled()
    places = []
    for on in (False, True):
        seen.stage.evaluate(FILL, [max(LONGEST, key=len), on])
        seen.painted()
        boxes = (".panes", ".strip", "[data-do=step]")
        places.append([seen.stage.locator(box).bounding_box() for box in boxes])
    assert seen.stage.evaluate(COVERED) == []
    words = [found for found in seen.stage.evaluate(LOOK) if "note" in found or ".story" in found]
    assert words == []
    assert places[0] == places[1]
    seen.stage.evaluate(FILL, ["", False])
    seen.page.set_viewport_size({"width": 1280, "height": 720})
    if hall:
        seen.page.get_by_role("button", name="Hall view").click()


def test_axe_finds_nothing_beside_a_card(sized: tuple[Desk, str]) -> None:
    desk, view = sized
    run = run_of(**UNSCALED)
    desk.page.evaluate("localStorage.removeItem('mixtape-cards')")
    for frame in (1, run.frames - 1):
        scene = f"axe {frame}"
        desk.tell(run, scene=scene, frame=frame, view=view, offers=OFFERS).painted()
        assert desk.stage.locator(".note").is_visible()
        assert find_violations(desk.page) == []


# The longest sentence that the cards' templates give.
LONGEST = [
    "The components begin almost alike: no responsibility is above 52.8 %. "
    "From exactly the same place they would never separate.",
    "Component 2 is the likeliest for 1,430 points, but its responsibilities add up to 1,255.3: "
    "each point is shared. The weight follows the sum.",
    "99.3 % of the squared distances that k‑means compares come from the column upwards. "
    "It hardly sees the column across: standardise the columns.",
    "EM never sees the true labels: it fits bell curves to points. "
    "Matched as well as possible, labels and components differ at 112 of 1,150 points.",
    "3 components fit 12.3 nats better than 2, but more can always fit better. "
    "Compare BIC, lower is better: 12,322.2 before, 12,330.1 now.",
    "Components 1 and 3 are identical. Each point gives them equal shares, "
    "so every M-step leaves them identical: they never separate.",
]

FILL = """(root, [text, on]) => {
  root.querySelector('.note').hidden = !on;
  root.classList.toggle('noted', on);
  root.querySelector('.note p').textContent = text;
  scrollTo(0, 0);
}"""

# What the note lies over, but for what gives way to it.
COVERED = """root => {
  const note = root.querySelector('.note').getBoundingClientRect();
  const parts = [...root.querySelectorAll('.headline, .details, .next button, .legend, .pane figcaption, .picture, .curve, .parameters')];
  return parts.filter((part) => part.checkVisibility({ visibilityProperty: true, opacityProperty: true })).filter((part) => {
    const box = part.getBoundingClientRect();
    const across = Math.min(box.right, note.right) - Math.max(box.left, note.left);
    const down = Math.min(box.bottom, note.bottom) - Math.max(box.top, note.top);
    return across > 1 && down > 1 && box.width && getComputedStyle(part).position !== 'sticky';
  }).map((part) => part.className);
}"""
