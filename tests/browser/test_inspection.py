"""The cards of a point and of a component: their numbers against the engine's, their manners."""

import re
from collections.abc import Callable
from typing import TypeVar

import numpy as np
import pytest
from playwright.sync_api import FloatRect, Locator
from scipy.stats import multivariate_normal

from gmm import (
    Mixture,
    assign,
    m_step,
    record_em,
    record_kmeans,
    responsibilities,
    start,
    update,
)
from gmm.data.datasets import DATASETS
from gmm.pairing import pair_clusters
from gmm.points import FloatArray
from gmm.scaling import restore, scale
from gmm.tape import Frame, KMeansFrame, Tape
from tests.browser.conftest import Opener, Visit, shows
from tests.present import present

FAITHFUL = ("", "Old Faithful", 2, "full")
WAITING = ("?data=Waiting+times", "Waiting times", 2, "full")
TIED = (
    "?data=Elongated+clusters&k=3&covariance=tied",
    "Elongated clusters",
    3,
    "tied",
)
DIAG = ("?data=Unequal+clusters&k=3&covariance=diag", "Unequal clusters", 3, "diag")
PETALS = ("?data=Iris+petals&k=3", "Iris petals", 3, "full")
ROUND = ("?data=Round+clusters&k=3&covariance=spherical", "Round clusters", 3, "spherical")

Kind = tuple[str, str, int, str]  # a query, a data set, K, a constraint
Shown = TypeVar("Shown", Frame, KMeansFrame)


def at(tape: Tape[Shown], frame: int) -> Shown:
    """A tape that has ended stands still."""
    return tape.frames[min(frame, len(tape.frames) - 1)]


class Run:
    """A page of the stage, and what the engine says of the same run."""

    def __init__(self, seen: Visit, name: str, k: int, covariance: str) -> None:
        self.seen = seen
        self.card = seen.stage.locator(".card")
        self.raw = DATASETS[name].make(300, 0).points
        self.points, self.scaling = scale(self.raw, "auto")
        self.covariance = covariance
        mixture = start(self.points, k, "random points", 7, covariance)
        self.em = record_em(self.points, mixture, covariance)
        self.kmeans = record_kmeans(self.points, mixture.means)

    def to(self, frame: int) -> None:
        self.seen.stage.get_by_role("slider", name="Half-step").fill(str(frame))
        self.seen.wait_frame(frame)
        self.seen.page.evaluate("document.activeElement.blur()")
        self.seen.painted()

    def asked(self, frame: int) -> Mixture:
        """The mixture that made the responsibilities, or at the start will make them."""
        return present(at(self.em, max(frame, 1)).responsible)

    def assigned(self, frame: int) -> FloatArray:
        """Centroids as they are numbered: once there are colours, by the components that they are."""
        centroids = present(at(self.kmeans, max(frame, 1)).assigned)
        if frame == 0:
            return centroids
        labels = responsibilities(self.points, self.asked(frame)).argmax(axis=1)
        clusters, _ = assign(self.points, centroids)
        return centroids[np.argsort(pair_clusters(labels, clusters, len(centroids)))]

    def in_units(self, values: FloatArray) -> FloatArray:
        return self.scaling.origin + self.scaling.spread * values

    def lonely_points(self, count: int) -> list[int]:
        """Points that no other point, no mean and no handle is near on the screen."""
        centres = np.reshape(self.seen.inspect("Array.from(stage.centres)"), (-1, 2))
        means = self.seen.inspect(
            "Array.from({ length: stage.run.K }, (_, k) => stage.toScreen(stage.mixture.means.subarray(stage.run.D * k, stage.run.D * (k + 1))))"
        )
        away = np.hypot(*(centres[:, None] - centres[None]).T) + 1e9 * np.eye(len(centres))
        from_means = np.hypot(*(centres[:, None] - np.array(means)[None]).T).min(0)
        lonely = np.flatnonzero((away.min(0) > 4) & (from_means > 14))
        return [int(n) for n in lonely[:count]]

    def click_point(self, n: int) -> None:
        self.seen.page.mouse.click(*self.seen.spot_of_point(n))
        self.card.get_by_text(re.compile(rf"^Point {n + 1:,} at")).wait_for()

    def open_component(self, k: int) -> None:
        self.seen.stage.locator(".parameters").get_by_role(
            "button", name=f"Component {k + 1}"
        ).click()
        self.card.get_by_text(f"Component {k + 1}", exact=True).wait_for()


