"""What the stage is given: a run, packed to the bit."""

import base64
import json
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from gmm.data.datasets import DATASETS, Dataset
from gmm.limits import MAX_DRAWN
from gmm.squarem import record_squarem
from gmm.ui.carried import write_start
from gmm.ui.link import Settings
from gmm.ui.run import Run, identify_points, record_run, write_summary, write_title
from gmm.ui.stage.payload import pack, pack_run, split_payload
from tests.present import present


def unpack(text: str) -> np.ndarray:
    return np.frombuffer(base64.b64decode(text), "<f8")


def run_of(points: np.ndarray, k: int = 3, **settings: Any) -> Run:
    return record_run(Settings(k=k, scale="on", **settings), dataset_of(points))


def dataset_of(points: np.ndarray) -> Dataset:
    names = ("height", "width", "depth")[: points.shape[1]]
    return Dataset(
        points=points,
        columns=names,
        units=("m", "", "")[: points.shape[1]],
        title="Boxes",
        rows="boxes",
        labels=None,
        truth=None,
        note="",
    )


def cloud(n: int = 60, d: int = 2, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).normal(5, 3, (n, d))


@pytest.mark.parametrize("dimensions", [1, 2, 3])
def test_nothing_is_lost_on_the_way(dimensions: int) -> None:
    run = run_of(cloud(d=dimensions))
    packed = json.loads(json.dumps(pack_run(run)))
    em, kmeans = packed["tapes"]
    assert_array_equal(unpack(packed["points"]), run.points.ravel())
    assert_array_equal(
        unpack(em["log_likelihood"]), [f.log_likelihood for f in present(run.em).frames]
    )
    assert_array_equal(unpack(kmeans["inertia"]), [f.inertia for f in present(run.kmeans).frames])
    assert_array_equal(
        unpack(em["bound"])[1:], [frame.bound for frame in present(run.em).frames[1:]]
    )
    assert np.isnan(unpack(em["bound"])[0])
    assert (packed["D"], packed["K"], packed["total"]) == (dimensions, 3, 60)
    assert (packed["title"], packed["summary"]) == (write_title(run), write_summary(run))

    width = 3 * (1 + dimensions + dimensions * (dimensions + 1) // 2)
    mixtures = unpack(em["mixtures"]).reshape(-1, width)
    centroids = unpack(kmeans["centroids"]).reshape(-1, 3, dimensions)
    # Frame f shows the parameters number f // 2: they move at an M-step only.
    for f, frame in enumerate(present(run.em).frames):
        row = mixtures[f // 2]
        assert_array_equal(row[:3], frame.mixture.weights)
        assert_array_equal(row[3 : 3 + 3 * dimensions], frame.mixture.means.ravel())
        last = row[-dimensions * (dimensions + 1) // 2 :]
        assert_array_equal(last, frame.mixture.covariances[2][np.triu_indices(dimensions)])
    for f, twin in enumerate(present(run.kmeans).frames):
        assert_array_equal(centroids[f // 2], twin.centroids)
    assert len(mixtures) == len(present(run.em).frames) // 2 + 1
    assert len(centroids) == len(present(run.kmeans).frames) // 2 + 1
    assert [tape["frames"] for tape in packed["tapes"]] == [len(tape.frames) for tape in run.tapes]


def test_axes_lead_back_to_the_datas_own_units() -> None:
    points = np.random.default_rng(0).normal([100, 3], [20, 0.1], (80, 2))
    run = run_of(points)
    axes = pack_run(run)["axes"]
    assert [axis["label"] for axis in axes] == ["height (m)", "width"]
    assert [axis["name"] for axis in axes] == ["height", "width"]
    back = [axis["origin"] + axis["spread"] * run.points[:, d] for d, axis in enumerate(axes)]
    assert_allclose(np.transpose(back), points)


def test_a_large_set_is_drawn_as_a_fair_sample_and_says_so() -> None:
    run = run_of(cloud(MAX_DRAWN * 3, 1))
    packed = pack_run(run)
    drawn = unpack(packed["points"])
    assert len(drawn) == MAX_DRAWN
    assert packed["sampled"]
    assert packed["total"] == len(run.points)
    assert len(np.intersect1d(drawn, run.points)) == MAX_DRAWN
    assert_allclose([drawn.mean(), drawn.std()], [0, 1], atol=0.05)
    assert pack_run(run) == packed
    assert not pack_run(run_of(cloud()))["sampled"]


def test_frequencies_and_labels_go_with_the_points_that_are_drawn() -> None:
    n = MAX_DRAWN + 100
    counts = np.arange(n, dtype=float) + 1
    dataset = dataset_of(cloud(n, 1))._replace(frequencies=counts, labels=np.arange(n) % 3)
    run = record_run(Settings(k=1, scale="off"), dataset)
    packed = pack_run(run)
    drawn = np.searchsorted(np.sort(run.points[:, 0]), unpack(packed["points"]))
    which = np.argsort(run.points[:, 0])[drawn]
    assert_array_equal(unpack(packed["frequencies"]), counts[which])
    assert packed["truth"] == (which % 3).tolist()
    assert packed["total"] == counts.sum()


# ---------------------------------------------------------------- names


def test_runs_that_show_other_numbers_have_other_names() -> None:
    points = cloud(40)
    settings = Settings(k=3)
    others = [
        settings._replace(k=2),
        settings._replace(covariance="tied"),
        settings._replace(ridge=0.5),
        settings._replace(start="k-means++"),
        settings._replace(start_seed=8),
        settings._replace(scale="on"),
    ]
    dataset = dataset_of(points)
    names = [pack_run(record_run(each, dataset))["run"] for each in (settings, *others)]
    names.append(pack_run(record_run(settings, dataset_of(points + 1)))["run"])
    assert len(set(names)) == len(names)
    assert pack_run(record_run(settings, dataset))["run"] == names[0]


def test_kmeans_on_or_off_is_the_same_run_with_other_tapes() -> None:
    both, alone = (pack_run(run_of(cloud(), twin=twin)) for twin in (True, False))
    assert both["run"] == alone["run"]
    assert [tape["name"] for tape in both["tapes"]] == ["EM", "k-means"]
    assert [tape["name"] for tape in alone["tapes"]] == ["EM"]


def test_a_start_by_hand_is_another_run_on_the_same_base() -> None:
    run = run_of(cloud())
    hand = present(run.em).frames[4].mixture
    forked = record_run(run.settings, run.dataset, hand)
    before, after = pack_run(run), pack_run(forked)
    assert before["base"] == after["base"]
    assert before["run"] == f"{before['base']}:"
    assert before["hand"] == ""
    assert after["hand"] == write_start(hand, identify_points(run))
    assert after["run"] == f"{after['base']}:{after['hand']}"
    assert before["belongs"] == after["belongs"] == identify_points(run)
    # What the stage says once a hand has set the start is what the server says.
    assert before["by_hand"] == after["summary"] == after["by_hand"]
    assert before["summary"] != before["by_hand"]


# ---------------------------------------------------------------- drawings, other tapes


@pytest.mark.parametrize("count", [0, 1])
@pytest.mark.parametrize("twin", [True, False])
def test_a_drawing_too_small_for_a_run_has_panes_without_frames(count: int, twin: bool) -> None:
    box = (0.0, 0.0, 10.0, 10.0)
    run = record_run(Settings(twin=twin), dataset_of(cloud(count)), box=box)
    packed = json.loads(json.dumps(pack_run(run)))
    assert packed["blank"]
    assert packed["easel"]
    assert packed["box"] == [0, 0, 10, 10]
    assert [tape["frames"] for tape in packed["tapes"]] == [1, 1][: 1 + twin]
    assert unpack(packed["points"]).size == 2 * count
    assert pack_run(run_of(cloud()))["box"] is None


def test_a_tape_of_whole_steps_says_so() -> None:
    run = run_of(cloud())
    slow = record_squarem(run.points, present(run.em).frames[0].mixture).tape
    packed = pack_run(run._replace(tapes=(*run.tapes, slow)))
    assert [tape["phases"] for tape in packed["tapes"]] == ["half-steps", "half-steps", "steps"]
    assert packed["tapes"][2]["frames"] == len(slow.frames)
    k, d = slow.frames[0].mixture.means.shape
    width = k + k * d + k * d * (d + 1) // 2
    assert unpack(packed["tapes"][2]["mixtures"]).size == width * len(slow.frames)
    assert np.isnan(unpack(packed["tapes"][2]["bound"])).all()


def test_tapes_with_names_are_called_so_and_are_another_run() -> None:
    run = record_run(Settings(k=3, twin=False), DATASETS["Old Faithful"].make())
    other = record_run(Settings(k=3, start_seed=5, twin=False), run.dataset)
    assert run.em
    assert other.em
    beside = run._replace(tapes=(run.em, other.em), names=("Best", "Chosen"))
    packed = pack_run(beside)
    assert [tape["name"] for tape in packed["tapes"]] == ["Best", "Chosen"]
    assert [tape["kind"] for tape in packed["tapes"]] == ["mixture", "mixture"]
    turned = beside._replace(tapes=(other.em, run.em))
    names = {pack_run(each)["run"] for each in (run, beside, turned)}
    assert len(names) == 3


def test_recording_here_and_in_the_browser_goes_by_the_same_numbers() -> None:
    recording = pack_run(run_of(cloud(), ridge=0.25, covariance="diag"))["recording"]
    assert recording["ridge"] == 0.25
    assert recording["covariance"] == "diag"
    assert {*recording} == {"covariance", "ridge", "tolerance", "iterations"}


@pytest.mark.parametrize("name", [name for name, each in DATASETS.items() if not each.generated])
def test_every_bundled_set_can_be_packed(name: str) -> None:
    run = record_run(Settings(data=name), DATASETS[name].make(300, 0))
    assert json.loads(json.dumps(pack_run(run), allow_nan=False))["D"] == run.points.shape[1]


def test_pack_is_little_endian_float64() -> None:
    assert unpack(pack([1, -0.1, np.pi])).tolist() == [1, -0.1, np.pi]
    assert pack(np.array([1.0], ">f8")) == pack([1.0])


def test_parts_and_the_rest_are_the_whole() -> None:
    packed = pack_run(run_of(cloud()))
    points, tape, rest = split_payload(packed)
    whole = rest | points | {"tapes": tape["tapes"] + rest["tapes"]}
    assert whole.pop("parts") == [points["part"], tape["part"]]
    whole.pop("part")
    assert whole == packed
    assert [each["kind"] for each in tape["tapes"] + rest["tapes"]] == ["mixture", "centroids"]


def test_a_part_keeps_its_name_as_long_as_it_is_the_same() -> None:
    def names(**settings: Any) -> list[str]:
        parts: list[str] = split_payload(pack_run(run_of(cloud(), **settings)))[2]["parts"]
        return parts

    points, tape = names()
    assert names(twin=False) == [points, tape]
    other_k = names(k=2)
    assert other_k[0] == points
    assert other_k[1] != tape
    unscaled = record_run(Settings(k=3, scale="off"), dataset_of(cloud()))
    assert split_payload(pack_run(unscaled))[0]["part"] != points
    other = split_payload(pack_run(run_of(cloud(seed=1))))[2]["parts"]
    assert not {points, tape} & set(other)


def test_labels_and_frequencies_are_part_of_what_names_the_points() -> None:
    run = run_of(cloud())
    labels = np.zeros(len(run.points), int)
    told = run._replace(dataset=run.dataset._replace(labels=labels, label_names=("a",)))
    counted = run._replace(dataset=run.dataset._replace(frequencies=np.ones(len(run.points))))
    names = {split_payload(pack_run(each))[0]["part"] for each in (run, told, counted)}
    assert len(names) == 3
