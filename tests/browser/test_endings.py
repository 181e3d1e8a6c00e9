"""How a run ended, in a sentence that is true there and gives advice that helps there."""

from collections.abc import Iterator

import numpy as np
import pytest
from playwright.sync_api import Browser

from gmm import Mixture, record_em, record_kmeans, start_at
from gmm.points import FloatArray
from gmm.stopping import list_lower_bounds, small_gain, small_shift
from gmm.ui.link import Settings
from gmm.ui.run import Run, record_run
from tests.browser.desk import Desk, dataset_of, run_of
from tests.present import present


@pytest.fixture(scope="module")
def desk(browser: Browser) -> Iterator[Desk]:
    page = browser.new_page(viewport={"width": 1280, "height": 720}, reduced_motion="reduce")
    yield Desk(page)
    page.close()


def run_at(points: FloatArray, means: list[list[float]], **settings: object) -> Run:
    chosen = Settings(k=len(means), scale="off", **settings)  # type: ignore[arg-type]
    hand = start_at(points, means, chosen.covariance)
    return record_run(chosen, dataset_of(points), hand)


def words_at_the_end(desk: Desk, run: Run) -> str:
    desk.start(run, frame=len(present(run.em).frames) - 1)
    return desk.words


CLOUD = np.random.default_rng(0).normal(size=(40, 2))
LINE = 30 + np.outer(np.random.default_rng(1).normal(size=40), [1.0, 2.0])
RIDGE = "Try another start, fewer components or a ridge."


def test_converged(desk: Desk) -> None:
    run = run_of(data="Old Faithful")
    assert present(run.em).stopped == "converged"
    words = words_at_the_end(desk, run)
    assert "EM has converged after 7 iterations. More iterations would gain" in words
    assert "less than 0.0005 nats, by estimate." in words


def test_at_the_limit(desk: Desk) -> None:
    run = run_of(data="Old Faithful", k=3, covariance="tied", start="k-means")
    em = present(run.em)
    begin = em.frames[0].mixture
    cuts = (record_em(em.points, begin, "tied", max_iterations=n) for n in range(5, 200, 5))
    cut = next(cut for cut in cuts if cut.rest is not None and 0.001 < cut.rest < 0.1)
    rest = present(cut.rest)
    words = words_at_the_end(desk, run._replace(tapes=(cut,)))
    assert "It has not converged. More iterations would gain about 0.0" in words
    assert f"{rest:.2g} nats" in words
    plateau = record_em(em.points, begin, max_iterations=1)
    assert present(plateau.rest) == np.inf
    words = words_at_the_end(desk, run._replace(tapes=(plateau,)))
    assert "How much more iterations would gain cannot be estimated." in words


def test_scikit_learns_rule(desk: Desk) -> None:
    run = run_of(data="Old Faithful", k=3, covariance="tied", start="k-means", scale="off")
    em = present(run.em)
    n, begin = len(em.points), em.frames[0].mixture
    cuts = [record_em(em.points, begin, "tied", stop=small_gain(tol, n)) for tol in (1e-5, 10)]
    for cut in cuts:
        assert cut.stopped == "small_gain"
        words = words_at_the_end(desk, run._replace(tapes=(cut,)))
        after = cut.frames[-1].iteration
        stops = f"EM stops after {after} iterations, by the rule of scikit\u2011learn."
        assert stops in words
        assert "converged" not in words
    values = list_lower_bounds(cuts[0].frames, n)
    words = words_at_the_end(desk, run._replace(tapes=(cuts[0],)))
    change = 1e6 * (values[-1] - values[-2])
    assert f"The last change was only {change:.1f}e\u22126 nats per point. " in words
    assert f"More iterations would gain about {present(cuts[0].rest):#.2g} nats" in words
    # Of two iterations nobody knows what scikit-learn held the second against.
    assert cuts[1].frames[-1].iteration == 2
    words = words_at_the_end(desk, run._replace(tapes=(cuts[1],)))
    assert "The last change" not in words
    assert "More iterations would gain" in words or "cannot be estimated" in words


