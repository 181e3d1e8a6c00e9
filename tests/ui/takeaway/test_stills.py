"""Pictures to take away, opened by other readers: what is in them is what the run says."""

import io
import subprocess
import sys
import threading
import xml.etree.ElementTree as ET
from functools import cache
from pathlib import Path

import matplotlib
import numpy as np
import pypdf
import pytest
from gmm.ui.takeaway.drawing import Pane, Reel, drawn_points
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from gmm import Mixture, record_em, record_kmeans, responsibilities, start
from gmm.data.datasets import DATASETS
from gmm.limits import MAX_DRAWN
from gmm.scaling import identity, scale
from gmm.ui.takeaway.colours import themes
from gmm.ui.takeaway.geometry import ellipse, significant
from gmm.ui.takeaway.stills import (
    KINDS,
    MOST_FRAMES,
    animation,
    chosen_frames,
    durations,
    layout,
    still,
)
from gmm.ui.takeaway.worksheet import worksheet

STAGE = Path(__file__).parents[3] / "assets/stage"
SVG = "{http://www.w3.org/2000/svg}"


@cache
def recording(
    name: str = "Elongated clusters", k: int = 3, twin: bool = True, n: int = 120
) -> Reel:
    dataset = DATASETS[name].make(n, 0)
    points, scaling = scale(dataset.points, "auto")
    begin = start(points, k, "random points", 7)
    labels = tuple(
        f"{column} ({unit})" if unit else column
        for column, unit in zip(dataset.columns, dataset.units, strict=True)
    )
    return Reel(
        record_em(points, begin),
        record_kmeans(points, begin.means) if twin else None,
        scaling,
        labels,
        f"{dataset.title}, {len(points)} {dataset.rows}",
        f"K = {k} · full · seed 7",
    )


FAITHFUL, WAITING = ("Old Faithful", 2), ("Waiting times", 2)


def pixels(run: Reel, frame: int, dark: bool = False) -> np.ndarray:
    """Colours (height, width, 3) in CSS pixels times two, from 0 to 1."""
    image = Image.open(io.BytesIO(still(run, frame, "png", dark)))
    image.load()
    return np.asarray(image.convert("RGB")) / 255


def colour_at(picture: np.ndarray, x: float, y: float) -> np.ndarray:
    return picture[round(2 * y), round(2 * x)]


def near(one: object, other: object) -> bool:
    return bool(np.abs(np.subtract(one, other)).max() < 0.012)


# ------------------------------------------------------------------------------ a frame


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize(("name", "k"), [("Elongated clusters", 3), FAITHFUL, WAITING])
def test_means_and_centroids_are_where_they_should_be(name: str, k: int, dark: bool) -> None:
    run = recording(name, k)
    theme, plan = themes()[dark], layout(run)
    for frame in (0, 3, run.frames() - 1):
        picture = pixels(run, frame, dark)
        assert near(colour_at(picture, 4, 4), theme.paper)
        em = run.em.frames[min(frame, len(run.em.frames) - 1)].mixture.means
        kmeans = run.kmeans.frames[min(frame, len(run.kmeans.frames) - 1)].centroids
        for pane, means in ((plan.em, em), (plan.kmeans, kmeans)):
            for i, mean in enumerate(means):
                place = at(pane, mean)
                others = [np.subtract(at(pane, other), place) for other in means[i + 1 :]]
                if min([np.hypot(*other) for other in others], default=99) > 16:
                    assert near(colour_at(picture, *place), theme.components[i])


def at(pane: Pane, place: np.ndarray) -> tuple[float, float]:
    height = place[1] if len(place) == 2 else 0.0
    return float(pane.across(place[0])), float(pane.down(height))


def test_the_plane_has_one_scale() -> None:
    for run in (recording(), recording(*FAITHFUL, twin=False)):
        view = layout(run).em.view
        left, bottom, right, top = view.box
        assert (right - left) / view.width == pytest.approx((top - bottom) / view.height)


