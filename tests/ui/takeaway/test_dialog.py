"""The dialog on runs of every kind: what it offers can be made, and what it says is so."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import numpy as np
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Element

from gmm.archive import tape_from_json
from gmm.ui.carried import HERE
from gmm.ui.link import DRAW, PASTE, UPLOAD, Carried, Classroom, Link, Settings, View, read_link
from gmm.ui.recorder import open_recorder
from gmm.ui.run import Run
from gmm.ui.takeaway import dialog, stills
from gmm.ui.takeaway.dialog import describe_missing, name_points_file
from gmm.ui.takeaway.frames import require_em
from gmm.ui.takeaway.sheets import write_parameters_sheet, write_points_sheet
from gmm.ui.takeaway.snippets import AGREEMENT
from gmm.ui.takeaway.stills import draw_still
from tests.ui.takeaway.readers import difference, printed
from tests.ui.takeaway.runs import WAITING, drawing_of, long_kmeans, run_of, run_on

THREE = [[0.0, 0.0], [1.0, 0.2], [0.3, 2.0]]


def script(run: "Run", link: "Link") -> None:  # runs where nothing of this file is known
    from gmm.ui.takeaway.button import offer_takeaway

    offer_takeaway(run, link, "here")


class Dialog:
    """The dialog opened on a run; `files` are what its buttons would download."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, run: Run, link: Link | None = None) -> None:
        self.files: dict[str, Callable[[], Any]] = {}
        self.off: set[str] = set()
        monkeypatch.setattr(dialog, "_offer", self.keep)
        # The page that the dialog stands on has an address.
        address = property(lambda _: "https://a.example/?frame=5")
        monkeypatch.setattr(type(st.context), "url", address)
        kwargs = {"run": run, "link": Link(run.settings) if link is None else link}
        self.app = AppTest.from_function(script, kwargs=kwargs, default_timeout=60).run()
        assert not self.app.exception

    @property
    def button(self) -> Any:
        return self.app.button(key="take-away-here")

    def keep(self, label: str, made: Any, file: str, mime: str, **more: Any) -> None:
        self.files[file] = made if callable(made) else lambda: made
        if more.get("disabled"):
            self.off.add(file)

    def open(self) -> "Dialog":
        """Open it, or run it again: AppTest knows no fragments."""
        self.button.click()
        self.app.run()
        assert not self.app.exception, self.app.exception
        return self

    @property
    def address(self) -> Link:
        base, _, query = self.app.code[0].value.partition("?")
        assert base == "https://a.example/"
        link, remarks = read_link(dict(parse_qsl(query, keep_blank_values=True)))
        assert remarks == []
        return link


Opened = Callable[..., Dialog]


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Opened:
    return lambda run, link=None: Dialog(monkeypatch, run, link).open()


def single_frame() -> Run:
    run = run_of()
    return run._replace(tapes=(require_em(run)._replace(frames=require_em(run).frames[:1]),))


ODD = {
    "two columns": lambda: run_of(),
    "one column": lambda: run_of(*WAITING, twin=False),
    "three points": lambda: run_on(THREE, k=3, start="k-means++"),
    "three points, one component": lambda: run_on(THREE, k=1),
    "equal points": lambda: run_on([[1.0], [1.0], [1.0]], k=1),
    "three columns": lambda: run_on(np.random.default_rng(0).normal(size=(20, 3)), k=2),
    "a drawing": lambda: drawing_of(THREE, k=2),
    "k-means outlasts EM": lambda: long_kmeans(),
    "k-means outlasts a collapse": lambda: long_kmeans(collapses=True),
    "weights that are not whole": lambda: run_on(
        THREE, k=1, words={"frequencies": np.array([0.5, 1.5, 2.0])}
    ),
    "a recorded run": lambda: run_of()._replace(file="tape.json"),
    "a start only": single_frame,
}


@pytest.mark.parametrize("name", ODD)
def test_everything_on_offer_can_be_made(name: str, opened: Opened) -> None:
    run = ODD[name]()
    for frame in (0, run.frames + 7)[name != "two columns" :]:
        found = opened(run, Link(run.settings, frame=frame))
        assert len(found.files) >= 8
        assert (found.off == {"mixtape-worksheet.pdf"}) == (name == "a start only")
        for file in found.files.keys() - found.off:
            assert found.files[file](), file