def test_a_rule_of_ones_own_and_k_means_beside_it(desk: Desk) -> None:
    run = run_of(data="Old Faithful", k=3, start="random points", start_seed=3)
    em, kmeans = present(run.em), present(run.kmeans)
    mine = record_em(em.points, em.frames[0].mixture, stop=lambda frames: len(frames) == 11)
    assert mine.stopped == "rule"
    shift = small_shift(1e-1)
    hard = record_kmeans(em.points, kmeans.frames[0].centroids, stop=shift)
    assert hard.stopped == "small_shift"
    words = words_at_the_end(desk, run._replace(tapes=(mine,)))
    assert "EM stops after 5 iterations, by the rule it was given." in words
    desk.start(run._replace(tapes=(em, hard)), frame=len(hard.frames) - 1)
    assert "It stops by the rule of scikit\u2011learn: the centroids moved little." in desk.words
    desk.start(run._replace(tapes=(em, hard)), frame=len(hard.frames) - 3)
    assert "by the rule of" not in desk.words


def test_identical_components(desk: Desk) -> None:
    means = np.array([[0.0, 0.0], [5.0, 5.0], [0.0, 0.0]])
    hand = Mixture(np.full(3, 1 / 3), means, np.stack([np.eye(2)] * 3))
    points = np.concatenate([CLOUD, 5 + CLOUD])
    run = record_run(Settings(k=3, scale="off"), dataset_of(points), hand)
    assert present(run.em).stopped == "identical"
    words = words_at_the_end(desk, run)
    assert "components 1 and 3 are identical. Identical components get equal shares" in words


@pytest.mark.parametrize(
    ("run", "sentence"),
    [
        (
            run_at(np.concatenate([CLOUD, np.full((5, 2), 30.0)]), [[0, 0], [30, 30]]),
            "EM stops: the points of component 2 all lie at one place. The width becomes 0 and "
            f"the density grows without end. {RIDGE}",
        ),
        (
            run_at(np.concatenate([CLOUD, LINE]), [[0, 0], [30, 30]]),
            "EM stops: the points of component 2 lie on a line. The width across the line becomes 0 "
            f"and the density grows without end. {RIDGE}",
        ),
        (
            run_at(LINE, [[30, 30]]),
            "EM stops: all points lie on a line. The columns a and b say the same: choose another "
            "column, or try a ridge.",
        ),
        (
            run_at(CLOUD, [[0, 0], [1e6, 1e6]]),
            "EM stops: component 2 has no points left. Try another start or fewer components.",
        ),
    ],
    ids=["one value", "line", "columns", "empty"],
)
def test_a_collapse(desk: Desk, run: Run, sentence: str) -> None:
    assert present(run.em).stopped == "collapsed"
    assert words_at_the_end(desk, run).startswith(sentence)


def test_the_advice_helps() -> None:
    """A ridge holds what collapsed; without the component that has no points the run converges."""
    points = np.concatenate([CLOUD, LINE, np.full((5, 2), 90.0)])
    far = run_at(points, [[0, 0], [30, 30], [90, 90]], ridge=0.01)
    assert present(far.em).stopped == "converged"
    assert present(run_at(LINE, [[30, 30]], ridge=0.01).em).stopped == "converged"
    assert present(run_at(CLOUD, [[0, 0]]).em).stopped == "converged"


def test_with_a_ridge_the_log_likelihood_may_fall_and_that_is_said(desk: Desk) -> None:
    run = run_of(k=4, covariance="spherical", ridge=0.5, start="random points")
    heights = [frame.log_likelihood for frame in present(run.em).frames]
    assert heights[4] < heights[2] - 1
    desk.start(run, frame=4)
    assert (
        f"the log-likelihood fell by {heights[2] - heights[4]:.3g} nats, as it may with a ridge."
        in desk.words
    )
