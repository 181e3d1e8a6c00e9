"""A tape goes out as a file and comes back as the same run."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from gmm import record_em, record_kmeans, start
from gmm.archive import tape_from_json, tape_to_json
from gmm.data.datasets import DATASETS
from gmm.ui.link import Settings
from gmm.ui.run import record_run, write_title
from gmm.ui.sources.tape_file import reopen
from gmm.ui.stage.payload import pack_run
from gmm.ui.takeaway.dialog import _write_tape
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
    text = _write_tape(run)
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