@pytest.mark.parametrize("frame", [0, 1, 2, 5])
def test_points_have_their_responsibilities_colours(frame: int) -> None:
    run = recording()
    picture, pane, theme = pixels(run, frame), layout(run).em, themes()[0]
    shown = run.em.frames[frame]
    points = run.em.points
    expected = np.tile(theme.neutral, (len(points), 1))
    if shown.responsible is not None:
        expected = responsibilities(points, shown.responsible) @ np.array(theme.components[:3])
    # Where nothing lies over the point: beyond three standard deviations of all components.
    gaps = points[:, None] - shown.mixture.means
    shape = np.linalg.inv(shown.mixture.covariances)
    away = np.sqrt(np.einsum("nkd,kde,nke->nk", gaps, shape, gaps)).min(axis=1)
    alone = [
        n
        for n in np.flatnonzero(away > 2.2)
        if (np.linalg.norm(np.delete(points, n, 0) - points[n], axis=1) > 0.25).all()
    ]
    assert len(alone) > 3
    for n in alone:
        assert near(colour_at(picture, *at(pane, points[n])), expected[n])


def test_ellipses_are_drawn_at_one_and_two_sigma() -> None:
    run = recording()
    frame = run.frames() - 1
    picture, pane, theme = pixels(run, frame), layout(run).em, themes()[0]
    mixture = run.em.frames[-1].mixture
    for k in range(3):
        major, minor, angle = ellipse(mixture.covariances[k])
        along = np.array([np.cos(angle), np.sin(angle)])
        across = np.array([-along[1], along[0]])
        hits = 0
        for sigmas in (1, 2):
            for way in (major * along, -major * along, minor * across, -minor * across):
                x, y = at(pane, mixture.means[k] + sigmas * way)
                patch = picture[
                    round(2 * y) - 2 : round(2 * y) + 3, round(2 * x) - 2 : round(2 * x) + 3
                ]
                hits += (np.abs(patch - theme.components[k]).max(axis=2) < 0.1).any()
        assert hits >= 7  # one may lie under something else


def test_cells_fill_the_plane_in_light_colours() -> None:
    run = recording()
    picture, pane, theme = pixels(run, 4), layout(run).kmeans, themes()[0]
    left, bottom, right, top = pane.view.box
    centroids = run.kmeans.frames[4].centroids
    hits = tried = 0
    for x in np.linspace(left, right, 23)[1:-1]:
        for y in np.linspace(bottom, top, 17)[1:-1]:
            place = np.array([x, y])
            away = np.linalg.norm(centroids - place, axis=1)
            tint = 0.9 * np.array(theme.paper) + 0.1 * np.array(theme.components[away.argmin()])
            hits += near(colour_at(picture, *at(pane, place)), tint)
            tried += 1
    assert hits > 0.75 * tried  # the rest are points, lines and names


def texts(svg: bytes) -> list[str]:
    return ["".join(element.itertext()) for element in ET.fromstring(svg).iter(f"{SVG}text")]


@pytest.mark.parametrize(("name", "k"), [("Elongated clusters", 3), FAITHFUL, WAITING])
@pytest.mark.parametrize("kind", ["svg", "pdf"])
def test_words_and_numbers_are_text(name: str, k: int, kind: str) -> None:
    run = recording(name, k)
    content = still(run, 4, kind)
    if kind == "svg":
        words = "\n".join(texts(content))
        root = ET.fromstring(content)
        assert root.attrib["viewBox"] == "0 0 960 600"
    else:
        (page,) = pypdf.PdfReader(io.BytesIO(content)).pages
        words = page.extract_text()
        assert [float(side) for side in page.mediabox[2:]] == [960, 600]
    for expected in (
        *(run.title, run.summary, "M-step 2", f"4 of {run.frames() - 1}", "EM", "k-means"),
        *("soft", "hard", "Log-likelihood", "Inertia of k-means", "nats", *run.labels),
        significant(run.em.frames[4].log_likelihood, 7),
        significant(run.kmeans.frames[min(4, len(run.kmeans.frames) - 1)].inertia, 7),
    ):
        assert expected in words


