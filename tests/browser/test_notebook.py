"""The stage in a cell of a real notebook: executed by a kernel, exported, and opened in Chromium."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose
from playwright.sync_api import Browser, BrowserContext, Frame, Page, ViewportSize

from gmm import record_em, responsibilities, start
from gmm.mixture import Mixture
from gmm.ui.notebook import show
from tests.browser.axe import find_violations
from tests.notebooks import execute, export
from tests.present import present

BEGIN = """
import numpy as np
import pandas as pd
from gmm import record_em, record_kmeans, start
from gmm.ui.notebook import show
random = np.random.default_rng(0)
columns = {name: random.normal(at, 1 + i, 60) for i, (name, at) in enumerate(zip("abcd", (0, 9, 0, 5)))}
frame = pd.DataFrame(columns)
frame.loc[:29] += 6
two = frame[["a", "b"]]
begins = start(two, 2, "k-means++", 0)
tape = record_em(two, begins)
"""
LAST, BOTH, FOUR, LINE = CELLS = (
    "tape",
    "show(tape, record_kmeans(two, begins.means), title='Both', units='min', frame=2)",
    "show(record_em(frame, start(frame, 2, 'k-means++', 0)), shown=('d', 'b'), frame=3,"
    " remark='A remark.')",
    "counts = two.a.round().value_counts()\n"
    "show(record_em(counts, start(counts, 2, 'k-means++', 0)), title='Counts')",
)
READY = '[data-testid=stage][data-ready="true"]'
SIZES: dict[str, ViewportSize] = {
    "desk": {"width": 1280, "height": 720},
    "phone": {"width": 390, "height": 844},
}


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the notebook as a page, light and dark."""
    folder = tmp_path_factory.mktemp("notebook")
    notebook = execute(BEGIN, *CELLS)
    for theme in ("light", "dark"):
        (folder / f"{theme}.html").write_text(export(notebook, theme), "utf-8")
    return folder


