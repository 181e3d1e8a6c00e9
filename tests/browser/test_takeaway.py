"""Links for a class, and what can be downloaded, in Chromium."""

import io
import json
import re
from urllib.parse import parse_qs

import pytest
from PIL import Image
from PIL.GifImagePlugin import GifImageFile
from playwright.sync_api import Locator

from gmm.archive import tape_from_json
from gmm.ui.carried import read_points
from tests.browser.conftest import Opener, Visit
from tests.present import present


def open_dialog(seen: Visit, tab: str) -> Locator:
    seen.page.get_by_role("button", name="Take it away").click()
    dialog = seen.page.get_by_role("dialog")
    dialog.get_by_role("tab", name=tab).click()
    return dialog


def download(seen: Visit, dialog: Locator, label: str) -> bytes:
    with seen.page.expect_download(timeout=30_000) as waiting:
        dialog.get_by_role("button", name=label).click()
    return waiting.value.path().read_bytes()


def test_a_class_link_shows_what_the_teacher_chose(visit: Opener, server: str) -> None:
    teacher = visit(server).open("?k=3&frame=2")
    dialog = open_dialog(teacher, "Link for a class")
    dialog.get_by_role("button", name="Start", exact=True).click()
    dialog.get_by_text("Lock the number of components").click()
    dialog.get_by_label("A question on the stage").fill("Which mean moves next?")
    dialog.get_by_label("Its answer").fill("The blue one <b>moves</b>.")
    teacher.page.keyboard.press("Tab")
    code = dialog.locator("[data-testid=stCode]").first
    code.get_by_text("answer=").wait_for()
    link = code.inner_text().strip()
    assert dialog.get_by_role("img", name="QR").is_visible()

    pupil = visit(link.split("?")[0]).open("?" + link.split("?")[1])
    assert pupil.data("frame") == "2"
    assert not pupil.page.get_by_label("Start seed").is_visible()
    assert pupil.page.get_by_text("k-means beside it").is_visible()
    assert pupil.stage.locator(".ask").inner_text() == "Which mean moves next?"
    answer = pupil.stage.locator(".answer")
    assert not answer.is_visible()
    pupil.stage.get_by_role("button", name="Show the answer").click()
    assert answer.inner_text() == "The blue one <b>moves</b>."
    for part in (".strip", ".question", ".panes", ".transport", ".readings"):
        box = present(pupil.stage.locator(part).bounding_box())
        assert box["y"] + box["height"] <= 720, part


def test_copy_link_copies_what_is_on_show(visit: Opener, server: str) -> None:
    seen = visit(server).open("?k=3")
    for frame in (1, 2, 3):
        seen.page.keyboard.press("ArrowRight")
        seen.wait_frame(frame)
    seen.stage.get_by_role("button", name="Copy link").click()
    seen.stage.get_by_role("button", name="Copied").wait_for()
    # The app's own pages may not read the clipboard; a person pastes.
    elsewhere = seen.page.context.new_page()
    elsewhere.set_content("<textarea></textarea>")
    elsewhere.locator("textarea").press("Control+v")
    link = elsewhere.locator("textarea").input_value()
    assert re.search(r"[?&]frame=3(&|$)", link)
    other = visit(server).open("?" + link.split("?")[1])
    assert other.data("log-likelihood") == seen.data("log-likelihood")


def wait_carried(seen: Visit, number: int) -> str:
    """The page's query, once it carries a drawing of so many points."""
    for _ in range(100):
        query: str = seen.page.evaluate("location.search")
        drawing = read_points(parse_qs(query.removeprefix("?"))["drawn"][0])
        if drawing is not None and len(drawing.points) == number:
            return query
        seen.page.wait_for_timeout(100)
    raise AssertionError(f"The address carries no drawing of {number} points.")


def test_a_drawing_travels_in_the_link(visit: Opener, server: str) -> None:
    seen = visit(server).open("?data=Draw+by+hand&k=2")
    plot = seen.stage.locator("[data-pane=em] .picture .plot")
    box = present(plot.bounding_box())
    for x, y in [(0.3, 0.3), (0.35, 0.4), (0.7, 0.6), (0.65, 0.75)]:
        plot.click(position={"x": box["width"] * x, "y": box["height"] * y})
    seen.page.wait_for_function("() => /drawn=/.test(location.search)")
    seen.page.wait_for_function(
        "root => root.inspect().run.N === 20", arg=seen.stage.element_handle(), timeout=15_000
    )
    query = wait_carried(seen, 20)
    other = visit(server).open(query)
    other.page.wait_for_selector("[data-testid=stage]:not(.blank)")
    for expression in ("Array.from(stage.run.points)", "Array.from(stage.mixture.means)"):
        assert other.inspect(expression) == seen.inspect(expression)
    assert other.data("log-likelihood") == seen.data("log-likelihood")