Runs = Callable[[Kind], Run]


@pytest.fixture(scope="module")
def runs(stay: Opener, server: str) -> Runs:
    """The run that is asked for, on the one page that these tests share."""
    seen = stay(server)
    known: dict[Kind, Run] = {}
    shown: list[Kind] = []

    def run(kind: Kind) -> Run:
        query = kind[0]
        if shown != [kind]:
            shown[:] = [kind]
            seen.open(query).wait_settled()
        if kind not in known:
            known[kind] = Run(seen, *kind[1:])
        if known[kind].card.is_visible():
            seen.page.keyboard.press("Escape")
            known[kind].card.wait_for(state="hidden")
        return known[kind]

    return run


def rows_of(card: Locator) -> list[list[str]]:
    rows: list[list[str]] = card.locator("tbody tr").evaluate_all(
        "(rows) => rows.map((row) => Array.from(row.cells, (cell) => cell.textContent))"
    )
    return rows


def is_percent(text: str, share: float) -> bool:
    """Whether a text is that share, and 0 and 100 % are meant."""
    if text[0] in "<>":
        return share < 0.001 if text == "< 0.1 %" else text == "> 99.9 %" and share > 0.999
    number = text.removesuffix(" %")
    return shows(number, 100 * share) and (float(number) not in (0, 100) or share in (0, 1))


def check_point_card(run: Run, n: int, frame: int) -> None:
    """Every number on the card, to the digits that it shows."""
    mixture, centroids = restore(run.asked(frame), run.scaling), run.assigned(frame)
    point = run.raw[n]
    title = run.card.locator("h2").inner_text()
    places = present(re.fullmatch(rf"Point {n + 1:,} at (.*)", title)).group(1).split(", ")
    for text, value in zip(places, run.raw[n], strict=True):
        assert shows(text, value)

    densities = np.array(
        [
            multivariate_normal(mean, covariance).pdf(point)
            for mean, covariance in zip(mixture.means, mixture.covariances, strict=True)
        ]
    )
    joint = mixture.weights * densities
    shares = joint / joint.sum()
    away = np.linalg.norm(run.points[n] - centroids, axis=1)
    rows = rows_of(run.card)
    assert len(rows) == len(mixture.weights)
    for k, row in enumerate(rows):
        numbers = [mixture.weights[k], densities[k], joint[k], away[k]]
        assert row[0] == str(k + 1)
        assert [row[2][0], row[3][0]] == ["×", "="]
        texts = [row[1], row[2][1:], row[3][1:], row[5]]
        for text, value in zip(texts, numbers, strict=True):
            assert shows(text, value), (row, numbers)
        assert is_percent(row[4], shares[k]), (row, shares)
    total = run.card.locator("tfoot td").nth(2).inner_text()
    assert shows(total, joint.sum())
    # The rule in a sentence, with the numbers of the rows.
    best = int(shares.argmax())
    sentence = present(
        re.search(r"Share of component (\d+): (\S+) ÷ (\S+) (?:= )?(.* %)\.", run.card.inner_text())
    ).groups()
    assert sentence == (str(best + 1), rows[best][3][2:], total, rows[best][4])
    widths = run.card.locator("tbody td.share").evaluate_all(
        "(cells) => cells.map((cell) => parseFloat(getComputedStyle(cell, '::before').width) / cell.clientWidth)"
    )
    np.testing.assert_allclose(widths, shares, atol=0.02)
    labels, _ = assign(run.points, centroids)
    winners = run.card.locator("tbody tr").evaluate_all(
        "(rows) => rows.map((row) => Boolean(row.querySelector('.winner')))"
    )
    assert winners == [k == labels[n] for k in range(len(winners))]
    assert f"centroid {labels[n] + 1} is nearest" in run.card.inner_text()
    made = (max(min(frame, len(run.em.frames) - 1), 1) - 1) // 2
    whose = f"M-step {made}" if made else "the start"
    told = f"E-step {made + 1}, with the parameters of {whose}:"
    assert run.card.locator("p").first.inner_text() == told
    standardised = bool((run.scaling.spread != 1).any())
    assert ("Distances are in standardised units" in run.card.inner_text()) == standardised
    remark = run.card.get_by_text("A density is no probability").count() == 1
    assert remark == (densities > 1).any()


