"""A tape goes out as a file and comes back as the same run."""

import copy
import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from gmm import record_em, record_kmeans, start
from gmm.archive import tape_from_json, tape_to_json
from gmm.data.datasets import DATASETS
from gmm.limits import MAX_FRAMES, MAX_ITERATIONS, MAX_ROWS
from gmm.ui.link import Settings
from gmm.ui.reopening import reopen, write_tape
from gmm.ui.run import record_run, write_title
from gmm.ui.stage.payload import pack_run
from gmm.ui.units import restore_frame
from tests.present import present


def test_it_is_the_same_run() -> None:
    run = record_run(Settings(k=3), DATASETS["Old Faithful"].make(300, 0))
    text = tape_to_json(
        present(run.em),
        run.kmeans,
        title="Old Faithful",
        columns=["eruptions", "waiting"],
        units=["minutes", "minutes"],
        origin=run.scaling.origin.tolist(),
        spread=run.scaling.spread.tolist(),
        covariance="full",
    )
    again = reopen(text, "tape.json")
    ours, theirs = pack_run(again), pack_run(run)
    for part in ("tapes", "points", "axes", "K", "D", "total", "covariance"):
        assert ours[part] == theirs[part], part
    assert_allclose(again.dataset.points, run.dataset.points, rtol=1e-14)
    assert write_title(again) == "Old Faithful, a recorded run"
    assert again.settings.twin
    # Nothing says how that run was started.
    assert ours["start"] == ""
    assert not again.dataset.points.flags.writeable


@pytest.mark.parametrize("scale", ["on", "off"])
@pytest.mark.parametrize("data", ["Old Faithful", "Cyclist speeds"])
def test_what_is_taken_away_comes_back(data: str, scale: str) -> None:
    settings = Settings(data=data, k=2, covariance="spherical", ridge=0.01, scale=scale)
    run = record_run(settings, DATASETS[data].make(300, 0))
    text = write_tape(run)
    # The file itself is in the data's own units.
    archive = tape_from_json(text)
    last = restore_frame(run, present(run.em).frames[-1])
    assert archive.em.frames[-1].log_likelihood == last.log_likelihood
    assert_array_equal(archive.em.points, run.dataset.points)
    again = reopen(text, "tape.json")
    assert_array_equal(again.points, run.points)
    assert_array_equal(np.array(again.scaling), np.array(run.scaling))
    assert again.sees_scaling == run.sees_scaling
    ends = [restore_frame(each, present(each.em).frames[-1]) for each in (again, run)]
    assert_allclose(ends[0].log_likelihood, ends[1].log_likelihood, rtol=1e-13)
    for one, other in zip(ends[0].mixture, ends[1].mixture, strict=True):
        assert_allclose(one, other, rtol=1e-10)
    inertia = [[f.inertia for f in present(each.kmeans).frames] for each in (again, run)]
    assert inertia[0] == inertia[1]


def test_a_file_of_before_opens_in_the_datas_own_units() -> None:
    run = record_run(Settings(k=2), DATASETS["Old Faithful"].make(300, 0))
    text = tape_to_json(
        present(run.em),
        origin=run.scaling.origin.tolist(),
        spread=run.scaling.spread.tolist(),
        covariance="full",
    )
    again = reopen(text, "tape.json")
    own = restore_frame(again, present(again.em).frames[-1])
    assert round(own.log_likelihood, 3) == -1130.264


def test_a_run_that_the_stage_cannot_show_is_told() -> None:
    points = np.random.default_rng(0).normal(size=(40, 3))
    text = tape_to_json(record_em(points, start(points, 2, "k-means++", 0)))
    with pytest.raises(ValueError, match="3 dimensions"):
        reopen(text, "tape.json")


values = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)
ABOUT = ["title", "columns", "origin", "spread", "covariance", "ridge", "scaling"]


scalings = st.dictionaries(
    st.sampled_from(["origin", "spread"]), st.lists(st.floats(), min_size=1, max_size=1)
)