@pytest.mark.parametrize("run", [drawing_of(), drawing_of([[1, 2]]), drawing_of(THREE, k=9)])
def test_there_is_nothing_to_take_away_from_a_drawing_with_too_few_points(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run.tapes == ()
    assert Dialog(monkeypatch, run).button.disabled
    assert not Dialog(monkeypatch, run_of()).button.disabled


def test_frames_go_on_to_the_end_of_the_longer_tape(opened: Opened) -> None:
    run = long_kmeans()
    last = run.frames - 1
    found = opened(run, Link(run.settings, frame=999))
    (opens,) = found.app.number_input
    assert (opens.value, opens.max) == (last, last)
    assert {f"mixtape-frame-{last}.png", name_points_file(last)} <= set(found.files)
    assert any(f"Numbers of frame {last};" in text.value for text in found.app.markdown)


def test_files_are_of_the_frame_and_the_view_on_show(opened: Opened) -> None:
    run, view = run_of(), View(frozenset({"third", "trails"}))
    found = opened(run, Link(run.settings, frame=5, view=view))
    for dark in (False, True):
        if dark:
            toggle = next(each for each in found.app.toggle if each.label == "Dark background")
            toggle.set_value(True)
            found.open()
        for kind in ("png", "svg", "pdf"):
            assert found.files[f"mixtape-frame-5.{kind}"]() == draw_still(run, 5, kind, dark, view)
    assert found.files[name_points_file(5)]() == write_points_sheet(run, 5)
    assert found.files["parameters-frame-5.csv"]() == write_parameters_sheet(run, 5)
    tape = tape_from_json(found.files["mixtape-tape.json"]())
    assert len(tape.em.frames) == len(require_em(run).frames)
    assert tape.about["title"] == run.dataset.title
    assert "third.trails" in found.files["mixtape-run.html"]()


def test_the_animation_is_made_in_the_view_on_show(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    run, view = run_of(*WAITING), View(frozenset({"regions"}))
    made = []

    def record(*of: Any, report: Callable[[int, int], None]) -> bytes:
        made.append(of)
        report(1, 2)
        return b"GIF"

    monkeypatch.setattr(stills, "draw_animation", record)
    monkeypatch.setattr(st, "image", lambda *_, **__: None)
    found = opened(run, Link(run.settings, view=view))
    assert "mixtape-run.gif" not in found.files
    next(each for each in found.app.button if "GIF" in each.label).click()
    found.open()
    assert found.files["mixtape-run.gif"]() == b"GIF"
    assert made == [(run, False, view)]


def test_pictures_are_drawn_where_pages_are_not_served(opened: Opened) -> None:
    found = opened(run_of(*WAITING))
    here = {name: found.files[name]() for name in ("mixtape-frame-0.png", "mixtape-frame-0.svg")}
    with open_recorder() as recorder:
        for name, content in here.items():
            assert found.files[name]() == content
        assert len(recorder.processes) == 2


def test_both_snippets_read_the_very_file_that_is_downloaded(
    opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = run_of("Elongated clusters", 3, 400)
    found = opened(run, Link(run.settings, frame=7))
    (file,) = (name for name in found.files if name.startswith("points"))
    assert file == name_points_file(7) == "points-frame-7.csv"
    (tmp_path / file).write_bytes(found.files[file]())
    monkeypatch.chdir(tmp_path)
    snippets = [code.value for code in found.app.code if "in Mixtape" in code.value]
    assert len(snippets) == 2
    for snippet in snippets:
        assert re.findall(r"'([^']*\.csv)'", snippet) == [file]
        assert difference(run, printed(snippet)) < AGREEMENT


def test_where_scikit_learn_cannot_follow_a_sentence_says_so(opened: Opened) -> None:
    found = opened(ODD["weights that are not whole"]())
    assert any("not whole numbers" in caption.value for caption in found.app.caption)
    assert sum("in Mixtape" in code.value for code in found.app.code) == 1


# ------------------------------------------------------------------------------ a link for a class


def test_a_class_link_says_what_the_teacher_chose(opened: Opened) -> None:
    run = run_of("Waiting times", 2, 300)
    link = Link(
        run.settings, 3, classroom=Classroom(frozenset({"k", "more"}), True, "Who?", "Both.")
    )
    found = opened(run, link)
    # What the link had is still there,
    assert found.address == link
    # and everything can be changed.
    values = {
        "Lock the number of components": False,
        "k-means beside it": False,
        "Hall view: large, on the whole screen": True,
    }
    for toggle in found.app.toggle:
        if toggle.label in values:
            toggle.set_value(values[toggle.label])
    found.app.number_input[0].set_value(6)
    found.app.text_input[0].set_value("Which?")
    found.app.text_input[1].set_value("One.")
    (hide,) = found.app.get("button_group")
    assert isinstance(hide, Element)
    hide.set_value(["data", "away"])
    found.open()
    assert found.address == Link(
        run.settings._replace(twin=False),
        6,
        View(View().on | {"projector"}),
        Classroom(frozenset({"data", "away"}), False, "Which?", "One."),
    )


def test_a_link_too_long_for_a_code_is_still_a_link(opened: Opened) -> None:
    run = run_of()
    found = opened(run, Link(run.settings, classroom=Classroom(ask="W" * 290)))
    assert "WWW" in found.app.code[0].value
    assert any("holds about 271" in caption.value for caption in found.app.caption)
    assert "mixtape-link.svg" not in found.files
    assert "<svg" in opened(run).files["mixtape-link.svg"]()


def link_of(data: str, **carried: str) -> Link:
    return Link(Settings(data=data), carried=Carried(**carried))


@pytest.mark.parametrize(
    "told", [Classroom(), Classroom(frozenset({"data"}), True, "Who?", "All.")]
)
@pytest.mark.parametrize(
    ("data", "carried", "words"),
    [
        (UPLOAD, {}, "does not carry the points of your file"),
        (DRAW, {"drawn": HERE}, "too many"),
        (PASTE, {"points": HERE}, "too many"),
        ("Old Faithful", {}, ""),
        # What another source left behind is in no link.
        ("Old Faithful", {"drawn": HERE, "points": HERE}, ""),
    ],
)
def test_what_a_link_does_not_carry_is_said(
    data: str, carried: dict[str, str], words: str, told: Classroom, opened: Opened
) -> None:
    run = run_on(THREE, k=1)
    link = link_of(data, **carried)._replace(classroom=told)
    missing = describe_missing(run, link)
    assert words in missing
    assert bool(missing) == bool(words)
    found = opened(run, link)
    assert [caption.value for caption in found.app.caption if "carry" in caption.value] == (
        [missing] if missing else []
    )
    assert found.app.number_input  # there is a link all the same
    assert found.address.classroom == told


def test_a_recorded_run_has_no_link(opened: Opened) -> None:
    run = run_of()._replace(file="tape.json")
    link = link_of(UPLOAD)._replace(classroom=Classroom(lock=True))
    assert describe_missing(run, link).startswith("A link cannot open a recorded run.")
    found = opened(run, link)
    assert not found.app.number_input
    assert describe_missing(run, link) in [caption.value for caption in found.app.caption]