@pytest.mark.parametrize(
    "kind", [FAITHFUL, WAITING, TIED, DIAG, ROUND], ids=lambda kind: f"{kind[1]} {kind[3]}"
)
def test_the_points_card_works_bayes_rule_with_the_engines_numbers(runs: Runs, kind: Kind) -> None:
    run = runs(kind)
    for frame in (0, 3):
        run.to(frame)
        n = run.lonely_points(12)[frame]
        run.click_point(n)
        check_point_card(run, n, frame)


def test_the_points_card_stays_open_and_follows_the_steps(runs: Runs) -> None:
    run = runs(FAITHFUL)
    run.to(0)
    n = run.lonely_points(5)[4]
    run.click_point(n)
    seen = set()
    for frame in range(1, 8):
        run.seen.step("ArrowRight", frame)
        check_point_card(run, n, frame)
        seen.add(run.card.inner_text())
    # An E-step asks anew, an M-step keeps what was asked.
    assert len(seen) == 4
    run.seen.step("ArrowLeft", 6)
    check_point_card(run, n, 6)


def test_densities_above_one_are_remarked_on_and_others_not(runs: Runs) -> None:
    run = runs(PETALS)
    last = len(run.em.frames) - 1
    run.to(last)
    mixture = restore(run.asked(last), run.scaling)
    densities = np.max(
        [
            multivariate_normal(mean, covariance).pdf(run.raw)
            for mean, covariance in zip(mixture.means, mixture.covariances, strict=True)
        ],
        axis=0,
    )
    lonely = np.array(run.lonely_points(300))
    for chosen, remarks in ((densities[lonely] > 1, 1), (densities[lonely] < 1, 0)):
        run.click_point(int(lonely[chosen][0]))
        assert run.card.get_by_text("A density is no probability").count() == remarks


@pytest.mark.parametrize("frame", [0, 1, 4])
def test_the_most_uncertain_point_is_found(runs: Runs, frame: int) -> None:
    run = runs(ROUND)
    run.to(frame)
    run.seen.stage.get_by_role("button", name="Most uncertain point").click()
    run.card.wait_for()
    n = responsibilities(run.points, run.asked(frame)).max(1).argmin()
    run.card.get_by_text(re.compile(f"^Point {n + 1} at")).wait_for()
    check_point_card(run, n, frame)


def test_arrow_keys_walk_from_point_to_point_and_not_through_the_tape(runs: Runs) -> None:
    run = runs(FAITHFUL)
    run.to(3)
    seen = run.seen
    seen.stage.get_by_role("button", name="Most uncertain point").focus()
    seen.page.keyboard.press("Enter")
    run.card.wait_for()
    seen.painted()
    centres = np.reshape(seen.inspect("Array.from(stage.centres)"), (-1, 2))
    titles = set()
    at = int(responsibilities(run.points, run.asked(3)).max(1).argmin())
    for key, way in [
        ("ArrowRight", (1, 0)),
        ("ArrowUp", (0, -1)),
        ("ArrowLeft", (-1, 0)),
        ("ArrowDown", (0, 1)),
        ("ArrowDown", (0, 1)),
    ]:
        seen.page.keyboard.press(key)
        seen.painted()
        title = run.card.locator("h2").inner_text()
        titles.add(title)
        after = int(present(re.match(r"Point ([\d,]+) at", title)).group(1).replace(",", "")) - 1
        assert after != at
        step = centres[after] - centres[at]
        assert step @ way > 0
        assert abs(step @ way) >= abs(step @ way[::-1])
        check_point_card(run, after, 3)
        for twin in ("em", "kmeans"):
            ring = seen.stage.locator(f"[data-pane={twin}] .chosen")
            place = [float(present(ring.get_attribute(name))) for name in ("cx", "cy")]
            np.testing.assert_allclose(place, centres[after])
        at = after
    assert len(titles) >= 4
    assert seen.data("frame") == "3"
    assert seen.stage.evaluate("root => root.getRootNode().activeElement.className") == "card"


