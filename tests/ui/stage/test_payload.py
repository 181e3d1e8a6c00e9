"""The payload that the stage is given, and its JavaScript as one script."""

import base64
import json
import re

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from gmm import record_em, record_kmeans, start
from gmm.scaling import scale
from gmm.ui.stage.payload import MAX_DRAWN, STAGE, Payload, bundle, pack, payload


def unpack(text: str) -> np.ndarray:
    return np.frombuffer(base64.b64decode(text), "<f8")


def packed(points: np.ndarray, k: int = 3, twin: bool = True) -> tuple[Payload, tuple]:
    scaled, scaling = scale(points, "on")
    mixture = start(scaled, k, "random points", 0)
    em = record_em(scaled, mixture)
    kmeans = record_kmeans(scaled, mixture.means) if twin else None
    labels = ["height (m)", "width"][: points.shape[1]]
    return payload(scaled, scaling, labels, em, kmeans, 1e-6, title="T"), (scaled, em, kmeans)


@pytest.mark.parametrize("dimensions", [1, 2])
def test_nothing_is_lost_on_the_way(dimensions: int) -> None:
    points = np.random.default_rng(0).normal(5, 3, (60, dimensions))
    run, (scaled, em, kmeans) = packed(points)
    run = json.loads(json.dumps(run))
    assert_array_equal(unpack(run["points"]), scaled.ravel())
    assert_array_equal(unpack(run["em"]["log_likelihood"]), [f.log_likelihood for f in em.frames])
    assert_array_equal(unpack(run["kmeans"]["inertia"]), [f.inertia for f in kmeans.frames])
    assert (run["D"], run["K"], run["total"]) == (dimensions, 3, 60)

    width = 3 * (1 + dimensions + dimensions * (dimensions + 1) // 2)
    mixtures = unpack(run["em"]["mixtures"]).reshape(-1, width)
    centroids = unpack(run["kmeans"]["centroids"]).reshape(-1, 3, dimensions)
    # Frame f shows the parameters number f // 2: they move at an M-step only.
    for f, frame in enumerate(em.frames):
        row = mixtures[f // 2]
        assert_array_equal(row[:3], frame.mixture.weights)
        assert_array_equal(row[3 : 3 + 3 * dimensions], frame.mixture.means.ravel())
        last = row[-dimensions * (dimensions + 1) // 2 :]
        assert_array_equal(last, frame.mixture.covariances[2][np.triu_indices(dimensions)])
    for f, twin in enumerate(kmeans.frames):
        assert_array_equal(centroids[f // 2], twin.centroids)
    assert len(mixtures) == len(em.frames) // 2 + 1
    assert len(centroids) == len(kmeans.frames) // 2 + 1


def test_axes_lead_back_to_the_datas_own_units() -> None:
    points = np.random.default_rng(0).normal([100, 3], [20, 0.1], (80, 2))
    run, (scaled, _, _) = packed(points)
    axes = run["axes"]
    assert [axis["label"] for axis in axes] == ["height (m)", "width"]
    assert [axis["name"] for axis in axes] == ["height", "width"]
    back = [axis["origin"] + axis["spread"] * scaled[:, d] for d, axis in enumerate(axes)]
    assert_allclose(np.transpose(back), points)


def test_a_large_set_is_drawn_as_a_fair_sample_and_says_so() -> None:
    points = np.random.default_rng(0).normal(size=(MAX_DRAWN * 3, 1))
    run, (scaled, _, _) = packed(points)
    drawn = unpack(run["points"])
    assert len(drawn) == MAX_DRAWN
    assert run["total"] == len(points)
    assert len(np.intersect1d(drawn, scaled)) == MAX_DRAWN
    assert_allclose([drawn.mean(), drawn.std()], [0, 1], atol=0.05)
    assert packed(points)[0] == run


def test_a_run_has_its_own_digest() -> None:
    points = np.random.default_rng(0).normal(size=(40, 2))
    one = packed(points)[0]["run"]
    assert packed(points)[0]["run"] == one
    assert len({one, packed(points, k=2)[0]["run"], packed(points, twin=False)[0]["run"]}) == 3


def test_no_twin_no_payload_of_it() -> None:
    run, _ = packed(np.random.default_rng(0).normal(size=(40, 2)), twin=False)
    assert run["kmeans"] is None


def test_pack_is_little_endian_float64() -> None:
    assert unpack(pack([1, -0.1, np.pi])).tolist() == [1, -0.1, np.pi]
    assert pack(np.array([1.0], ">f8")) == pack([1.0])


def test_the_bundle_holds_each_module_once_in_an_order_that_works() -> None:
    script = bundle()
    names = re.findall(r"^const module_(\w+) = \(\(\) => \{$", script, re.MULTILINE)
    files = {path.stem for path in STAGE.glob("*.js")}
    waiting = {"record", "carry"}  # for the stage that records a dragged start by itself
    assert sorted(names) == sorted(files - waiting - {"stage"})
    for i, name in enumerate(names):
        for used in re.findall(
            r"= module_(\w+);",
            script.split(f"const module_{name} =")[1].split("\nconst module_")[0],
        ):
            if used != name:
                assert used in names[:i] or i == len(names) - 1
    assert script.count("export ") == script.count("export default function stage") == 1
    assert not re.search(r"^import ", script, re.MULTILINE)