@given(scalings)
def test_whatever_a_file_says_of_its_scaling_its_numbers_stay_numbers(scaling: Any) -> None:
    points = np.array([[0.0], [1.0], [4.0], [5.5]])
    em = record_em(points, start(points, 1, "k-means++", 0))
    run = reopen(tape_to_json_or_none(em, scaling), "tape.json")
    for frame in present(run.em).frames:
        assert all(np.isfinite(part).all() for part in frame.mixture)
        assert (frame.mixture.covariances > 0).all()
    assert np.isfinite(run.points).all()
    assert_array_equal(run.dataset.points, points)


def tape_to_json_or_none(em: Any, scaling: Any) -> str:
    """JSON has no NaN: what cannot be written is left out."""
    try:
        return tape_to_json(em, scaling=scaling)
    except ValueError:
        return tape_to_json(em)


@given(st.dictionaries(st.sampled_from(ABOUT), values))
def test_whatever_is_said_about_a_run_it_opens(about: dict[str, Any]) -> None:
    points = np.array([[0.0], [1.0], [4.0], [5.5]])
    em = record_em(points, start(points, 1, "k-means++", 0))
    run = reopen(tape_to_json(em, record_kmeans(points, [[1.0]]), **about), "tape.json")
    assert_array_equal(run.points, points)
    assert np.isfinite(run.scaling).all()
    axes = pack_run(run)["axes"]
    assert all(np.isfinite([axis["origin"], axis["spread"]]).all() for axis in axes)


def long_tape(iterations: int) -> str:
    """A run to its limit, with k-means as long as it."""
    points = np.array([[0.0], [1.0], [4.0], [5.5], [9.0]])
    mixture = start(points, 2, "k-means++", 0)
    em = record_em(points, mixture, tolerance=0, max_iterations=iterations)
    first, *_, last = record_kmeans(points, mixture.means).frames
    steps = [
        last._replace(phase=phase, iteration=i)
        for i in range(1, iterations + 1)
        for phase in ("E", "M")
    ]
    frames = (first, *(step._replace(assigned=step.centroids) for step in steps))
    kmeans = record_kmeans(points, mixture.means)._replace(frames=frames)
    return tape_to_json(em, kmeans)


def test_the_longest_run_of_the_app_opens_and_a_longer_one_is_told() -> None:
    run = reopen(long_tape(MAX_ITERATIONS), "tape.json")
    assert run.frames == MAX_FRAMES == 4_001
    assert len(present(run.kmeans).frames) == MAX_FRAMES
    with pytest.raises(ValueError, match=r"“em” has 4,003 frames; up to 4,001 .* 2,000 iter"):
        reopen(long_tape(MAX_ITERATIONS + 1), "tape.json")


def test_more_points_components_or_dimensions_than_a_run_has_are_told() -> None:
    rng = np.random.default_rng(0)
    points = rng.normal(size=(60, 2))
    with pytest.raises(ValueError, match=r"13 components .* up to 12"):
        reopen(
            tape_to_json(record_em(points, start(points, 13, "k-means++", 0), max_iterations=1)),
            "tape.json",
        )
    many = np.zeros((MAX_ROWS + 1, 1))
    many[:2, 0] = 1, 2
    mixture = start(points[:, :1], 1, "k-means++", 0)
    text = tape_to_json(record_em(many, mixture, max_iterations=1))
    with pytest.raises(ValueError, match=r"100,001 points; up to 100,000"):
        reopen(text, "tape.json")


def test_a_tape_is_refused_for_its_length_before_anything_else_of_it_is_read() -> None:
    file = json.loads(long_tape(3))
    for name in ("em", "kmeans"):
        broken = copy.deepcopy(file)
        broken[name]["frames"] = [None] * (MAX_FRAMES + 1)
        with pytest.raises(ValueError, match=f"“{name}” has 4,002 frames"):
            reopen(json.dumps(broken), "tape.json")
        broken[name]["frames"] = None
        with pytest.raises(ValueError, match=f"frames of {name}"):
            reopen(json.dumps(broken), "tape.json")
    # The engine itself has no such limit.
    assert len(tape_from_json(long_tape(MAX_ITERATIONS + 1)).em.frames) == MAX_FRAMES + 2
