"""Pictures to take away, opened by other readers: what is in them is what the run says."""

import io
import xml.etree.ElementTree as ET

import numpy as np
import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from gmm import Mixture, start
from gmm.limits import MAX_GIF_FRAMES
from gmm.ui.run import name_columns, write_summary, write_title
from gmm.ui.takeaway import stills
from gmm.ui.takeaway.colours import read_themes
from gmm.ui.takeaway.frames import find_frame, require_em
from gmm.ui.takeaway.geometry import write_significant
from gmm.ui.takeaway.stills import (
    KINDS,
    choose_durations,
    choose_frames,
    draw_animation,
    draw_still,
    plan_sheet,
)
from tests.ui.takeaway.readers import at, near, texts
from tests.ui.takeaway.runs import FAITHFUL, WAITING, run_of, run_on

# ------------------------------------------------------------------------------ a frame


@pytest.mark.parametrize(("name", "k"), [("Elongated clusters", 3), FAITHFUL, WAITING])
@pytest.mark.parametrize("kind", ["svg", "pdf"])
def test_words_and_numbers_are_text(name: str, k: int, kind: str) -> None:
    run = run_of(name, k)
    content = draw_still(run, 4, kind)
    if kind == "svg":
        words = "\n".join(texts(content))
        assert ET.fromstring(content).attrib["viewBox"] == "0 0 960 600"
    else:
        (page,) = pypdf.PdfReader(io.BytesIO(content)).pages
        words = page.extract_text()
        assert [float(side) for side in page.mediabox[2:]] == [960, 600]
    for expected in (
        *(write_title(run), write_summary(run), "M-step 2", f"4 of {run.frames - 1}"),
        *("EM", "k-means", "soft", "hard", "Log-likelihood", "Inertia of k-means", "nats"),
        *name_columns(run.dataset),
        write_significant(find_frame(require_em(run), 4).log_likelihood, 7),
        write_significant(find_frame(run.kmeans, 4).inertia, 7),
    ):
        assert expected in words


def test_without_a_twin_there_is_one_pane() -> None:
    run = run_of(twin=False)
    words = texts(draw_still(run, 2, "svg"))
    assert "k-means" not in words
    assert "Inertia of k-means" not in words
    image = Image.open(io.BytesIO(draw_still(run, 2)))
    assert image.size == (1920, 1600)


def test_the_ends_are_told() -> None:
    run = run_of()
    words = texts(draw_still(run, run.frames - 1, "svg"))
    assert f"converged at iteration {require_em(run).frames[-1].iteration}" in words
    assert f"converged at iteration {run.kmeans.frames[-1].iteration}" in words
    assert "start" in texts(draw_still(run, 0, "svg"))


def test_ticks_are_in_the_datas_own_units() -> None:
    words = texts(draw_still(run_of(*FAITHFUL), 2, "svg"))
    assert {"2", "3", "4", "50", "60", "70", "80", "90"} <= set(words)


def test_many_points_do_not_make_a_vector_file_huge() -> None:
    run = run_of(n=3_000, twin=False)
    assert len(draw_still(run, 3, "svg")) < 900_000
    assert len(draw_still(run, 3, "pdf")) < 200_000


@pytest.mark.parametrize("d", [1, 2])
def test_odd_runs_can_be_drawn_from_start_to_end(d: int) -> None:
    rng = np.random.default_rng(0)
    heap = np.r_[rng.normal(size=(30, d)), np.full((1, d), 50.0)]
    narrow = Mixture(
        np.array([0.5, 0.5]),
        np.array([[0.0] * d, [50.0] * d]),
        np.array([np.eye(d), np.eye(d) * 1e-9]),
    )
    far = Mixture(np.ones(1), np.full((1, d), 1e6), np.eye(d)[None] * 1e-300)
    many = start(rng.normal(size=(40, d)), 12, "k-means++", 0)
    equal = Mixture(np.ones(1), np.zeros((1, d)), np.eye(d)[None])
    counted = {"frequencies": np.arange(31.0)}  # one of them 0
    runs = [
        run_on(heap, narrow),  # collapses
        run_on(np.zeros((3, d)), equal),  # no width at all
        run_on(heap, far),  # a log-likelihood of minus infinity at the start
        run_on(rng.normal(size=(40, d)), many),  # colours begin again
        run_on(heap, equal, words=counted),
        run_on(1e-7 * heap + 1e6, k=2, start="k-means++"),  # far from zero
    ]
    assert require_em(runs[0]).stopped == "collapsed"
    assert require_em(runs[2]).frames[0].log_likelihood == -np.inf
    for run in runs:
        for frame, kind in zip((0, 1, run.frames - 1), KINDS, strict=True):
            assert len(draw_still(run, frame, kind)) > 5_000


def test_unknown_kinds_and_frames_get_a_sentence() -> None:
    with pytest.raises(ValueError, match="one of png, svg, pdf, not 'bmp'"):
        draw_still(run_of(), 0, "bmp")
    for frame in (-1, run_of().frames):
        with pytest.raises(ValueError, match=f"frames 0 to {run_of().frames - 1}"):
            draw_still(run_of(), frame)


# ------------------------------------------------------------------------------ the animation


def test_the_animation_shows_every_frame_and_reports() -> None:
    run = run_of()
    told: list[tuple[int, int]] = []
    content = draw_animation(run, report=lambda done, many: told.append((done, many)))
    image = Image.open(io.BytesIO(content))
    assert image.n_frames == run.frames
    assert image.info["loop"] == 0
    assert image.size == (960, 600)
    assert told == [(i + 1, run.frames) for i in range(run.frames)]

    theme, plan = read_themes()[0], plan_sheet(run)
    total = 0
    for i in range(image.n_frames):
        image.seek(i)
        total += image.info["duration"]
        picture = np.asarray(image.convert("RGB")) / 255
        assert near(picture[2, 2], theme.paper)
        means = find_frame(require_em(run), i).mixture.means
        x, y = at(plan.em, means[-1])  # the mark that lies over the others
        middle = picture[round(0.75 * y), round(0.75 * x)]
        assert np.abs(middle - theme.components[2]).max() < 0.05
    assert total == sum(choose_durations(run.frames))


@pytest.mark.parametrize("many", [2_000, 20])
def test_a_long_run_is_shown_in_chosen_frames(many: int, monkeypatch) -> None:
    run = run_of(*WAITING, twin=False)
    monkeypatch.setattr(stills, "MAX_GIF_FRAMES", 8 if many < 272 else 4)
    monkeypatch.setattr(stills, "MAX_GIF_POINTS", many)
    image = Image.open(io.BytesIO(draw_animation(run, dark=True)))
    assert image.n_frames == 4
    image.seek(3)
    assert near(np.asarray(image.convert("RGB"))[2, 2] / 255, read_themes()[1].paper)


@settings(deadline=None)
@given(st.integers(1, 3_000), st.integers(1, MAX_GIF_FRAMES))
def test_frames_are_chosen_evenly(count: int, most: int) -> None:
    chosen = choose_frames(count, most)
    assert len(chosen) == min(count, most)
    assert chosen[0] == 0
    assert most == 1 or chosen[-1] == count - 1
    assert len(chosen) < 2 or np.ptp(np.diff(chosen)) <= 1


@settings(deadline=None)
@given(st.integers(1, MAX_GIF_FRAMES))
def test_an_animation_has_a_bearable_length(count: int) -> None:
    shown = choose_durations(count)
    assert len(shown) == count
    assert sum(shown) <= 36_000
    assert all(each % 10 == 0 for each in shown)