class Reader:
    """Somebody who reads a notebook without a network, in a browser that prefers neither theme."""

    def __init__(self, context: BrowserContext) -> None:
        self.page: Page = context.new_page()
        self.errors: list[str] = []
        self.tried: list[str] = []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", self._listen)
        self.page.on("request", lambda request: self.tried.append(request.url))

    def _listen(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.errors.append(message.text)

    def open(self, path: Path) -> None:
        self.page.goto(path.as_uri())

    def look(self, cell: str) -> Frame:
        """Scroll to the stage in a cell's output, and wait until it is drawn."""
        element = self.page.locator("iframe.mixtape-stage").nth(CELLS.index(cell))
        element.scroll_into_view_if_needed()
        frame = present(present(element.element_handle()).content_frame())
        frame.wait_for_selector(READY)
        return frame


@pytest.fixture
def reader(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Reader]:
    size = getattr(request, "param", "desk")
    # Playwright's own schemes would outdo what a page asks for.
    context = browser.new_context(viewport=SIZES[size], offline=True, color_scheme="null")
    yield Reader(context)
    context.close()


def number_of(frame: Frame) -> int:
    return int(present(frame.get_attribute("[data-testid=stage]", "data-frame")))


def wait_frame(frame: Frame, number: int) -> None:
    frame.wait_for_selector(f'[data-testid=stage][data-frame="{number}"]', timeout=5_000)


def inspect(frame: Frame, expression: str) -> Any:
    return frame.eval_on_selector(
        "[data-testid=stage]", f"root => {{ const stage = root.inspect(); return {expression}; }}"
    )


# ---------------------------------------------------------------- stepping


@pytest.mark.parametrize("cell", [LAST, BOTH])
def test_it_steps_by_click_and_then_by_keys(reader: Reader, exported: Path, cell: str) -> None:
    reader.open(exported / "light.html")
    frame = reader.look(cell)
    opened = number_of(frame)
    # Nobody has clicked into it: the keys are the notebook's.
    reader.page.keyboard.press("ArrowRight")
    reader.page.wait_for_timeout(150)
    assert number_of(frame) == opened
    frame.locator("[data-do=step]").click()
    wait_frame(frame, opened + 1)
    for key, then in (("ArrowRight", 2), ("ArrowLeft", 1), ("Shift+ArrowRight", 2)):
        reader.page.keyboard.press(key)
        wait_frame(frame, opened + then)
    top = reader.page.evaluate("() => window.scrollY")
    reader.page.keyboard.press("End")
    wait_frame(frame, int(present(frame.get_attribute("[data-testid=stage]", "data-frames"))) - 1)
    assert reader.page.evaluate("() => window.scrollY") == top
    # Only this one has moved.
    other = reader.look(BOTH if cell == LAST else LAST)
    assert number_of(other) == (2 if cell == LAST else 0)
    assert reader.errors == []


def test_nothing_of_it_asks_the_network_or_is_kept(reader: Reader, exported: Path) -> None:
    reader.open(exported / "light.html")
    for cell in CELLS:
        frame = reader.look(cell)
        assert frame.evaluate("() => window.origin") == "null"
        # Card, tour, help and layers are where something would be kept.
        frame.get_by_role("button", name="Most uncertain").first.click()
        frame.get_by_role("button", name="Keys and help").click()
        frame.get_by_role("button", name="Show the tour").click()
        frame.get_by_role("button", name="Close the tour").click()
        frame.locator(".menu summary").click()
        frame.locator(".menu .boxes label:visible input:not([disabled])").first.click()
    assert [url for url in reader.tried if not url.startswith(("file:", "about:", "data:"))] == []
    assert reader.errors == []


def test_the_help_opens_with_the_focus_on_its_button(reader: Reader, exported: Path) -> None:
    reader.open(exported / "light.html")
    frame = reader.look(LAST)
    frame.locator("[data-do=step]").click()
    reader.page.keyboard.press("?")
    assert frame.evaluate("() => document.activeElement.textContent") == "Close"
    reader.page.keyboard.press("Enter")
    assert not frame.locator("dialog.help").is_visible()


def test_a_start_set_by_hand_is_recorded_in_the_cell(reader: Reader, exported: Path) -> None:
    reader.open(exported / "light.html")
    frame = reader.look(FOUR)
    before = inspect(frame, "stage.run.hand")
    frame.locator("[data-do=step]").click()
    wait_frame(frame, 4)
    frame.get_by_role("button", name="Component 1").press("Enter")
    frame.wait_for_selector(".card:focus")
    for _ in range(3):
        reader.page.keyboard.press("ArrowRight")
    frame.wait_for_function("() => !document.querySelector('.undo').hidden")
    assert inspect(frame, "stage.run.hand") != before
    # It goes on as the tape did: the engine finds the same from there.
    n = inspect(frame, "stage.run.N")
    points = np.reshape(inspect(frame, "Array.from(stage.run.points)"), (n, 4))
    weights, means, upper = (
        np.array(inspect(frame, f"Array.from(stage.run.soft.mixtures[0].{part})"))
        for part in ("weights", "means", "covariances")
    )
    covariances = np.zeros((2, 4, 4))
    covariances[:, *np.triu_indices(4)] = upper.reshape(2, -1)
    covariances += np.triu(covariances, 1).transpose(0, 2, 1)
    tape = record_em(points, Mixture(weights, means.reshape(2, 4), covariances))
    reached = inspect(frame, "stage.run.soft.logLikelihood.at(-1)")
    assert_allclose(reached, tape.frames[-1].log_likelihood, rtol=1e-8)
    frame.locator(".undo").click()
    frame.wait_for_function("() => document.querySelector('.undo').hidden")
    assert inspect(frame, "stage.run.hand") == before
    assert reader.errors == []


# ---------------------------------------------------------------- what is seen


def test_two_of_four_columns_are_seen_and_it_says_so(reader: Reader, exported: Path) -> None:
    reader.open(exported / "light.html")
    frame = reader.look(FOUR)
    told = frame.locator(".told").inner_text()
    assert told == (
        "A remark. The picture shows 2 of the 4 columns, d across and b up. Colours and the "
        "log-likelihood come from all 4; ellipses are marginals."
    )
    assert frame.locator(".summary").inner_text() == "K = 2 · full · 2 of 4 columns in the picture"
    across, up = frame.locator(".plot .name").all_text_contents()[:2]
    assert across.startswith("d")
    assert up.startswith("b")
    # Colours come from all four: two columns alone would give other ones.
    points = np.reshape(inspect(frame, "Array.from(stage.run.points)"), (-1, 4))
    shares = np.reshape(inspect(frame, "Array.from(stage.responsibilities)"), (-1, 2))
    mixture = (
        record_em(points, start(points, 2, "k-means++", 0), max_iterations=2).frames[3].mixture
    )
    before = record_em(points, start(points, 2, "k-means++", 0), max_iterations=1).frames[2].mixture
    assert_allclose(shares, responsibilities(points, before), atol=1e-9)
    two = before._replace(means=before.means[:, :2], covariances=before.covariances[:, :2, :2])
    assert np.abs(shares - responsibilities(points[:, :2], two)).max() > 0.01
    # Ellipses are marginals.
    across = inspect(frame, "stage.toScreen([1, 0])[0] - stage.toScreen([0, 0])[0]")
    up = inspect(frame, "stage.toScreen([0, 0])[1] - stage.toScreen([0, 1])[1]")
    pixels = mixture.covariances[:, :2, :2] * np.outer([across, up], [across, up])
    axes = frame.eval_on_selector_all(
        "[data-pane=em] .ellipse.sigma-1",
        "(list) => list.map((e) => [e.ry.baseVal.value, e.rx.baseVal.value])",
    )
    assert_allclose(axes, np.sqrt(np.linalg.eigvalsh(pixels)), atol=0.02)


def test_counts_are_shown_with_their_name(reader: Reader, exported: Path) -> None:
    reader.open(exported / "light.html")
    frame = reader.look(LINE)
    assert inspect(frame, "stage.run.frequencies.reduce((sum, often) => sum + often)") == 60
    assert "a" in frame.locator(".plot .name").all_text_contents()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_it_is_as_dark_as_the_notebook(reader: Reader, exported: Path, theme: str) -> None:
    reader.open(exported / f"{theme}.html")
    for cell in CELLS:
        frame = reader.look(cell)
        colours = frame.evaluate("() => getComputedStyle(document.body).backgroundColor")
        assert (sum(map(int, colours[4:-1].split(","))) < 200) == (theme == "dark")


def test_it_inherits_the_scheme_of_a_page_that_has_one(reader: Reader, tmp_path: Path) -> None:
    points = np.random.default_rng(0).normal(size=(20, 2))
    cell = show(record_em(points, start(points, 1, "k-means", 0)))._repr_html_()
    for scheme, dark in (("dark", True), ("normal", False)):
        (tmp_path / "page.html").write_text(
            f"<style>html {{ color-scheme: {scheme} }}</style>{cell}"
        )
        reader.open(tmp_path / "page.html")
        frame = reader.look(LAST)
        assert frame.evaluate("() => matchMedia('(prefers-color-scheme: dark)').matches") == dark


@pytest.mark.parametrize("reader", SIZES, indirect=True)
@pytest.mark.parametrize("cell", CELLS)
def test_it_fits_into_its_cell(reader: Reader, exported: Path, cell: str) -> None:
    reader.open(exported / "light.html")
    frame = reader.look(cell)
    # Across always; up wherever there is room for two panes side by side.
    assert frame.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    if present(reader.page.viewport_size)["width"] > 760:
        assert frame.evaluate("() => document.documentElement.scrollHeight <= innerHeight")
        bottom = frame.evaluate(
            "() => innerHeight - document.querySelector('.readings').getBoundingClientRect().bottom"
        )
        assert 0 <= bottom < 20
    else:
        # The buttons stay in sight.
        assert frame.evaluate(
            "() => document.querySelector('.transport').getBoundingClientRect().bottom <= innerHeight"
        )


@pytest.mark.parametrize("reader", SIZES, indirect=True)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_a_cell(
    reader: Reader, exported: Path, theme: str, tmp_path: Path
) -> None:
    # As a page of its own: what a template has around the cells is not ours.
    reader.open(exported / f"{theme}.html")
    pages = reader.page.locator("iframe.mixtape-stage").evaluate_all(
        "(frames) => frames.map((frame) => frame.srcdoc)"
    )
    reader.page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
    assert len(pages) == len(CELLS)
    for page in pages:
        (tmp_path / "cell.html").write_text(page, "utf-8")
        reader.page.goto((tmp_path / "cell.html").as_uri())
        reader.page.wait_for_selector(READY)
        assert find_violations(reader.page) == []


def test_axe_finds_nothing_in_the_cell_itself(reader: Reader, tmp_path: Path) -> None:
    points = np.random.default_rng(0).normal(size=(20, 2))
    cell = show(record_em(points, start(points, 1, "k-means", 0)))._repr_html_()
    page = (
        f'<!doctype html><html lang="en"><title>A notebook</title><main><h1>One</h1>{cell}</main>'
    )
    (tmp_path / "page.html").write_text(page, "utf-8")
    reader.open(tmp_path / "page.html")
    reader.look(LAST)
    found = [each for each in find_violations(reader.page) if "srcdoc" not in each]
    assert found == []