def test_files_are_what_they_say(visit: Opener, server: str) -> None:
    seen = visit(server, accept_downloads=True).open("?k=3&frame=4")
    dialog = open_dialog(seen, "Page")
    page = download(seen, dialog, "The page as HTML")
    assert page.startswith(b"<!doctype html>")
    dialog.get_by_role("tab", name="Pictures").click()
    assert Image.open(io.BytesIO(download(seen, dialog, "Frame 4 as PNG"))).width > 800
    assert download(seen, dialog, "Frame 4 as PDF").startswith(b"%PDF")
    assert b"<svg" in download(seen, dialog, "Frame 4 as SVG")[:800]
    dialog.get_by_role("tab", name="Numbers").click()
    tape = download(seen, dialog, "The whole tape as JSON").decode()
    frames = tape_from_json(tape).em.frames
    assert len(frames) == int(seen.data("frames"))
    assert f"{frames[4].log_likelihood:.10g}" == f"{float(seen.data('log-likelihood')):.10g}"
    assert json.loads(tape)["about"]["title"] == "Old Faithful"
    sheet = download(seen, dialog, "Points and responsibilities as CSV").decode("utf-8-sig")
    assert len(sheet.splitlines()) == 273


def test_the_gif_is_made_while_one_watches(visit: Opener, server: str) -> None:
    seen = visit(server, accept_downloads=True).open("?data=Round+clusters&k=3&start=k-means")
    dialog = open_dialog(seen, "Pictures")
    dialog.get_by_role("button", name="Make an animated GIF").click()
    dialog.get_by_role("button", name="The run as GIF").wait_for(timeout=60_000)
    picture = Image.open(io.BytesIO(download(seen, dialog, "The run as GIF")))
    assert isinstance(picture, GifImageFile)
    assert picture.format == "GIF"
    assert picture.n_frames > 3


def test_coming_back_to_a_drawing_goes_on_from_it(visit: Opener, server: str) -> None:
    seen = visit(server).open("?data=Draw+by+hand&k=1")
    plot = seen.stage.locator("[data-pane=em] .picture .plot")
    box = present(plot.bounding_box())
    plot.click(position={"x": box["width"] * 0.3, "y": box["height"] * 0.3})
    seen.page.wait_for_function("() => /drawn=/.test(location.search)")
    query = seen.page.evaluate("location.search").replace("Draw+by+hand", "Waiting+times")
    other = visit(server).open(query)
    other.page.get_by_role("button", name="Draw", exact=True).click()
    other.stage.get_by_text("Drawn by hand, 5 points").wait_for()
    assert len(other.inspect("stage.drawn")) == 2 * 5


def test_what_is_taken_away_is_the_frame_on_show(visit: Opener, server: str) -> None:
    seen = visit(server).open("?k=3")
    plot = seen.stage.locator("[data-pane=em] .picture .plot")
    for frame in range(1, 8):
        seen.step("ArrowRight", frame)
    spot = seen.spot(seen.mixture().means[1])
    dialog = open_dialog(seen, "Numbers")
    dialog.get_by_text("Numbers of frame 7").wait_for()
    seen.page.keyboard.press("Escape")
    dialog.wait_for(state="hidden")
    # A start that a hand has set belongs to it.
    before = seen.run()
    seen.drag(spot, (spot[0] + 40, spot[1] + 20))
    seen.wait_other_run(before)
    assert plot.is_visible()
    likelihood = seen.data("log-likelihood")
    dialog = open_dialog(seen, "Link for a class")
    link = dialog.locator("[data-testid=stCode]").first.inner_text().strip()
    other = visit(link.split("?")[0]).open("?" + link.split("?")[1])
    assert other.run() == seen.run()
    assert float(other.data("log-likelihood")) == pytest.approx(float(likelihood), rel=1e-12)
