"""A tape goes out as a file and comes back as the same run."""

import base64

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from gmm import record_em, record_kmeans, start
from gmm.archive import tape_to_json
from gmm.ui.recording import packed, provided, record
from gmm.ui.settings import DEFAULT
from gmm.ui.sources.tape_file import reopened


def test_the_stage_is_given_the_same_numbers() -> None:
    recording = record(DEFAULT, provided(DEFAULT))
    text = tape_to_json(
        recording.em,
        recording.kmeans,
        title="Old Faithful",
        columns=["eruptions", "waiting"],
        origin=recording.scaling.origin.tolist(),
        spread=recording.scaling.spread.tolist(),
    )
    ours, theirs = reopened(text, "tape.json"), packed(recording)
    for part in ("mixtures", "log_likelihood", "bound", "frames", "stopped"):
        assert ours["em"][part] == theirs["em"][part]
    assert ours["kmeans"] == theirs["kmeans"]
    assert ours["points"] == theirs["points"]
    for axis, other in zip(ours["axes"], theirs["axes"], strict=True):
        assert (axis["origin"], axis["spread"]) == (other["origin"], other["spread"])
    assert ours["title"] == "Old Faithful, a recorded run"


def test_a_run_that_the_stage_cannot_show_is_told() -> None:
    points = np.random.default_rng(0).normal(size=(40, 3))
    text = tape_to_json(record_em(points, start(points, 2, "k-means++", 0)))
    with pytest.raises(ValueError, match="3 dimensions"):
        reopened(text, "tape.json")


values = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)
ABOUT = ["title", "columns", "origin", "spread", "covariance"]


@given(st.dictionaries(st.sampled_from(ABOUT), values))
def test_whatever_is_said_about_a_run_it_opens(about: dict) -> None:
    points = np.array([[0.0], [1.0], [4.0], [5.5]])
    em = record_em(points, start(points, 1, "k-means++", 0))
    run = reopened(tape_to_json(em, record_kmeans(points, [[1.0]]), **about), "tape.json")
    assert_array_equal(np.frombuffer(base64.b64decode(run["points"]), "<f8"), points.ravel())
    assert all(np.isfinite([axis["origin"], axis["spread"]]).all() for axis in run["axes"])
