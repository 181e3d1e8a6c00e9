"""Pictures to take away, opened by other readers: what is in them is what the run says."""

import io
import xml.etree.ElementTree as ET

import numpy as np
import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from gmm import Mixture, assign, responsibilities, start
from gmm.limits import MAX_GIF_FRAMES
from gmm.pairing import pair_clusters
from gmm.ui.apart import write_reading
from gmm.ui.link import VIEWS, View
from gmm.ui.numbers import write_significant
from gmm.ui.run import Run, name_columns, write_summary, write_title
from gmm.ui.takeaway import stills
from gmm.ui.takeaway.colours import read_themes
from gmm.ui.takeaway.frames import find_frame, require_em
from gmm.ui.takeaway.stills import (
    KINDS,
    choose_durations,
    choose_frames,
    draw_animation,
    draw_still,
    plan_sheet,
)
from gmm.ui.units import restore_frame
from tests.present import present
from tests.ui.takeaway.readers import SVG, at, near, open_gif, pixels, texts
from tests.ui.takeaway.runs import FAITHFUL, WAITING, long_kmeans, run_of, run_on

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
        *tell_readings(run, 4),
    ):
        assert expected in words


def tell_readings(run: Run, frame: int) -> tuple[str, str]:
    """Log-likelihood and inertia as a still writes them."""
    em, kmeans = require_em(run), present(run.kmeans)
    rising = write_reading([restore_frame(run, each).log_likelihood for each in em.frames])
    falling = write_reading([each.inertia for each in kmeans.frames])
    height = restore_frame(run, find_frame(em, frame)).log_likelihood
    return rising(height), falling(find_frame(kmeans, frame).inertia)


# Where each layer can be seen: with one column, with two; and in which frames of the run.
LAYERS = {
    "density": (True, True),
    "regions": (True, True),
    "cells": (True, True),
    "third": (False, True),
    "trails": (False, True),
    "rings": (True, True),
    "truth": (True, True),
    "proportions": (False, True),
    "future": (True, True),
    "bound": (True, True),
    "shares": (True, True),
}


def labelled(name: str, k: int) -> Run:
    run = run_of(name, k, start_seed=3)
    labels = np.arange(len(run.points)) % 3
    return run._replace(dataset=run.dataset._replace(labels=labels))


def look(kind: str, run: Run, frame: int, on: str) -> bytes:
    return draw_still(run, frame, kind, view=View(frozenset(on.split())))


def test_every_layer_is_known_here() -> None:
    modes = {"predict", "temperature", "projector"}
    assert set(LAYERS) == set(VIEWS) - modes
    for mode in modes:
        assert look("svg", run_of(), 4, mode) == look("svg", run_of(), 4, "")


@pytest.mark.parametrize("column", [0, 1])
def test_every_layer_that_is_on_is_drawn(column: int) -> None:
    run = labelled(*(WAITING, ("Elongated clusters", 3))[column])
    plain = look("svg", run, 4, "")
    for layer, seen in LAYERS.items():
        assert (look("svg", run, 4, layer) != plain) == seen[column], layer


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_file_has_the_layers(kind: str) -> None:
    run = labelled(*WAITING)
    assert look(kind, run, 4, "regions") != look(kind, run, 4, "")


@pytest.mark.parametrize("layer", ["rings", "trails", "shares"])
def test_at_the_start_there_is_nothing_to_compare_follow_or_share(layer: str) -> None:
    plain = pixels(run_of(), 0, on="bound")
    assert (pixels(run_of(), 0, on=f"bound {layer}") == plain).all()


def test_a_run_without_labels_or_kmeans_takes_every_layer() -> None:
    run = run_of(*FAITHFUL, twin=False)
    assert run.dataset.labels is None
    for kind in KINDS:
        assert look(kind, run, 3, " ".join(LAYERS))


def test_rings_are_around_the_points_on_which_the_tapes_differ() -> None:
    run = run_of()
    for frame in (1, 4, run.frames - 1):
        soft = responsibilities(run.points, present(find_frame(require_em(run), frame).responsible))
        hard, _ = assign(run.points, present(find_frame(present(run.kmeans), frame).assigned))
        # Clusters are compared with the components that they are.
        labels = soft.argmax(axis=1)
        differing = int((labels != pair_clusters(labels, hard, 3)[hard]).sum())
        with_rings, without = (
            len(ET.fromstring(look("svg", run, frame, on)).findall(f".//{SVG}path"))
            for on in ("rings", "")
        )
        assert with_rings - without == 2 * differing


