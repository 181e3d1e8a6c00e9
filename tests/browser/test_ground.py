"""The plane's two scales: long data fill the picture, and everything in it is where it belongs."""

import re

import numpy as np
import pytest
from numpy.testing import assert_allclose

from tests.browser.conftest import Opener, Visit
from tests.present import present

LONG = "?data=Iris+petals&k=3"

# Places on each drawn ellipse of EM's pane, as data: by the inverse of the way to the screen.
OUTLINES = """root => {
  const { toScreen } = root.inspect();
  const [x0, y0] = toScreen([0, 0]);
  const [across, up] = [toScreen([1, 0])[0] - x0, y0 - toScreen([0, 1])[1]];
  return [...root.querySelectorAll('[data-pane=em] ellipse.ellipse')].map((drawn) => {
    const move = drawn.transform.baseVal.consolidate().matrix;
    return [0, 1, 2, 3, 4, 5].map((i) => {
      const point = new DOMPoint(drawn.rx.baseVal.value * Math.cos(i), drawn.ry.baseVal.value * Math.sin(i));
      const { x, y } = point.matrixTransform(move);
      return [(x - x0) / across, (y0 - y) / up];
    });
  });
}"""


@pytest.fixture(scope="module")
def long(stay: Opener, server: str) -> Visit:
    """A page that its tests leave as they found it."""
    seen = stay(server).open(LONG)
    seen.wait_settled()
    return seen


def scales_of(seen: Visit) -> tuple[float, float]:
    """Pixels a unit: across, up."""
    (x0, y0), (x1, y1) = seen.inspect("[[0, 0], [1, 1]].map((place) => stage.toScreen(place))")
    return x1 - x0, y0 - y1


def notes_of(seen: Visit) -> list[str]:
    words = seen.stage.locator(".picture .name").all_text_contents()
    return [text for text in words if "stretched" in text]


def share_of(seen: Visit) -> float:
    """How much of the picture the data's own box covers."""
    centres = np.reshape(seen.inspect("Array.from(stage.centres)"), (-1, 2))
    box = present(seen.stage.locator("[data-pane=em] .plot").bounding_box())
    return float(np.ptp(centres, axis=0).prod() / (box["width"] * box["height"]))


def test_long_data_fill_the_picture_and_the_stretched_axis_says_so(long: Visit) -> None:
    across, up = scales_of(long)
    assert up > 1.5 * across
    assert share_of(long) == pytest.approx(1 / 1.14**2, rel=0.01)
    for words in notes_of(long):
        times = float(re.findall(r"\(cm\), stretched ([\d.]+) times$", words)[0])
        assert words.startswith("petal width")
        assert times == pytest.approx(up / across, rel=0.03)
    assert len(notes_of(long)) == 2


def test_true_proportions_are_a_tick_away(long: Visit) -> None:
    filled = share_of(long)
    long.tick("proportions")
    long.painted()
    across, up = scales_of(long)
    assert across == pytest.approx(up)
    assert notes_of(long) == []
    assert share_of(long) < 0.7 * filled
    long.tick("proportions")
    long.painted()
    assert share_of(long) == pytest.approx(filled)


def test_with_the_temperature_circles_are_circles(long: Visit) -> None:
    long.tick("temperature")
    long.painted()
    across, up = scales_of(long)
    assert across == pytest.approx(up)
    long.tick("temperature")
    long.painted()
    assert notes_of(long)


@pytest.mark.parametrize("query", [LONG, f"{LONG}&covariance=spherical", "?data=Rings&k=3"])
def test_ellipses_are_the_components_own(long: Visit, query: str) -> None:
    if query != LONG:
        long.open(query).wait_settled()
    across, up = scales_of(long)
    assert (up > 1.5 * across) == (query == LONG)
    long.step("ArrowRight", 1)
    long.step("ArrowRight", 2)
    long.page.wait_for_timeout(400)  # shapes glide
    mixture = long.mixture()
    for i, places in enumerate(long.stage.evaluate(OUTLINES)):
        k, sigmas = i // 2, (2, 1)[i % 2]
        offsets = np.array(places) - mixture.means[k]
        inside = np.linalg.solve(mixture.covariances[k], offsets.T).T
        assert_allclose(np.sqrt((offsets * inside).sum(axis=1)), sigmas, rtol=2e-3)
    long.step("Home", 0)
    if query != LONG:
        long.open(LONG).wait_settled()
