"""A tape in a cell: what is shown, how often, and what is told where nothing can be."""

import html
import re
import subprocess
import sys
from typing import Any

import nbformat
import numpy as np
import pytest

from gmm import record_em, record_kmeans, start, start_at
from gmm.limits import MAX_DRAWN
from gmm.tape import Frame, Tape
from gmm.ui.notebook import HEIGHT, Shown, show, show_tape
from tests.notebooks import execute
from tests.ui.stage.test_page import data_of

POINTS = np.random.default_rng(0).normal([0, 10, 20, 30], [1, 2, 3, 4], (60, 4))


def em_of(points: np.ndarray, k: int = 2, **settings: Any) -> Tape[Frame]:
    return record_em(points, start(points, k, "k-means++", 0), **settings)


TAPE = em_of(POINTS[:, :2], max_iterations=5)
TWIN = record_kmeans(TAPE.points, TAPE.frames[0].mixture.means)


# ---------------------------------------------------------------- the page


def test_it_is_a_frame_that_may_do_nothing_but_run() -> None:
    markup = show(TAPE)._repr_html_()
    (frame,) = re.findall(r"<iframe [^>]*?>", markup.split("srcdoc=")[0] + ">")
    assert re.search(r'sandbox="([^"]*)"', frame)[1] == "allow-scripts"  # type: ignore[index]
    assert f"width: 100%; height: {HEIGHT}px" in frame
    assert 'title="60 points, Tape of EM: 60 points, 2 columns, K = 2,' in frame
    assert "<script" not in markup.split("srcdoc=")[0]


def test_the_page_comes_through_the_attribute_as_it_is() -> None:
    shown = show(TAPE, title="Mother's & <b>father's</b>", remark="1 < 2 & \"so\" 'on'")
    value = shown._repr_html_().split("srcdoc='")[1].split("'")[0]
    assert html.unescape(value) == shown.page
    assert data_of(shown.page)["title"] == "Mother's & <b>father's</b>, 60 points"
    assert "1 &lt; 2 &amp; &quot;so&quot; &#x27;on&#x27;</p>" in shown.page
    assert "<b>father's" not in shown.page.split("<script")[0]


def test_it_asks_for_nothing_over_the_network() -> None:
    page = show(TAPE, TWIN).page
    assert "default-src 'none'" in page
    assert not re.search(r"(src|href)=[\"']?(https?:)?//", page)


def test_words_say_what_a_tape_says() -> None:
    points = np.random.default_rng(0).normal(size=(MAX_DRAWN + 1, 3))
    begins = start(points, 2, "k-means++", 0, "tied")
    tape = record_em(points, begins, "tied", 1e-6, max_iterations=2)
    data = data_of(show(tape, title="Stars").page)
    assert data["title"] == "Stars, 5,001 points"
    told = "K = 2 · tied · ridge 1e−6"
    limits = "5,000 of the points drawn · 2 of 3 columns in the picture"
    assert data["summary"] == f"{told} · {limits}"
    assert data["by_hand"] == f"{told} · start by hand · {limits}"
    assert data["start"] == ""
    assert not data["editable"]  # the browser has not all of the points
    assert data_of(show(TAPE).page)["editable"]
    assert data_of(show(em_of(POINTS[:, :1])).page)["summary"] == "K = 2"


def test_unknown_m_steps_are_not_told_and_cannot_be_made_by_hand() -> None:
    last = TAPE.frames[-1]
    wider = last._replace(mixture=last.mixture._replace(covariances=2 * last.mixture.covariances))
    data = data_of(show(TAPE._replace(frames=(*TAPE.frames[:-1], wider))).page)
    assert not data["editable"]
    assert data["summary"] == "K = 2"


def test_remarks_stand_above_the_stage() -> None:
    page = show(em_of(POINTS, max_iterations=3), remark="The fitted start is not known.").page
    (told,) = re.findall(r'<p class="told">(.*?)</p>', page)
    assert told.startswith(
        "The fitted start is not known. The picture shows 2 of the 4 columns, x0"
    )
    assert '<p class="told">' not in show(TAPE).page


@pytest.mark.parametrize(("frame", "opens"), [(0, 0), (3, 3), (-1, 10), (np.int64(10), 10)])
def test_it_opens_at_a_frame(frame: Any, opens: int) -> None:
    assert data_of(show(TAPE, frame=frame).page)["frame"] == opens


def test_the_longer_tape_says_how_many_frames_there_are() -> None:
    long = em_of(POINTS[:, :2], tolerance=0, max_iterations=30)
    assert data_of(show(TWIN, long, frame=-1).page)["frame"] == 60


def test_it_is_as_high_as_one_says() -> None:
    assert "height: 900px" in show(TAPE, height=900)._repr_html_()


