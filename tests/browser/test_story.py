"""Each sentence is literally true: its numbers are those that the engine gives for the frame on show."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser

from gmm.data.datasets import DATASETS
from gmm.mixture import log_joint, responsibilities
from gmm.scaling import restore, restore_nats
from gmm.ui.link import VERSION, read_link
from gmm.ui.run import Run, record_run
from tests.browser.conftest import shows
from tests.browser.desk import Desk, drawing_of, large_run, run_of
from tests.present import present

NUMBER = r"(−?[\d,]+(?:\.\d+)?(?:e−?\d+)?)"
WORDS = ["No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten"]


@pytest.fixture(scope="module")
def desk(browser: Browser) -> Iterator[Desk]:
    page = browser.new_page(viewport={"width": 1280, "height": 720})
    desk = Desk(page)
    page.goto("http://stage.test/")
    yield desk
    page.close()


@cache
def opened(name: str) -> Run:
    """The run that a set opens with."""
    settings = read_link({"data": name, "v": str(VERSION)})[0].settings
    dataset = DATASETS[name].make(settings.n, settings.data_seed, **dict(settings.knobs))
    return record_run(settings, dataset)


def told(desk: Desk, run: Run, frame: int, **said: Any) -> str:
    desk.tell(run, scene=f"{run.settings} {frame} {said}", frame=frame, **said).painted()
    return desk.words


def number(text: str) -> float:
    return float(text.replace("−", "-").replace(",", ""))


@pytest.mark.parametrize("name", DATASETS)
def test_the_start(desk: Desk, name: str) -> None:
    run = opened(name)
    words = told(desk, run, 0)
    curves = "bell curve" if run.settings.k == 1 else "bell curves"
    assert words.startswith(f"{WORDS[run.settings.k]} {curves}")
    assert f"for {len(run.points):,} {run.dataset.rows}." in words
    assert "Press E‑step" in words


@pytest.mark.parametrize("name", DATASETS)
def test_the_first_e_step_is_worked_out(desk: Desk, name: str) -> None:
    run = opened(name)
    words = told(desk, run, 1)
    if run.settings.k == 1:
        assert "the one curve is responsible for every point" in words
        return
    found = re.search(
        rf"ring: weight × density is {NUMBER} × {NUMBER} against {NUMBER} × {NUMBER}, so", words
    )
    weights, densities = (
        np.array([number(text) for text in present(found).groups()]).reshape(2, 2).T
    )
    shares = [int(text) / 100 for text in re.findall(r"(\d+) %", words.split("so ")[1])][:2]
    mixture = restore(present(run.em).frames[0].mixture, run.scaling)
    joint = np.exp(log_joint(run.dataset.points, mixture))
    # One of the points has these two products as its largest.
    two = np.sort(joint, axis=1)[:, :-3:-1]
    products = weights * densities
    assert products[0] >= products[1] * 0.99
    near = np.abs(two / products - 1).max(axis=1)
    n = int(near.argmin())
    assert near[n] < 0.02
    gamma = np.sort(responsibilities(run.dataset.points, mixture)[n])[::-1]
    assert np.abs(gamma[:2] - shares[:2]).max() <= 0.011
    # And the ring is around one with these shares.
    ring = desk.stage.locator("[data-pane=em] .layer .example")
    assert ring.count() == 1


@pytest.mark.parametrize("name", DATASETS)
def test_the_first_m_step_is_worked_out(desk: Desk, name: str) -> None:
    run = opened(name)
    words = told(desk, run, 2)
    assert "fitted again to its share of the points" in words
    found = present(re.search(rf"Mean (\d+)[^(]*\((.*) \+ …\) ÷ {NUMBER} = {NUMBER}\.", words))
    k, terms = int(found[1]) - 1, re.findall(rf"{NUMBER} × \(?{NUMBER}", found[2])
    frames = present(run.em).frames
    often = run.dataset.frequencies
    shares = responsibilities(run.points, frames[0].mixture)[:, k] * (1 if often is None else often)
    mean = restore(frames[2].mixture, run.scaling).means[k, 0]
    assert shows(found[3], float(shares.sum()))
    assert shows(found[4], float(mean))
    heavy = np.flatnonzero(shares >= 0.5 * shares.max())[:3]
    assert len(terms) == len(heavy)
    for (share, value), n in zip(terms, heavy, strict=True):
        assert shows(share, float(shares[n]))
        assert shows(value, float(run.dataset.points[n, 0]))


@pytest.mark.parametrize("name", DATASETS)
def test_later_half_steps(desk: Desk, name: str) -> None:
    run = opened(name)
    frames = present(run.em).frames
    if len(frames) > 4:
        before, now = (
            responsibilities(run.points, frames[i].mixture).argmax(axis=1) for i in (0, 2)
        )
        often = np.ones(len(now)) if run.dataset.frequencies is None else run.dataset.frequencies
        changed = float(often[before != now].sum())
        words = told(desk, run, 3)
        if run.settings.k > 1:
            count = f"{changed:,.0f} of {run.number:,.0f} points" if changed else "no point"
            assert f"E‑step 2: {count} changed" in words
        words = told(desk, run, 4)
        if len(frames) > 5:
            gain = frames[4].log_likelihood - frames[3].log_likelihood
            found = present(
                re.search(
                    rf"M‑step 2: the log-likelihood rose by (?:less than )?{NUMBER} nats", words
                )
            )
            assert shows(found[1], gain)
            found = present(re.search(rf"Component (\d+) moved farthest, by {NUMBER}", words))
            k, by = int(found[1]) - 1, number(found[2])
            step = frames[4].mixture.means[k] - frames[2].mixture.means[k]
            sigmas = np.sqrt(step @ np.linalg.solve(frames[2].mixture.covariances[k], step))
            assert by == pytest.approx(float(sigmas), rel=0.01)


@pytest.mark.parametrize("name", DATASETS)
def test_the_end(desk: Desk, name: str) -> None:
    run = opened(name)
    em = present(run.em)
    words = told(desk, run, run.frames - 1)
    iterations = em.frames[-1].iteration
    if em.stopped == "converged":
        assert words.startswith(f"EM has converged after {iterations} iteration")
    value = restore_nats(em.frames[-1].log_likelihood, run.number, run.scaling)
    assert ("a log-likelihood may be positive" in words) == (value > 0)


def test_a_positive_log_likelihood_is_explained_where_it_first_happens(desk: Desk) -> None:
    narrow = DATASETS["Round clusters"].make(60, 0)
    run = record_run(
        run_of().settings._replace(k=2), narrow._replace(points=narrow.points / 500, truth=None)
    )
    values = [
        restore_nats(frame.log_likelihood, run.number, run.scaling)
        for frame in present(run.em).frames
    ]
    assert values[-1] > 0
    assert "a log-likelihood may be positive" in told(desk, run, len(values) - 1)


def test_while_a_hand_holds_a_mean_no_average_is_told(desk: Desk) -> None:
    run = run_of(k=2)
    desk.tell(run, scene="held", frame=2)
    x, y = desk.spot(desk.mixture().means[0])
    desk.page.mouse.move(x, y)
    desk.page.mouse.down()
    desk.page.mouse.move(x + 30, y - 20, steps=3)
    desk.painted()
    assert desk.words.startswith("You move component 1.")
    assert "÷" not in desk.words
    assert "rose" not in desk.words
    desk.page.mouse.up()


def test_a_guess(desk: Desk) -> None:
    run = run_of(k=2)
    words = told(desk, run, 1, view="predict")
    assert words.startswith("Your turn: where does the M-step take a component?")
    assert "ring" not in words


def test_temperature_has_no_weights(desk: Desk) -> None:
    """Its circles weigh the same, so that none is told of."""
    words = told(desk, run_of(k=2), 1, view="temperature")
    assert re.search(rf"ring: density is {NUMBER} against {NUMBER}, so", words)
    assert "each mean is calculated again" in told(desk, run_of(k=2), 2, view="temperature")


def test_a_sampled_run_says_drawn_points(desk: Desk) -> None:
    words = told(desk, large_run(), 3)
    assert "drawn points" in words
    # Of a sum over points that are not here no terms are told.
    assert "÷" not in told(desk, large_run(), 2)


def test_a_drawing(desk: Desk) -> None:
    assert told(desk, drawing_of(), 0, editable=True).startswith("No points yet.")