def test_the_same_still_twice_is_the_same_file() -> None:
    for kind in KINDS:
        assert still(recording(), 3, kind) == still(recording(), 3, kind)


def test_without_a_twin_there_is_one_pane() -> None:
    run = recording(twin=False)
    words = texts(still(run, 2, "svg"))
    assert "k-means" not in words
    assert "Inertia of k-means" not in words
    image = Image.open(io.BytesIO(still(run, 2)))
    assert image.size == (1920, 1600)


def test_the_ends_are_told() -> None:
    run = recording()
    words = texts(still(run, run.frames() - 1, "svg"))
    assert f"converged at iteration {run.em.frames[-1].iteration}" in words
    assert f"converged at iteration {run.kmeans.frames[-1].iteration}" in words
    assert "start" in texts(still(run, 0, "svg"))


def test_ticks_are_in_the_datas_own_units() -> None:
    words = texts(still(recording(*FAITHFUL), 2, "svg"))
    assert {"2", "3", "4", "50", "60", "70", "80", "90"} <= set(words)


def test_many_points_do_not_make_a_vector_file_huge() -> None:
    run = recording(n=3_000, twin=False)
    assert len(still(run, 3, "svg")) < 900_000
    assert len(still(run, 3, "pdf")) < 200_000


def test_beyond_what_the_stage_draws_a_fair_sample_is_shown() -> None:
    points = np.random.default_rng(0).normal(size=(MAX_DRAWN + 50, 1))
    em = record_em(points, start(points, 2, "k-means++", 0), max_iterations=1)
    run = Reel(em, None, identity(1), ("x",))
    assert drawn_points(run).shape == (MAX_DRAWN, 1)
    still(run, 1)


def run_on(points: np.ndarray, mixture: Mixture, weights: np.ndarray | None = None) -> Reel:
    em = record_em(points, mixture, weights=weights, max_iterations=5)
    twin = record_kmeans(points, mixture.means, 5, weights=weights)
    return Reel(em, twin, identity(points.shape[1]), ("x", "y")[: points.shape[1]])


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
    runs = [
        run_on(heap, narrow),  # collapses
        run_on(np.zeros((3, d)), equal),  # no width at all
        run_on(heap, far),  # a log-likelihood of minus infinity at the start
        run_on(rng.normal(size=(40, d)), many),  # colours begin again
        run_on(heap, equal, np.arange(31.0)),  # frequencies, one of them 0
        run_on(1e-7 * heap + 1e6, start(1e-7 * heap + 1e6, 2, "k-means++", 0)),  # far from zero
    ]
    assert runs[0].em.stopped == "collapsed"
    assert runs[2].em.frames[0].log_likelihood == -np.inf
    for run in runs:
        for frame, kind in zip((0, 1, run.frames() - 1), KINDS, strict=True):
            assert len(still(run, frame, kind)) > 5_000


@pytest.mark.filterwarnings("ignore:Glyph")
@settings(max_examples=5, deadline=None)
@given(st.text(), st.text(), st.text())
def test_any_names_can_be_drawn(title: str, summary: str, label: str) -> None:
    run = recording()._replace(title=title, summary=summary, labels=(label, label))
    ET.fromstring(still(run, 1, "svg"))
    pypdf.PdfReader(io.BytesIO(still(run, 1, "pdf"))).pages[0].extract_text()


def test_names_of_any_length_stay_in_their_place() -> None:
    run = recording()._replace(
        title="W$x^" * 90, summary="m " * 300, labels=("wide " * 60, "W" * 90)
    )
    picture = pixels(run, 2)
    assert near(picture[:, :40], themes()[0].paper)  # left of everything but ticks
    assert near(picture[60:100, -40:], themes()[0].paper)
    words = texts(still(run, 2, "svg"))
    assert sum(text.endswith("…") for text in words) == 6
    assert "M-step 1" in words


