"""Cures are those of the stage, and each changes what its name says."""

from gmm.files import ASSETS
from gmm.limits import MAX_SEED
from gmm.ui.lab.collapse.cures import SEEDS, list_cures
from gmm.ui.lab.collapse.records import change_run
from gmm.ui.stage.offers import suggest_ridge
from tests.ui.lab.collapse.examples import record_line, record_point
from tests.ui.lab.shapes.examples import prepare


def test_each_changes_one_thing() -> None:
    run = record_line()
    cures = {cure.name: cure for cure in list_cures(run)}
    assert list(cures) == ["ridge", "tied", "seed", "fewer"]
    assert cures["ridge"].changes == (suggest_ridge(run),)
    assert cures["tied"].changes == ({"covariance": "tied"},)
    assert cures["seed"].changes == tuple({"start_seed": 3 + more} for more in range(SEEDS))
    assert cures["fewer"].changes == ({"k": 3},)
    changed = change_run(run, {"k": 3})
    assert changed.settings == run.settings._replace(k=3)
    assert changed.tapes == ()


def test_their_words_are_those_of_the_stage() -> None:
    script = (ASSETS / "stage" / "endings.js").read_text("utf-8")
    run = change_run(record_point(), {"start": "k-means++", "ridge": 0.5})
    labels = {cure.name: cure.label for cure in [*list_cures(record_point()), *list_cures(run)]}
    labels.pop("tied")  # the stage leads to other settings of the same shapes
    assert set(labels) == {"ridge", "seed", "random", "fewer"}
    for label in labels.values():
        assert f'"{label}"' in script
    assert labels["ridge"] == "A larger ridge"


def test_what_changes_nothing_is_no_cure() -> None:
    tied = change_run(record_line(), {"covariance": "tied"})
    assert "tied" not in {cure.name for cure in list_cures(tied)}
    alone = prepare("Old Faithful", k=1)
    assert [cure.name for cure in list_cures(alone)] == ["ridge"]
    last = change_run(record_line(), {"start_seed": MAX_SEED})
    (seeds,) = (cure.changes for cure in list_cures(last) if cure.name == "seed")
    assert [change["start_seed"] for change in seeds] == list(range(SEEDS))
