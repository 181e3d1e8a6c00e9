"""What is shown of an estimator, and what is said of the run beside it."""

import sys
import types
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_matrix
from sklearn.cluster import KMeans
from sklearn.datasets import load_iris
from sklearn.mixture import GaussianMixture

from gmm.points import FloatArray
from gmm.tape import Frame, KMeansFrame
from gmm.ui.watching import observe, record_estimator, watch
from tests.ui.test_run import assert_same

IRIS: FloatArray = load_iris().data
FLAT = IRIS[:, [0, 2]]

pytestmark = pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")


# ------------------------------------------------------------------ what is shown


class Shown(NamedTuple):
    tapes: tuple[Any, ...]
    told: dict[str, Any]


@pytest.fixture
def show(monkeypatch: pytest.MonkeyPatch) -> None:
    """A notebook that keeps what it is told to show."""
    module = types.ModuleType("gmm.ui.notebook")
    module.show = lambda *tapes, **told: Shown(tapes, told)  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "gmm.ui.notebook", module)


@pytest.mark.usefixtures("show")
def test_a_mixture_is_shown_under_its_name_with_its_remark() -> None:
    estimator = GaussianMixture(3, random_state=0)
    shown = watch(estimator, IRIS)
    watched = observe(estimator, IRIS)
    assert_same(shown.tapes, (watched.tape,))
    assert shown.told == {
        "title": "GaussianMixture(n_components=3, random_state=0)",
        "remark": watched.remark,
    }
    assert watched.remark.startswith("It ends as scikit-learn's fit does: n_iter_ = ")


@pytest.mark.usefixtures("show")
def test_what_show_takes_is_passed_on() -> None:
    frame = pd.DataFrame(IRIS, columns=list("abcd"))
    shown = watch(GaussianMixture(2, random_state=0), frame, shown=("d", "a"), height=500)
    assert shown.tapes[0].columns == ("a", "b", "c", "d")
    assert (shown.told["shown"], shown.told["height"]) == (("d", "a"), 500)
    assert watch(GaussianMixture(2, random_state=0), frame, title="Iris").told["title"] == "Iris"


@pytest.mark.usefixtures("show")
def test_classes_may_follow_the_points_as_in_a_fit() -> None:
    estimator = GaussianMixture(2, random_state=0)
    assert_same(watch(estimator, FLAT, load_iris().target).tapes, watch(estimator, FLAT).tapes)


def test_the_module_of_random_numbers_is_no_known_start() -> None:
    estimator = GaussianMixture(2, init_params="random", random_state=np.random)
    assert "The estimator has no random_state, so" in observe(estimator, FLAT).remark
    assert estimator.random_state is np.random


@pytest.mark.usefixtures("show")
def test_k_means_is_shown_likewise() -> None:
    shown = watch(KMeans(3, random_state=0), FLAT)
    (tape,) = shown.tapes
    assert_same(tape, record_estimator(KMeans(3, random_state=0), FLAT))
    assert isinstance(tape.frames[0], KMeansFrame)
    assert shown.told["title"] == "KMeans(n_clusters=3, random_state=0)"


@pytest.mark.usefixtures("show")
def test_a_long_name_is_cut() -> None:
    estimator = KMeans(40, init=np.tile(FLAT[:40], 1), n_init=1)
    title = watch(estimator, FLAT).told["title"]
    assert len(title) <= 90
    assert "\n" not in title
    assert title.startswith("KMeans(init=array([[")