def test_escape_the_cross_and_a_click_elsewhere_close_the_card(runs: Runs) -> None:
    run = runs(ROUND)
    run.to(1)
    seen = run.seen
    opener = seen.stage.get_by_role("button", name="Most uncertain point")
    active = "root => root.getRootNode().activeElement?.textContent"
    for keys in (["Escape"], ["Tab", "Enter"]):
        opener.focus()
        seen.page.keyboard.press("Enter")
        run.card.wait_for()
        seen.painted()
        for key in keys:
            seen.page.keyboard.press(key)
        run.card.wait_for(state="hidden")
        # The keyboard goes on where it was, not at the top of the page.
        assert seen.stage.evaluate(active) == "Most uncertain point"
        assert seen.stage.locator(".chosen").count() == 0
    opener.click()
    run.card.wait_for()
    corner = present(seen.stage.locator("[data-pane=em] .plot").bounding_box())
    seen.page.mouse.click(corner["x"] + 3, corner["y"] + corner["height"] - 3)
    run.card.wait_for(state="hidden")


@pytest.mark.parametrize("kind", [FAITHFUL, WAITING], ids=lambda kind: kind[1])
def test_nothing_jumps_when_a_card_opens(runs: Runs, kind: Kind) -> None:
    run = runs(kind)
    run.to(2)
    parts = [".strip", "[data-pane=em]", "[data-pane=kmeans]", "[data-pane=em] .plot"]
    parts += [".transport", ".story", ".readings", ".parameters", "[data-do=step]"]

    def boxes() -> list[FloatRect | None]:
        return [run.seen.stage.locator(part).bounding_box() for part in parts]

    before = boxes()
    run.open_component(0)
    assert boxes() == before
    run.open_component(1)
    assert boxes() == before
    run.seen.stage.get_by_role("button", name="Most uncertain point").click()
    run.card.get_by_text(re.compile("^Point")).wait_for()
    assert boxes() == before
    # Beside the point that it speaks of, and within the panes.
    card = present(run.card.bounding_box())
    ring = present(run.seen.stage.locator("[data-pane=em] .chosen").bounding_box())
    assert card["x"] > ring["x"] + ring["width"] or card["x"] + card["width"] < ring["x"]
    panes = present(run.seen.stage.locator(".panes").bounding_box())
    assert card["y"] >= panes["y"]
    assert card["y"] + card["height"] <= panes["y"] + panes["height"]
    assert card["x"] + card["width"] <= panes["x"] + panes["width"]


@pytest.mark.parametrize("side", ["left", "right"])
def test_with_em_alone_the_card_keeps_off_its_point(quick: Opener, server: str, side: str) -> None:
    seen = quick(server).open("?twin=false&data=Round+clusters&k=3&frame=1")
    seen.wait_settled()
    centres = np.reshape(seen.inspect("Array.from(stage.centres)"), (-1, 2))
    n = int(centres[:, 0].argmin() if side == "left" else centres[:, 0].argmax())
    seen.page.mouse.click(*seen.spot_of_point(n))
    card = seen.stage.locator(".card")
    card.wait_for()
    box, (x, y) = present(card.bounding_box()), seen.spot_of_point(n)
    within = box["x"] - 5 < x < box["x"] + box["width"] + 5
    assert not (within and box["y"] - 5 < y < box["y"] + box["height"] + 5)
    assert seen.stage.locator(".card thead th").count() == 5  # no distances without centroids


