"""A tape goes out as a file and comes back as the same run."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from gmm import record_em, record_kmeans, start
from gmm.archive import tape_to_json
from gmm.data.datasets import DATASETS
from gmm.ui.link import Settings
from gmm.ui.run import record_run, write_title
from gmm.ui.sources.tape_file import reopen
from gmm.ui.stage.payload import pack_run
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
ABOUT = ["title", "columns", "origin", "spread", "covariance"]


@given(st.dictionaries(st.sampled_from(ABOUT), values))
def test_whatever_is_said_about_a_run_it_opens(about: dict[str, Any]) -> None:
    points = np.array([[0.0], [1.0], [4.0], [5.5]])
    em = record_em(points, start(points, 1, "k-means++", 0))
    run = reopen(tape_to_json(em, record_kmeans(points, [[1.0]]), **about), "tape.json")
    assert_array_equal(run.points, points)
    assert np.isfinite(run.scaling).all()
    axes = pack_run(run)["axes"]
    assert all(np.isfinite([axis["origin"], axis["spread"]]).all() for axis in axes)
