"""Pies and stacks: pies.js, stacks.js and stamping.js against the fixture, and on the stage."""

import json
from pathlib import Path

import numpy as np
from numpy.testing import assert_allclose

from tests.browser.conftest import Modules, Opener

FIXTURE = json.loads((Path(__file__).parents[1] / "geometry.json").read_text("utf-8"))

RUN = """((a) => ({ points: Float64Array.from(a.points.flat()), N: a.points.length, D: a.points[0].length, K: 2,
  frequencies: a.frequencies && Float64Array.from(a.frequencies), truth: a.truth ?? null }))(a)"""


def test_pies_are_cut_as_on_a_sheet(modules: Modules) -> None:
    for row in FIXTURE["pies"]:
        undecided, sectors = modules(
            "pies",
            """((gamma) => [m.undecided(gamma, gamma.length)[0], Array.from(m.cutPie(gamma, gamma.length, 0))])(
              Float64Array.from(a.shares))""",
            row,
        )
        assert bool(undecided) is row["undecided"]
        assert sectors == [k for k, begin, end in row["slices"] for _ in range(begin, end)]


def test_stacks_are_those_of_a_sheet(modules: Modules) -> None:
    for row in FIXTURE["stacks"]:
        found, counts = modules(
            "stacks",
            f"""((run, stacks) => [stacks && [Array.from(stacks.first), Array.from(stacks.many)],
              a.points.map((_, n) => m.countAt(run, n))])({RUN}, m.stacksOf({RUN}, a.labels))""",
            row,
        )
        assert found == (row["first"] and [row["first"], row["many"]])
        often = row["frequencies"] or [1] * len(row["points"])
        assert counts == [
            sum(many for q, many in zip(row["points"], often, strict=True) if q == p)
            for p in row["points"]
        ]


def test_the_shape_of_each_true_label_can_be_asked_for(modules: Modules) -> None:
    found = modules("stamping", "[-1, 0, 3, 9].map(m.shapeOfLabel)")
    assert [each["shape"] for each in found] == [0, 0, 3, 9]
    assert [each["hollow"] for each in found] == [False, False, False, True]
    assert found[0]["size"] < 1 < found[1]["size"]


def test_a_stack_of_different_labels_is_a_shape_for_each_of_them(modules: Modules) -> None:
    words = {
        "points": [[0, 0]] * 5 + [[1, 1]],
        "frequencies": None,
        "truth": [1, 0, 1, 1, 1, 0],
    }
    kinds, which, order = modules(
        "stamping",
        f"(({{ kinds, which, order }}) => [kinds, Array.from(which), order])(m.stampsFor({RUN}, {{ truth: true }}))",
        words,
    )
    # Four of the second label, and the one of the first over them.
    assert order == [0, 1, 5]
    assert [kinds[which[n]]["shape"] for n in order] == [1, 0, 0]
    assert_allclose([kinds[which[n]]["size"] / 1.35 for n in order], [2, 1, 1])


def test_galtons_children_are_drawn_once_a_place_and_as_large_as_they_are_many(
    visit: Opener, server: str
) -> None:
    seen = visit(server, viewport={"width": 1280, "height": 800}).open(
        "?data=Galton%27s+families&k=1"
    )
    seen.wait_settled()
    points = seen.points()
    places, first, counts = np.unique(points, axis=0, return_index=True, return_counts=True)
    assert len(places) == 102
    centres = np.reshape(seen.inspect("Array.from(stage.centres)"), (-1, 2))
    canvas = seen.stage.locator("[data-pane=em] canvas:not(.field)")
    areas = np.array(
        canvas.evaluate(
            """(canvas, centres) => centres.map(([x, y]) => {
              const { data } = canvas.getContext('2d').getImageData(Math.round(x) - 13, Math.round(y) - 13, 27, 27);
              let ink = 0;
              for (let i = 0; i < data.length; i += 4) if (data[i + 3] > 128 && data[i] < 200) ink += 1;
              return ink;
            })""",
            centres[first].tolist(),
        )
    )
    # Of places whose neighbours' discs do not reach into the square.
    away = np.abs(centres[first][:, None] - centres[first][None]).max(axis=2)
    reach = 13 + 1.9 * np.sqrt(counts) + 1
    alone = (away + 1e9 * np.eye(102) > reach[None]).all(axis=1)
    assert alone.sum() > 20
    slope = (areas[alone] @ counts[alone]) / (counts[alone] @ counts[alone])
    assert_allclose(areas[alone], slope * counts[alone], rtol=0.12, atol=6)
    # A click on a stack chooses the first of it.
    n = int(first[np.argmax(counts * (np.hypot(*(centres[first] - centres.mean(0)).T) > 90))])
    seen.page.mouse.click(*seen.spot_of_point(n))
    card = seen.stage.locator(".card h2")
    card.wait_for()
    assert card.inner_text().startswith(f"Point {n + 1:,} at")