# ---------------------------------------------------------------- the component's card


def lines_of(card: Locator) -> dict[str, str]:
    terms, what = card.locator("dt").all_inner_texts(), card.locator("dd").all_inner_texts()
    return dict(zip(terms, what, strict=True))


AVERAGED = {
    "tied": "one for all components: the average of their own, by weight",
    "spherical": "the average over both axes",
    # Of two variances in two units there is no average.
    "standardised": "of a circle in the standardised columns",
}


def check_terms(text: str, wanted: list[list[float]]) -> None:
    """The written terms of a sum are these products, number by number."""
    terms = [term.split(" × ") for term in text.split(" + ")]
    assert len(terms) == len(wanted)
    for numbers, values in zip(terms, wanted, strict=True):
        for number, value in zip(numbers, values, strict=True):
            assert shows(number.strip("()"), value), (text, wanted)


def check_component_card(run: Run, k: int, frame: int) -> None:
    """The sums of the M-step, in the data's own units, to the digits that the card shows."""
    d = run.points.shape[1]
    gamma = responsibilities(run.points, run.asked(frame))
    fitted = m_step(run.points, gamma, run.covariance)
    lines = lines_of(run.card)
    names = run.seen.inspect("stage.run.axes.map(({ name }) => name)")
    spread = np.ravel(run.scaling.spread)
    covariance = fitted.covariances[k] * np.outer(spread, spread)
    average = gamma[:, k] @ run.raw / gamma[:, k].sum()
    first = np.flatnonzero(gamma[:, k] >= 0.005)[:3]

    terms, count, number = present(
        re.fullmatch(r"(.*) \+ … = (\S+), of (\S+) points", lines["Effective count"])
    ).groups()
    check_terms(terms, [[gamma[n, k]] for n in first])
    assert shows(count, gamma[:, k].sum())
    assert shows(number, len(run.points))
    weight = present(re.fullmatch(r"(\S+) ÷ (\S+) = (\S+)", lines["Weight"])).groups()
    assert weight[:2] == (count, number)
    assert shows(weight[2], gamma[:, k].mean())
    for axis, name in enumerate(names):
        of = f" of {name}" if d > 1 else ""
        terms, by, mean = present(
            re.fullmatch(r"\((.*) \+ …\) ÷ (\S+) = (\S+)", lines[f"Mean{of}"])
        ).groups()
        check_terms(terms, [[gamma[n, k], run.raw[n, axis]] for n in first])
        assert by == count
        assert shows(mean, average[axis])
        variance = lines[f"Variance{of}"]
        if run.covariance in ("tied", "spherical"):
            value, told = variance.split(", ", 1)
            circle = run.covariance == "spherical" and (run.scaling.spread != 1).any()
            assert told == AVERAGED["standardised" if circle else run.covariance]
            assert shows(value, covariance[axis, axis])
            continue
        terms, by, value, deviation = present(
            re.fullmatch(
                r"\((.*) \+ …\) ÷ (\S+) = ([^\s;]+)(?:; standard deviation (\S+))?", variance
            )
        ).groups()
        away = np.abs(run.raw[:, axis] - average[axis])
        check_terms(terms.replace("²", ""), [[gamma[n, k], away[n]] for n in first[:2]])
        assert terms.count("²") == 2
        assert by == count
        assert shows(value, covariance[axis, axis])
        assert (deviation is None) == (d > 1)
        if deviation:
            assert shows(deviation, np.sqrt(covariance[axis, axis]))
    if d == 2:
        if run.covariance in ("full", "tied"):
            entry, correlation = lines["Covariance"].split("; correlation ")
            assert shows(entry, covariance[0, 1])
            deviations = np.sqrt(np.diag(covariance))
            assert shows(correlation, covariance[0, 1] / np.prod(deviations))
        else:
            assert "Covariance" not in lines
        *sizes, angle = present(
            re.fullmatch(
                r"(\S+) and (\S+); half-axes (\S+) and (\S+) at (\S+)°", lines["Eigenvalues"]
            )
        ).groups()
        values, axes = np.linalg.eigh(covariance)
        wanted = [*values[::-1], *np.sqrt(values[::-1])]
        assert all(shows(text, value) for text, value in zip(sizes, wanted, strict=True)), lines
        if values[1] > values[0] * (1 + 1e-9):
            turn = np.degrees(np.arctan2(axes[1, 1], axes[0, 1]))
            off = (float(angle.replace("−", "-")) - turn) % 180
            assert min(off, 180 - off) <= 0.5 + 1e-6

    strength = gamma[:, k] * np.linalg.norm(run.points - run.asked(frame).means[k], axis=1)
    strongest = np.argsort(-strength)[:3]
    found = re.findall(r"point ([\d,]+) \((\S+?)\)", lines["Pull hardest"])
    shown = [int(n.replace(",", "")) - 1 for n, _ in found]
    assert len(set(shown)) == 3
    # Points on one spot pull alike.
    np.testing.assert_allclose(strength[shown], strength[strongest])
    assert all(shows(share, gamma[n, k]) for (_, share), n in zip(found, shown, strict=True))

    if frame == 0:
        assert "k‑means" not in lines
        return
    assigned = run.assigned(frame)
    labels, _ = assign(run.points, assigned)
    average = run.in_units(update(run.points, labels, assigned))[k]
    counted, places = present(
        re.fullmatch(r"the plain average of (\S+) points = (.*)", lines["k‑means"])
    ).groups()
    assert int(counted.replace(",", "")) == (labels == k).sum()
    assert all(shows(text, value) for text, value in zip(places.split(", "), average, strict=True))


