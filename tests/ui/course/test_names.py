"""Names of numbers: which frame and scene they are of, and what is told where there are none."""

import re

import pytest

from gmm.ui.course.measured import Measured
from gmm.ui.course.names import calculate, is_of_frame, list_names
from gmm.ui.course.quantities import OF_FRAME, OF_SCENE
from tests.ui.course.files import value_of


def test_a_name_without_a_prefix_is_of_the_scenes_own_frame(faithful: Measured) -> None:
    assert faithful.frame == 3
    for name in ("log_likelihood", "bound", "mean.1.x", "share.5.1", "iteration", "inertia"):
        assert value_of(faithful, name) == value_of(faithful, f"frame.3.{name}")
    assert value_of(faithful, "gap") == pytest.approx(0, abs=1e-9)
    assert value_of(faithful, "frame.4.gap") > 0
    assert is_of_frame("mean.1.x")
    assert is_of_frame("log_likelihood")
    assert not is_of_frame("N")
    assert not is_of_frame("end.mean.1.x")
    assert not is_of_frame("data.mean.x")


def test_another_scene_is_named_by_its_number(faithful: Measured, speeds: Measured) -> None:
    assert calculate("scene.2.N", [faithful, speeds], 0) == 31
    assert calculate("scene.1.end.log_likelihood", [faithful, speeds], 1) == pytest.approx(
        -1130.264, abs=2e-3
    )


def test_the_same_scene_with_other_settings_is_named_before_the_number(
    faithful: Measured, speeds: Measured
) -> None:
    for path, free in (
        ("free", 11),
        ("components.3.free", 17),
        ("shape.tied.free", 8),
        ("components.3.shape.tied.free", 11),
        ("shape.tied.components.3.free", 11),
    ):
        assert calculate(f"scene.1.{path}", [faithful, speeds], 1) == free
    assert value_of(faithful, "components.1.end.mean.1.x") == pytest.approx(
        value_of(faithful, "data.mean.x")
    )
    assert value_of(faithful, "components.2.log_likelihood") == pytest.approx(
        value_of(faithful, "end.log_likelihood")
    )
    assert value_of(faithful, "components.2.start.mean.1.x") == value_of(faithful, "start.mean.1.x")
    assert not is_of_frame("components.2.mean.1.x")
    with pytest.raises(ValueError, match=r"another number of columns\.$"):
        calculate("seeds.2.unseen.2", [faithful, speeds], 0)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "nothing",
        "mean",
        "mean.1",
        "mean.0.x",
        "mean.3.x",
        "mean.1.z",
        "mean.1.x.2",
        "share.300.1",
        "frame.999.gap",
        "frame.x.gap",
        "start.share.1.1",
        "start.bound",
        "start.gain",
        "scene.9.N",
        "scene",
        "end.N",
        "data.frequency.2",
        "truth.K",
        "seeds.0.best",
        "seeds.200.best",
        "data.mean",
        "end",
        "frame.3",
        "components.0.free",
        "components.13.free",
        "components.3",
        "components",
        "shape.round.free",
        "lowest.0",
        "seeds.2.unseen",
        "seeds.2.unseen.2",
        "seeds.2.unseen.1.1",
    ],
)
def test_what_there_is_not_is_told_in_a_sentence(faithful: Measured, name: str) -> None:
    with pytest.raises(ValueError, match=r"[.)]$"):
        value_of(faithful, name)


def test_the_list_for_authors_has_all_of_them() -> None:
    told = list_names()
    assert (
        len(re.findall(r"`[^`]+`", told.split("`scene.2.`")[0]))
        == len(OF_SCENE) + len(OF_FRAME) + 3
    )
    for spelt in (
        *("`mean.k.x`", "`share.n.k`", "`seeds.m.best`", "`data.frequency.value`", "`N`"),
        *("`seeds.m.unseen.scene`", "`lowest.n`"),
    ):
        assert spelt in told
