"""The end of a run as a picture of a few kilobytes: SVG in the colours of the page's style."""

from collections.abc import Iterator

import numpy as np

from gmm.limits import fair_sample
from gmm.mixture import Mixture, log_joint, responsibilities
from gmm.points import FloatArray
from gmm.ui.run import Run
from gmm.ui.takeaway.frames import require_em
from gmm.ui.takeaway.geometry import Scene, bin_values, stack_bins, view_line, view_plane

WIDTH, HEIGHT = 240, 150
_MOST = 320  # points
_ROUND = np.linspace(0, 2 * np.pi, 33)


def draw_thumbnail(run: Run) -> str:
    """Draw the last frame of EM.

    Parameters
    ----------
    run : Run

    Returns
    -------
    str
        SVG, whose classes k0, k1 and so on are the components.
    """
    mixture = require_em(run).frames[-1].mixture
    draw = _draw_plane if run.points.shape[1] > 1 else _draw_line
    paths = "".join(
        f'<path class="{kind} k{k}" d="{way}"/>' for kind, k, way in draw(run, mixture) if way
    )
    return f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" aria-hidden="true">{paths}</svg>'


_Paths = Iterator[tuple[str, int, str]]  # what is drawn, of which component, its way


def _draw_plane(run: Run, mixture: Mixture) -> _Paths:
    points = run.points[:, :2]
    scene = view_plane(points, WIDTH, HEIGHT, is_round=False)
    shown = fair_sample(len(points), _MOST)
    owners = responsibilities(run.points, mixture)[shown].argmax(axis=1)
    for k, (mean, covariance) in enumerate(zip(mixture.means, mixture.covariances, strict=True)):
        values, axes = np.linalg.eigh(covariance[:2, :2])
        turn = axes * np.sqrt(np.clip(values, 0, None))
        circle = turn @ np.stack([np.cos(_ROUND), np.sin(_ROUND)])
        for reach in (2, 1):
            yield "ring", k, _write_way(scene, mean[:2] + reach * circle.T) + "z"
        own = points[shown[owners == k]]
        # A line of no length with a round end is a dot.
        dots = np.column_stack([scene.x(own[:, 0]), scene.y(own[:, 1])])
        yield "dots", k, "".join(f"M{x:.0f} {y:.0f}h0" for x, y in np.unique(dots.round(), axis=0))


def _draw_line(run: Run, mixture: Mixture) -> _Paths:
    values = run.points[:, 0]
    bins = bin_values(values)
    gamma = responsibilities(run.points, mixture)
    stacks = stack_bins(bins, gamma, run.dataset.frequencies)
    ground = np.linspace(*_reach(values), 121)
    curves = np.exp(log_joint(ground[:, None], mixture))
    peak = 1.1 * max(float(stacks.sum(axis=1).max()), float(curves.max()))
    scene = view_line(values, WIDTH, HEIGHT, peak)
    edges = bins.start + bins.width * np.arange(bins.number + 1)
    base = np.zeros(bins.number)
    for k in range(len(mixture.weights)):
        top = base + stacks[:, k]
        bars = zip(
            scene.x(edges[:-1]), scene.x(edges[1:]), scene.y(base), scene.y(top), strict=True
        )
        yield (
            "bars",
            k,
            "".join(
                f"M{a:.1f} {low:.1f}V{up:.1f}H{b:.1f}V{low:.1f}z"
                for a, b, low, up in bars
                if low > up
            ),
        )
        base = top
        yield "curve", k, _write_way(scene, np.column_stack([ground, curves[:, k]]))


def _reach(values: FloatArray) -> tuple[float, float]:
    left, _, right, _ = view_line(values, WIDTH, HEIGHT, 1.0).box
    return left, right


def _write_way(scene: Scene, places: FloatArray) -> str:
    corners = zip(scene.x(places[:, 0]), scene.y(places[:, 1]), strict=True)
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in corners)