@pytest.mark.parametrize(
    "kind", [FAITHFUL, WAITING, TIED, DIAG, ROUND], ids=lambda kind: f"{kind[1]} {kind[3]}"
)
def test_the_components_card_holds_the_sums_of_the_m_step(runs: Runs, kind: Kind) -> None:
    run = runs(kind)
    for frame, when in (
        (0, "What the first iteration will make"),
        (3, "What the next M-step will make"),
        (4, "What this M-step made"),
    ):
        run.to(frame)
        for k in range(kind[2]):
            run.open_component(k)
            check_component_card(run, k, frame)
            assert run.card.locator("p").inner_text().startswith(when)


def test_the_components_card_follows_the_steps(runs: Runs) -> None:
    run = runs(FAITHFUL)
    run.to(0)
    run.open_component(1)
    run.seen.page.evaluate("document.activeElement.blur()")
    for frame in range(1, 6):
        run.seen.step("ArrowRight", frame)
        check_component_card(run, 1, frame)


def test_threads_lead_from_the_points_that_pull_hardest(runs: Runs) -> None:
    run = runs(ROUND)
    run.to(4)
    run.open_component(2)
    run.seen.painted()
    gamma = responsibilities(run.points, run.asked(4))
    mean = run.em.frames[4].mixture.means[2]
    # Each pulls at the mean that its responsibility was calculated with.
    before = run.asked(4).means[2]
    strongest = np.argsort(-gamma[:, 2] * np.linalg.norm(run.points - before, axis=1))[:12]
    threads = run.seen.stage.locator("[data-pane=em] .pull").evaluate_all(
        "(lines) => lines.map((line) => ['x1', 'y1', 'x2', 'y2', 'stroke-width'].map((name) => Number(line.getAttribute(name))))"
    )
    centres = np.reshape(run.seen.inspect("Array.from(stage.centres)"), (-1, 2))
    x, y = run.seen.inspect(f"stage.toScreen({mean.tolist()})")
    np.testing.assert_allclose([thread[:2] for thread in threads], [[x, y]] * 12)
    np.testing.assert_allclose([thread[2:4] for thread in threads], centres[strongest])
    widths = np.array(threads)[:, 4]
    np.testing.assert_allclose(widths, 0.3 + 3 * gamma[strongest, 2], atol=0.006)