def test_a_long_table_and_long_remarks_make_it_higher() -> None:
    twelve = em_of(POINTS[:, :2], 12, ridge=1.0, max_iterations=2)
    heights = [
        int(re.search(r"height: (\d+)px", shown._repr_html_())[1])  # type: ignore[index]
        for shown in (show(TAPE), show(TAPE, remark="So. " * 90), show(twelve))
    ]
    assert heights == [HEIGHT, HEIGHT + 3 * 19, HEIGHT + 4 * 19]


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"frame": 11}, "frame is 11; this run has frames 0 to 10, and -1 is the last."),
        ({"frame": 1.5}, "frame is 1.5; this run has frames 0 to 10"),
        ({"height": 20}, "height is 20; give pixels, 200 or more."),
        ({"height": "80%"}, "height is '80%'; give pixels, 200 or more."),
    ],
)
def test_what_does_not_fit_gets_a_sentence(told: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=re.escape(sentence)):
        show(TAPE, **told)


def test_a_run_that_no_notebook_could_hold_is_refused() -> None:
    wide = np.random.default_rng(0).normal(size=(200, 200))
    tape = record_em(wide, start(wide, 12, "k-means++", 0), ridge=1.0, max_iterations=1)
    long = tape._replace(frames=tape.frames * 20)
    with pytest.raises(ValueError, match=r"would take \d+ MB of the notebook\. Record fewer"):
        show(long)
    assert show(tape)


# ---------------------------------------------------------------- without a notebook


def test_in_a_script_it_says_what_it_is_and_is_a_page() -> None:
    shown = show(TAPE, title="Old Faithful")
    assert repr(shown).splitlines()[0] == "Old Faithful, 60 points"
    assert repr(shown).splitlines()[1].startswith("Tape of EM: 60 points")
    assert repr(shown).splitlines()[-1].startswith("The stage is shown in a notebook; .page is")
    assert shown.page.startswith("<!doctype html>")


def test_a_tape_that_cannot_be_shown_is_told_all_the_same() -> None:
    assert "<iframe" in str(show_tape(TAPE))
    thirteen = start_at(POINTS, POINTS[:13])
    assert show_tape(record_em(POINTS, thirteen, ridge=0.1, max_iterations=1)) is None


def test_no_screen_is_loaded_for_it() -> None:
    script = (
        "import sys, gmm.ui.notebook\n"
        "print({'streamlit', 'IPython', 'pandas', 'matplotlib', 'plotly'} & set(sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert run.stdout == "set()\n"


# ---------------------------------------------------------------- in one

BEGIN = """
import numpy as np
from IPython.display import display
from gmm import record_em, record_kmeans, start
from gmm.ui.notebook import show
points = np.random.default_rng(0).normal(size=(40, 2))
begins = start(points, 2, "k-means++", 0)
def record(): return record_em(points, begins, max_iterations=2)
tape = record()
"""
# What is written into a cell, and how many stages come.
CELLS = {
    "tape": 1,
    "show(tape)": 1,
    "show(tape);": 1,
    "show(tape)\nprint('below')": 1,
    "for _ in range(3): show(tape)": 3,
    "def look(): return show(tape)\nlook()": 1,
    "def look(): show(tape)\nlook()": 1,
    "display(show(tape))": 1,
    "kept = show(tape)": 1,
    "kept": 1,
    "kept\nkept": 1,
    "display(kept, kept)": 2,
    "again = show(tape)\nagain": 1,
    "display(tape, tape)": 2,
    "print(tape)": 0,
    "[tape]": 0,
    "show(tape, record_kmeans(points, begins.means), title='Both')": 1,
}


@pytest.fixture(scope="module")
def notebook() -> nbformat.NotebookNode:
    return execute(BEGIN, *CELLS)


def stages_of(outputs: list[Any]) -> list[dict[str, str]]:
    bundles = [output["data"] for output in outputs if "data" in output]
    return [bundle for bundle in bundles if "<iframe" in bundle.get("text/html", "")]


@pytest.mark.parametrize("cell", CELLS)
def test_each_stage_is_shown_once(notebook: nbformat.NotebookNode, cell: str) -> None:
    (outputs,) = [each.outputs for each in notebook.cells if each.source == cell]
    assert len(stages_of(outputs)) == CELLS[cell]
    assert not [output for output in outputs if output.output_type == "error"]


def test_beside_the_stage_there_are_a_few_words_for_who_has_no_html(
    notebook: nbformat.NotebookNode,
) -> None:
    words = [stage["text/plain"] for cell in notebook.cells for stage in stages_of(cell.outputs)]
    assert len(words) == sum(CELLS.values())
    for text in words:
        assert "Tape of EM: 40 points, 2 columns, K = 2" in text
        assert len(text) < 400
    assert words[-1].startswith("Both, 40 points\nTape of EM")
    assert "Tape of k-means" in words[-1]


def test_what_is_shown_has_a_name() -> None:
    assert isinstance(show(TAPE), Shown)