def test_the_notebook_is_asked_for_only_where_something_is_shown() -> None:
    """The library part needs no screen; and neither loads scikit-learn by itself."""
    import subprocess

    script = (
        "import sys, gmm, gmm.ui.watching, gmm.ui.estimators;"
        "print(sorted({'sklearn', 'streamlit', 'pandas', 'gmm.ui.notebook'} & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout == "[]\n"


# ------------------------------------------------------------------ a start that is not known


@pytest.mark.parametrize(
    "estimator",
    [GaussianMixture(3), KMeans(3), GaussianMixture(3, init_params="random_from_data", n_init=2)],
)
def test_an_unfitted_one_without_random_state_gets_a_start_that_can_be_had_again(
    estimator: Any,
) -> None:
    watched = observe(estimator, FLAT)
    told = watched.remark.split("random_state=")[1].split()[0]
    assert "has no random_state, so this start was drawn now" in watched.remark
    assert watched.agrees
    assert estimator.random_state is None
    again = type(estimator)(**{**estimator.get_params(), "random_state": int(told)})
    assert_same(record_estimator(again, FLAT), watched.tape)


def test_a_fitted_one_without_random_state_is_followed_to_where_it_ended() -> None:
    estimator = GaussianMixture(2).fit(FLAT)
    watched = observe(estimator, FLAT)
    assert "The start of this fit is not known, because the estimator has no" in watched.remark
    assert "starts elsewhere (random_state=" in watched.remark
    assert f"lower_bound_ = {estimator.lower_bound_:.6g}" in watched.remark
    assert watched.agrees
    last = watched.tape.frames[-1]
    assert isinstance(last, Frame)
    found = np.sort(last.mixture.means, axis=0)
    assert found == pytest.approx(np.sort(estimator.means_, axis=0), rel=0.05)


def test_where_no_start_leads_there_it_is_said() -> None:
    # An end that a start by chance does not find again.
    begin = FLAT[[0, 1, 2]]
    odd = GaussianMixture(3, means_init=begin, max_iter=1, init_params="random", tol=0).fit(FLAT)
    odd.set_params(means_init=None, init_params="kmeans", max_iter=100)
    watched = observe(odd, FLAT)
    assert not watched.agrees
    assert "No run from 10 other starts ends where it did (n_iter_ = 1" in watched.remark
    seed = int(watched.remark.split("random_state=")[1].split(")")[0])
    again = GaussianMixture(**{**odd.get_params(), "random_state": seed})
    assert_same(record_estimator(again, FLAT), watched.tape)


@pytest.mark.parametrize("make", [GaussianMixture, KMeans])
def test_a_generator_is_known_before_it_is_used_and_not_after(make: Any) -> None:
    rng = np.random.RandomState(5)
    estimator = make(3, random_state=rng)
    before = rng.get_state()[1].tolist()  # type: ignore[index]
    watched = observe(estimator, FLAT)
    assert rng.get_state()[1].tolist() == before  # type: ignore[index]
    assert watched.agrees
    assert watched.remark.startswith("It ends as")
    assert watched.tape.frames[-1].iteration == estimator.fit(FLAT).n_iter_
    assert "random_state that has gone on since" in observe(estimator, FLAT).remark


# ------------------------------------------------------------------ a run that ends elsewhere


def test_a_fit_to_other_points_is_told() -> None:
    for estimator in (GaussianMixture(3, random_state=0), KMeans(3, random_state=0)):
        watched = observe(estimator.fit(FLAT), FLAT[:120])
        assert not watched.agrees
        assert "The estimator itself ended elsewhere (n_iter_ = " in watched.remark
        assert "it was fitted to other points" in watched.remark


@pytest.mark.parametrize("seed", [0, None])
@pytest.mark.parametrize(
    ("estimator", "settings"),
    [
        (GaussianMixture(3), {"tol": 1e-7}),
        (GaussianMixture(3), {"n_components": 4}),
        (GaussianMixture(2), {"covariance_type": "spherical"}),
        (GaussianMixture(3, covariance_type="tied"), {"covariance_type": "full"}),
        (GaussianMixture(2, covariance_type="tied"), {"covariance_type": "diag"}),
        (GaussianMixture(3), {"reg_covar": 0.1}),
        (KMeans(3), {"n_clusters": 4}),
        (KMeans(3), {"max_iter": 1, "tol": 0}),
    ],
    ids=str,
)
def test_settings_that_were_changed_after_the_fit_are_told(
    estimator: Any, settings: dict[str, Any], seed: int | None
) -> None:
    fitted = type(estimator)(**{**estimator.get_params(), "random_state": seed}).fit(FLAT)
    fitted.set_params(**settings)
    watched = observe(fitted, FLAT)
    if seed is None:
        assert "The start of this fit is not known" in watched.remark
    else:
        assert not watched.agrees
        assert "its settings were changed after that" in watched.remark


@pytest.mark.parametrize("kind", [GaussianMixture, KMeans])
def test_fits_that_are_only_made_to_compare_print_nothing(
    kind: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    estimator = kind(3, random_state=0, verbose=2)
    observe(estimator, FLAT)
    assert capsys.readouterr().out == ""
    assert estimator.verbose == 2


def test_weights_that_a_fit_may_have_had_are_told() -> None:
    weighed = KMeans(3, random_state=0).fit(FLAT, sample_weight=np.arange(len(FLAT)) + 1)
    assert "to other points or with sample_weight, or its" in observe(weighed, FLAT).remark


def test_a_collapse_that_ends_scikit_learns_fit_with_an_error_is_shown() -> None:
    heap = np.concatenate([np.random.default_rng(0).normal(size=(30, 2)), np.full((5, 2), 9.0)])
    settings: dict[str, Any] = {"reg_covar": 0, "init_params": "random", "max_iter": 500}
    estimator = GaussianMixture(2, random_state=0, tol=1e-9, **settings)
    with pytest.raises(ValueError, match="ill-defined"):
        GaussianMixture(**estimator.get_params()).fit(heap)
    watched = observe(estimator, heap)
    assert (watched.tape.stopped, watched.agrees) == ("collapsed", False)
    assert watched.remark.startswith("Here scikit-learn's fit ends with an error: Fitting the")


def test_a_collapse_that_scikit_learn_does_not_see_is_told() -> None:
    line = np.random.default_rng(0).normal(size=(60, 1)) * 1e5 @ np.array([[1.0, 2.0]])
    cloud = np.random.default_rng(1).normal(size=(60, 2)) * 1e5 + 1e7
    points = np.concatenate([line, cloud])
    watched = observe(GaussianMixture(2, random_state=0, reg_covar=1e-4), points)
    assert watched.tape.stopped == "collapsed"
    assert "a component has collapsed, and Mixtape stops. scikit-learn goes on" in watched.remark


def test_digits_that_scikit_learn_loses_are_told() -> None:
    far = observe(GaussianMixture(3, covariance_type="diag", random_state=0), IRIS + 1e5)
    assert not far.agrees
    assert "ends a little elsewhere" in far.remark
    assert "most of all where numbers are far from zero" in far.remark


def test_a_frame_of_float32_is_fitted_as_scikit_learn_fits_it() -> None:
    """To a frame of pandas as to an array: the remark tells of that fit, not of one in float64."""
    single = IRIS.astype(np.float32)
    for points in (single, pd.DataFrame(single)):
        watched = observe(GaussianMixture(3, random_state=0), points)
        ends = watched.tape.frames[-1].mixture  # type: ignore[union-attr]
        means = GaussianMixture(3, random_state=0).fit(points).means_
        assert means.dtype == np.float32
        assert watched.agrees == (np.abs(ends.means - means).max() < 1e-7)
        assert "the points are float32" in watched.remark
        assert watched.tape.points.dtype == np.float64
    mixed = pd.DataFrame(single).astype({0: np.float64})
    assert observe(GaussianMixture(3, random_state=0), mixed).agrees


@pytest.mark.parametrize(
    ("estimator", "sentence"),
    [
        (GaussianMixture(200), "scikit-learn refuses this fit: Expected n_samples >= n_components"),
        (GaussianMixture(3, random_state="a"), "The 'random_state' parameter"),
        (GaussianMixture(3, tol=-1), "The 'tol' parameter of GaussianMixture must be"),
        (KMeans(3, init="middle"), "The 'init' parameter of KMeans must be"),
        (KMeans(3, init=FLAT[:2]), r"initial centers \(2, 2\) does not match"),
        (GaussianMixture(3, init_params="k-means++", reg_covar=0), "ill-defined"),
        (GaussianMixture(3, means_init=IRIS[:3]), "should have the shape"),
        (GaussianMixture(2, max_iter=0, precisions_init=[np.eye(2)] * 2), "refuses this fit"),
    ],
)
def test_what_scikit_learn_refuses_is_refused_in_its_words(estimator: Any, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        observe(estimator, FLAT)


# ------------------------------------------------------------------ points


def test_a_data_frame_keeps_its_names() -> None:
    frame = pd.DataFrame(FLAT, columns=["length", "width"])
    watched = observe(GaussianMixture(3, random_state=0), frame)
    assert watched.tape.columns == ("length", "width")
    plain = observe(GaussianMixture(3, random_state=0), FLAT)
    assert plain.tape.columns is None
    assert_same(plain.tape.frames, watched.tape.frames)
    columnwise = observe(GaussianMixture(3, random_state=0), np.asfortranarray(FLAT))
    assert_same(plain.tape.frames, columnwise.tape.frames)
    assert observe(GaussianMixture(3, random_state=0).fit(frame), frame).agrees


def test_points_that_are_not_those_of_the_fit() -> None:
    estimator = GaussianMixture(3, random_state=0).fit(IRIS)
    with pytest.raises(ValueError, match="fitted to 4 columns, but these points have 2"):
        observe(estimator, FLAT)
    frame = pd.DataFrame(FLAT, columns=["length", "width"])
    named = KMeans(3, random_state=0).fit(frame)
    with pytest.raises(ValueError, match="columns length, width, but these points have width, len"):
        observe(named, frame[["width", "length"]])
    with pytest.raises(ValueError, match=r"sparse matrix. Give X.toarray"):
        observe(KMeans(3), csr_matrix(FLAT))
    with pytest.raises(ValueError, match="not a finite number"):
        observe(KMeans(3), np.where(FLAT > 6, np.nan, FLAT))
    with pytest.raises(ValueError, match="how often each value was counted"):
        observe(KMeans(3), frame["length"].value_counts())
    with pytest.raises(ValueError, match="kind"):
        observe(KMeans(3), frame.assign(kind="a"))


def test_a_real_cell_says_all_of_it() -> None:
    frame = pd.DataFrame(IRIS, columns=["a", "b", "c", "d"])
    page = watch(GaussianMixture(3, random_state=0), frame, shown=("d", "a"), height=400).page
    for words in (
        "GaussianMixture(n_components=3, random_state=0)",
        "ends as scikit-learn&#x27;s fit does: n_iter_ = ",
        "The picture shows 2 of the 4 columns, d across and a up.",
        '"stopped": "small_gain"',
    ):
        assert words in page
    page = watch(KMeans(3, random_state=0), frame).page
    assert "from the same centroids" in page
    assert '"kind": "centroids"' in page