def test_a_click_on_a_mean_opens_its_card_in_either_pane(runs: Runs) -> None:
    run = runs(ROUND)
    run.to(4)
    for k in range(3):
        run.seen.page.mouse.click(*run.seen.spot(run.em.frames[4].mixture.means[k]))
        run.card.get_by_text(f"Component {k + 1}", exact=True).wait_for()
        assert run.seen.stage.locator("[data-pane=em] .handle").count() == 2
    run.seen.page.keyboard.press("Escape")
    run.card.wait_for(state="hidden")
    # The card may lie over a centroid: each is clicked with the card closed.
    for k in range(3):
        run.seen.page.mouse.click(*run.seen.spot(run.kmeans.frames[4].centroids[k], "kmeans"))
        run.card.get_by_text(f"Component {k + 1}", exact=True).wait_for()
        run.seen.page.keyboard.press("Escape")
        run.card.wait_for(state="hidden")


def test_at_the_end_of_the_tape_the_card_says_what_was_made(runs: Runs) -> None:
    run = runs(FAITHFUL)
    last = max(len(run.em.frames), len(run.kmeans.frames)) - 1
    run.to(last)
    run.open_component(0)
    ended = len(run.em.frames) < len(run.kmeans.frames)
    told = "What the last M-step made:" if ended else "What this M-step made:"
    assert run.card.locator("p").inner_text() == told
    gamma = responsibilities(run.points, present(run.em.frames[-1].responsible))
    count = present(re.search(r"= (\S+), of", lines_of(run.card)["Effective count"])).group(1)
    assert shows(count, gamma[:, 0].sum())


def test_where_kmeans_outlasts_em_the_card_speaks_of_the_ended_tape(
    quick: Opener, server: str
) -> None:
    # A ridge this large ends EM soon, k-means goes on.
    query = "?data=Round+clusters&k=5&start=random+points&start_seed=3&ridge=1&covariance=tied&v=3"
    seen = quick(server).open(query)
    em, kmeans = seen.inspect("[stage.run.em.frames, stage.run.kmeans.frames]")
    assert em < kmeans, "the test needs another run"
    seen.stage.locator(".parameters button").first.click()
    frame = em if em % 2 else em + 1
    assert frame <= kmeans - 1
    seen.stage.get_by_role("slider", name="Half-step").fill(str(frame))
    seen.wait_frame(frame)
    assert seen.data("phase") == "E"
    assert seen.stage.locator(".card p").inner_text() == "What the last M-step made:"


def test_cards_open_by_touch(quick: Opener, server: str) -> None:
    seen = quick(
        server, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    ).open("?data=Round+clusters&k=3&frame=3")
    seen.wait_settled()
    seen.page.wait_for_function("() => document.fonts.status === 'loaded'")
    card = seen.stage.locator(".card")
    seen.page.touchscreen.tap(*seen.spot(seen.mixture().means[0]))
    card.get_by_text("Component 1", exact=True).wait_for()
    card.get_by_role("button", name="Close the card").tap()
    card.wait_for(state="hidden")
    points = seen.points()
    centres = np.reshape(seen.inspect("Array.from(stage.centres)"), (-1, 2))
    from_means = np.linalg.norm(points[:, None] - seen.mixture().means, axis=2).min(1)
    away = np.hypot(*(centres[:, None] - centres[None]).T) + 1e9 * np.eye(len(centres))
    n = int(np.where(from_means > 1, away.min(0), 0).argmax())
    x, y = seen.spot_of_point(n)
    # A finger is not a needle: ten pixels off is near enough.
    seen.page.touchscreen.tap(x + 6, y - 6)
    card.get_by_text(re.compile(f"^Point {n + 1} at")).wait_for()
