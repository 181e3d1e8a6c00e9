"""Clusters and the components that they are: pairing.js against the engine, and on the stage."""

import re

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from gmm import assign, record_em, record_kmeans, responsibilities, start
from gmm.data.datasets import DATASETS
from gmm.pairing import pair_clusters
from tests.browser.conftest import Modules, Opener, Visit
from tests.present import present

PAIR = """Array.from(m.pair(Uint8Array.from(a.labels), Uint8Array.from(a.clusters), a.k,
  a.often && Float64Array.from(a.often)))"""
STARS = "?data=Star+cluster&k=3&start_seed=3"


@pytest.mark.parametrize("k", [1, 2, 3, 5, 8, 12])
@pytest.mark.parametrize("counted", [False, True])
def test_pairs_are_those_of_the_engine(modules: Modules, k: int, counted: bool) -> None:
    for seed in range(12):
        rng = np.random.default_rng(seed)
        labels, clusters = rng.integers(0, k, (2, 40 + 9 * seed))
        often = rng.uniform(0, 5, len(labels)) if counted else None
        found = modules(
            "pairing",
            PAIR,
            {
                "labels": labels.tolist(),
                "clusters": clusters.tolist(),
                "k": k,
                "often": often if often is None else often.tolist(),
            },
        )
        own = pair_clusters(labels, clusters, k, weights=often)
        weights = np.ones(len(labels)) if often is None else often
        reached, most = (
            weights[np.array(pairs)[clusters] == labels].sum() for pairs in (found, own)
        )
        assert sorted(found) == list(range(k))
        assert reached == pytest.approx(most)
        # Counts that are no whole numbers leave no ties.
        if counted:
            assert found == own.tolist()


def test_nothing_is_swapped_without_need(modules: Modules) -> None:
    for labels, clusters in ([[], []], [[0, 0, 1, 1], [0, 1, 0, 1]], [[2], [2]]):
        words = {"labels": labels, "clusters": clusters, "k": 4, "often": None}
        assert modules("pairing", PAIR, words) == [0, 1, 2, 3]


def test_a_cluster_has_its_components_colour_and_mark_at_every_frame(
    visit: Opener, server: str
) -> None:
    seen = visit(server).open(f"{STARS}&view=trails")
    points = DATASETS["Star cluster"].make(0, 0).points
    mixture = start(points, 3, "random points", 3)
    em, kmeans = record_em(points, mixture), record_kmeans(points, mixture.means)
    assert_allclose(marks(seen), mixture.means, atol=1e-3)
    swapped = 0
    for frame in range(1, len(kmeans.frames)):
        seen.step("ArrowRight", frame)
        seen.page.wait_for_timeout(250)
        labels = responsibilities(points, present(em.frames[frame].responsible)).argmax(axis=1)
        twin = kmeans.frames[frame]
        clusters, _ = assign(points, present(twin.assigned))
        pairs = pair_clusters(labels, clusters, 3)
        swapped += not np.array_equal(pairs, np.arange(3))
        assert_array_equal(seen.inspect("Array.from(stage.labels)"), pairs[clusters])
        palette = np.array(seen.inspect("stage.palette"))
        colours = np.reshape(seen.inspect("Array.from(stage.colours.kmeans)"), (-1, 3))
        hexes = [f"#{r:02x}{g:02x}{b:02x}" for r, g, b in colours]
        assert hexes == palette[pairs[clusters]].tolist()
        # Marks and trails as well.
        assert_allclose(marks(seen), twin.centroids[np.argsort(pairs)], atol=1e-3)
        trail = seen.stage.locator("[data-pane=kmeans] .trail").first.get_attribute("d")
        x, y = map(float, re.findall(r"-?[\d.]+", present(trail))[-2:])
        screen = seen.inspect(f"stage.toScreen({twin.centroids[np.argsort(pairs)[0]].tolist()})")
        assert [x, y] == pytest.approx(screen, abs=0.02)
    assert swapped > 0


def test_in_the_star_cluster_two_stars_differ(visit: Opener, server: str) -> None:
    seen = visit(server).open(STARS)
    seen.page.keyboard.press("End")
    seen.page.wait_for_timeout(300)
    assert seen.stage.locator(".rings").inner_text() == "Ring 2 differences"
    seen.stage.locator(".rings").click()
    seen.painted()
    assert seen.stage.locator("[data-pane=kmeans] .ring").count() == 2
    # No cluster changed just because it is paired otherwise.
    assert "k‑means stands still" in seen.stage.locator(".words").inner_text()


def marks(seen: Visit) -> np.ndarray:
    """Places of k-means' marks, in the components' order."""
    spots = seen.stage.locator("[data-pane=kmeans] .layer .mark").evaluate_all(
        "(marks) => marks.map((mark) => mark.getAttribute('transform').match(/-?[\\d.]+/g).slice(0, 2).map(Number))"
    )
    origin, unit = seen.inspect("[stage.toScreen([0, 0]), stage.toScreen([1, 1])]")
    places: np.ndarray = (np.array(spots) - origin) / np.subtract(unit, origin)
    return places