def test_the_gap_is_told_beside_the_log_likelihood() -> None:
    run = run_of()
    frame = require_em(run).frames[4]
    words = texts(look("svg", run, 4, "bound"))
    assert f"nats, gap {write_significant(frame.log_likelihood - present(frame.bound), 3)}" in words
    assert "nats, gap 0" in texts(look("svg", run, 5, "shares"))
    assert "nats" in texts(look("svg", run, 0, "bound"))
    assert "nats" in texts(look("svg", run, 4, ""))


def test_numbers_are_in_the_datas_own_units_and_what_is_not_says_so() -> None:
    run = run_of("Old Faithful", 2)
    words = texts(look("svg", run, run.frames - 1, ""))
    assert "−1,130.264" in words
    assert "nats" in words
    assert "SD²" in words
    words = texts(look("svg", run_of("Old Faithful", 2, covariance="spherical"), 0, ""))
    assert "nats, standardised" in words
    words = texts(look("svg", run_of("Old Faithful", 2, scale="off", covariance="diag"), 0, ""))
    assert "nats" in words
    assert "SD²" not in words


@pytest.mark.parametrize("collapses", [False, True])
def test_stills_go_on_until_the_longer_tape_ends(collapses: bool) -> None:
    run = long_kmeans(collapses)
    em, kmeans = require_em(run), present(run.kmeans)
    last = run.frames - 1
    assert last == len(kmeans.frames) - 1
    for on in ("", "shares bound rings trails"):
        words = texts(look("svg", run, last, on))
        assert f"{last} of {last}" in words
        assert all(number in words for number in tell_readings(run, run.frames - 1))
        iteration = em.frames[-1].iteration
        assert ("collapsed" if collapses else f"converged at iteration {iteration}") in words
        assert f"converged at iteration {kmeans.frames[-1].iteration}" in words
    # EM's picture stays, its shares of the gap do not.
    ended, later = (plan_crop(run, frame) for frame in (len(em.frames) - 1, last))
    assert near(ended, later)
    image = open_gif(draw_animation(run))
    assert image.n_frames == run.frames
    with pytest.raises(ValueError, match=f"frames 0 to {last}, not {last + 1}"):
        draw_still(run, last + 1)


def plan_crop(run: Run, frame: int) -> np.ndarray:
    """EM's picture alone."""
    left, top, right, bottom = (round(2 * side) for side in plan_sheet(run).panes[0].area)
    return pixels(run, frame)[top:bottom, left:right]


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
    assert f"converged at iteration {present(run.kmeans).frames[-1].iteration}" in words
    assert "start" in texts(draw_still(run, 0, "svg"))


def test_ticks_are_in_the_datas_own_units() -> None:
    words = texts(draw_still(run_of(*FAITHFUL), 2, "svg"))
    assert {"2", "3", "4", "50", "60", "70", "80", "90"} <= set(words)


def test_many_points_do_not_make_a_vector_file_huge() -> None:
    run = run_of(n=3_000, twin=False)
    # A pie is a disc and a path for each further slice.
    assert len(draw_still(run, 3, "svg")) < 1_400_000
    assert len(draw_still(run, 3, "pdf")) < 400_000


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
        for frame, kind in zip((0, 1, run.frames - 1), ("svg", "png", "svg"), strict=True):
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
    image = open_gif(content)
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
        x, y = at(plan.panes[0], means[-1])  # the mark that lies over the others
        middle = picture[round(0.75 * y), round(0.75 * x)]
        assert np.abs(middle - theme.components[2]).max() < 0.05
    assert total == sum(choose_durations(run.frames))


def test_the_animation_shows_the_layers_that_are_on() -> None:
    run = run_of(*WAITING)
    plain, layered = (
        open_gif(draw_animation(run, view=View(frozenset(on)))) for on in ((), ("regions",))
    )
    tints = [0.84 + 0.16 * np.array(read_themes()[0].components[k]) for k in (0, 1)]
    for frame in range(plain.n_frames):
        hits = []
        for image in (plain, layered):
            image.seek(frame)
            row = np.array(image.convert("RGB"))[75, 65:370] / 255
            hits.append([(np.abs(row - tint).max(axis=1) < 0.05).sum() for tint in tints])
        assert max(hits[0]) < 10
        assert min(hits[1]) > 20


@pytest.mark.parametrize("many", [2_000, 20])
def test_a_long_run_is_shown_in_chosen_frames(many: int, monkeypatch: pytest.MonkeyPatch) -> None:
    run = run_of(*WAITING, twin=False)
    monkeypatch.setattr(stills, "MAX_GIF_FRAMES", 8 if many < 272 else 4)
    monkeypatch.setattr(stills, "MAX_GIF_POINTS", many)
    image = open_gif(draw_animation(run, dark=True))
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