def test_unknown_kinds_and_frames_get_a_sentence() -> None:
    with pytest.raises(ValueError, match="one of png, svg, pdf, not 'bmp'"):
        still(recording(), 0, "bmp")
    for frame in (-1, recording().frames()):
        with pytest.raises(ValueError, match=f"frames 0 to {recording().frames() - 1}"):
            still(recording(), frame)


# ------------------------------------------------------------------------------ the animation


def test_the_animation_shows_every_frame_and_reports() -> None:
    run = recording()
    told: list[tuple[int, int]] = []
    content = animation(run, report=lambda done, many: told.append((done, many)))
    image = Image.open(io.BytesIO(content))
    assert image.n_frames == run.frames()
    assert image.info["loop"] == 0
    assert image.size == (960, 600)
    assert told == [(i + 1, run.frames()) for i in range(run.frames())]

    theme, plan = themes()[0], layout(run)
    total = 0
    for i in range(image.n_frames):
        image.seek(i)
        total += image.info["duration"]
        picture = np.asarray(image.convert("RGB")) / 255
        assert near(picture[2, 2], theme.paper)
        means = run.em.frames[min(i, len(run.em.frames) - 1)].mixture.means
        x, y = at(plan.em, means[-1])  # the mark that lies over the others
        middle = picture[round(0.75 * y), round(0.75 * x)]
        assert np.abs(middle - theme.components[2]).max() < 0.05
    assert total == sum(durations(run.frames()))


def test_a_long_run_is_shown_in_chosen_frames() -> None:
    run = recording(*WAITING, twin=False)
    image = Image.open(io.BytesIO(animation(run, dark=True, most=4)))
    assert image.n_frames == 4
    image.seek(3)
    assert near(np.asarray(image.convert("RGB"))[2, 2] / 255, themes()[1].paper)


@settings(deadline=None)
@given(st.integers(1, 3_000), st.integers(1, MOST_FRAMES))
def test_frames_are_chosen_evenly(count: int, most: int) -> None:
    chosen = chosen_frames(count, most)
    assert len(chosen) == min(count, most)
    assert chosen[0] == 0
    assert most == 1 or chosen[-1] == count - 1
    assert len(chosen) < 2 or np.ptp(np.diff(chosen)) <= 1


@settings(deadline=None)
@given(st.integers(1, MOST_FRAMES))
def test_an_animation_has_a_bearable_length(count: int) -> None:
    shown = durations(count)
    assert len(shown) == count
    assert sum(shown) <= 36_000
    assert all(each % 10 == 0 for each in shown)


# ------------------------------------------------------------------------------ a good neighbour


def test_threads_do_not_disturb_each_other() -> None:
    run, other = recording(), recording(*WAITING)
    expected = {kind: still(run, 3, kind) for kind in ("png", "svg")}
    expected |= {f"{kind} 2": still(other, 2, kind) for kind in ("pdf", "svg")}
    got: dict[str, bytes] = {}

    def draw(key: str) -> None:
        kind = key.split()[0]
        got[key] = still(other, 2, kind) if key.endswith("2") else still(run, 3, kind)

    threads = [threading.Thread(target=draw, args=(key,)) for key in expected]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == expected


def test_matplotlibs_settings_stay_as_they_were_and_pyplot_is_not_there() -> None:
    before = dict(matplotlib.rcParams)
    still(recording(), 1, "svg")
    worksheet(recording())
    assert dict(matplotlib.rcParams) == before
    script = "import sys, gmm.ui.takeaway.stills; sys.exit('matplotlib.pyplot' in sys.modules)"
    subprocess.run([sys.executable, "-c", script], check=True)
