"""The numbers of lessons against scikit-learn, SciPy and plain counting."""

import math
from typing import Any

import numpy as np
import pytest
from scipy import stats
from sklearn.metrics import confusion_matrix
from sklearn.mixture import GaussianMixture

from gmm.points import FloatArray
from gmm.ui.course.measured import Measured
from gmm.ui.course.names import calculate
from gmm.ui.course.quantities import OF_FRAME, OF_SCENE
from tests.ui.course.files import run_of, value_of


def fitted(data: Measured, frame: int) -> GaussianMixture:
    """scikit-learn with the parameters of a frame."""
    weights, means, covariances = data.at(frame).mixture
    model = GaussianMixture(len(weights))
    model.weights_, model.means_, model.covariances_ = weights, means, covariances
    model.precisions_cholesky_ = np.array(
        [np.linalg.cholesky(np.linalg.inv(each)) for each in covariances]
    )
    return model


def test_a_table_that_was_counted(speeds: Measured) -> None:
    rows = np.repeat([1.0, 2, 3, 4, 5, 6], [4, 9, 6, 7, 3, 2])
    expected = {
        "N": 31,
        "rows": 6,
        "D": 1,
        "K": 1,
        "data.mean": rows.mean(),
        "data.sd": rows.std(),
        "data.variance": rows.var(),
        "data.least": 1,
        "data.most": 6,
        "data.frequency.2": 9,
        "data.below.3": 13,
        "data.above.4.5": 5,
        "point.3": 3,
        "end.mean.1": rows.mean(),
        "end.sd.1": rows.std(),
        "end.log_likelihood": stats.norm(rows.mean(), rows.std()).logpdf(rows).sum(),
        "end.bic": -2 * stats.norm(rows.mean(), rows.std()).logpdf(rows).sum() + 2 * math.log(31),
        "free": 2,
    }
    assert {name: value_of(speeds, name) for name in expected} == pytest.approx(expected, rel=1e-9)


def test_a_frame_against_scikit_learn(faithful: Measured) -> None:
    points: FloatArray = faithful.points
    model = fitted(faithful, 4)
    asked = fitted(faithful, 2)
    gamma = asked.predict_proba(points)
    log_joint = np.log(asked.weights_[0]) + stats.multivariate_normal(
        asked.means_[0], asked.covariances_[0]
    ).logpdf(points[16])
    expected = {
        "frame.4.log_likelihood": model.score_samples(points).sum(),
        "frame.4.bic": model.bic(points),
        "frame.4.aic": model.aic(points),
        "frame.4.share.17.2": gamma[16, 1],
        "frame.4.count.1": gamma[:, 0].sum(),
        "frame.4.size.1": (gamma.argmax(axis=1) == 0).sum(),
        "frame.4.undecided": (gamma.max(axis=1) < 0.9).sum(),
        "frame.4.joint.17.1": math.exp(log_joint),
        "frame.4.density.17.1": math.exp(log_joint) / asked.weights_[0],
        "frame.4.mixture.17": math.exp(asked.score_samples(points[16:17])[0]),
        "frame.4.gain": model.score_samples(points).sum() - asked.score_samples(points).sum(),
        "point.17.y": points[16, 1],
        "data.correlation": float(np.asarray(np.corrcoef(points.T))[0, 1]),
        "data.covariance": np.cov(points.T, ddof=0)[0, 1],
    }
    assert {name: value_of(faithful, name) for name in expected} == pytest.approx(
        expected, rel=1e-8
    )


def test_shape_of_an_ellipse(faithful: Measured) -> None:
    covariance = faithful.at(faithful.run.frames).mixture.covariances[0]
    axes, lengths, _ = np.linalg.svd(covariance)
    assert value_of(faithful, "end.long.1") == pytest.approx(math.sqrt(lengths[0]))
    assert value_of(faithful, "end.short.1") == pytest.approx(math.sqrt(lengths[1]))
    slope = math.tan(math.radians(value_of(faithful, "end.angle.1")))
    assert slope == pytest.approx(axes[1, 0] / axes[0, 0])
    assert -90 <= value_of(faithful, "end.angle.1") < 90
    assert value_of(faithful, "end.variance.1.y") == pytest.approx(covariance[1, 1])
    assert value_of(faithful, "end.covariance.1") == pytest.approx(covariance[0, 1])
    expected = covariance[0, 1] / math.sqrt(covariance[0, 0] * covariance[1, 1])
    assert value_of(faithful, "end.correlation.1") == pytest.approx(expected)


def test_what_k_means_says_is_counted() -> None:
    data = Measured(run_of(data="Elongated clusters"), 0)
    run = data.run
    assert run.kmeans is not None
    assert run.dataset.labels is not None
    last = run.kmeans.frames[-1]
    assert last.assigned is not None
    away = ((run.points[:, None] - last.assigned) ** 2).sum(axis=2)
    hard = away.argmin(axis=1)
    table = confusion_matrix(run.dataset.labels, hard)
    orders = ((0, 1, 2), (0, 2, 1), (1, 0, 2), (1, 2, 0), (2, 0, 1), (2, 1, 0))
    best = max(sum(table[i, order[i]] for i in range(3)) for order in orders)
    assert value_of(data, "end.wrong.kmeans") == len(hard) - best
    soft = fitted(data, data.run.frames).predict(data.points)
    table = confusion_matrix(soft, hard)
    alike = max(sum(table[i, order[i]] for i in range(3)) for order in orders)
    assert value_of(data, "end.differ") == pytest.approx(len(hard) - alike, abs=1)
    assert value_of(data, "truth.K") == 3
    assert value_of(data, "truth.size.1") == (run.dataset.labels == 0).sum()
    places = run.scaling.origin + run.scaling.spread * last.centroids
    pairing = max(orders, key=lambda order: sum(table[i, order[i]] for i in range(3)))
    assert value_of(data, "end.centroid.2.y") == places[pairing[1], 1]
    assert value_of(data, "end.inertia") == pytest.approx(away.min(axis=1).sum())


def test_start_seeds_are_tried() -> None:
    data = Measured(run_of(data="Galaxy velocities", k="3"), 0)
    ends = []
    for seed in range(6):
        other = run_of(data="Galaxy velocities", k="3", start_seed=str(seed))
        assert other.em is not None
        ends.append((calculate("end.log_likelihood", [Measured(other, 0)], 0), other.em.stopped))
    kept = [end for end, stopped in ends if stopped != "collapsed"]
    assert value_of(data, "seeds.6.best") == pytest.approx(max(kept))
    assert value_of(data, "seeds.6.worst") == pytest.approx(min(end for end, _ in ends))
    assert value_of(data, "seeds.6.lower") == sum(end < max(kept) - 0.5 for end in kept)
    assert value_of(data, "seeds.6.collapsed") == len(ends) - len(kept)


def test_the_best_of_seeds_has_its_price_against_scikit_learn(faithful: Measured) -> None:
    best = max(range(4), key=lambda seed: _end_of(seed).at(10_000).log_likelihood)
    model = fitted(_end_of(best), 10_000)
    assert value_of(faithful, "components.3.seeds.4.bic") == pytest.approx(
        model.bic(faithful.points)
    )
    assert value_of(faithful, "components.3.seeds.4.aic") == pytest.approx(
        model.aic(faithful.points)
    )


def _end_of(seed: int) -> Measured:
    return Measured(run_of(data="Old Faithful", k="3", start_seed=str(seed)), 0)


def test_the_best_of_seeds_judges_the_points_of_another_scene() -> None:
    seen = Measured(run_of(data="Round clusters", data_seed="0", n="90"), 0)
    other = Measured(run_of(data="Round clusters", data_seed="1", n="60"), 0)
    best = max(seen.ends(3), key=lambda end: end.log_likelihood)
    assert not best.collapsed
    expected = np.log(
        sum(
            weight * stats.multivariate_normal(mean, covariance).pdf(other.points)
            for weight, mean, covariance in zip(*best.mixture, strict=True)
        )
    ).sum()
    found = calculate("seeds.3.unseen.2", [seen, other], 0)
    assert found == pytest.approx(expected)
    # Its own points, in the place of others, have the log-likelihood that they have.
    assert calculate("seeds.3.unseen.1", [seen, other], 0) == pytest.approx(best.log_likelihood)


def test_counted_points_are_judged_as_often(speeds: Measured) -> None:
    expected = value_of(speeds, "end.log_likelihood")
    assert value_of(speeds, "seeds.1.unseen.1") == pytest.approx(expected)


def test_the_lowest_densities_are_in_order(faithful: Measured) -> None:
    densities = np.sort(np.exp(fitted(faithful, 2).score_samples(faithful.points)))
    for n in (1, 2, 14, 272):
        assert value_of(faithful, f"frame.4.lowest.{n}") == pytest.approx(densities[n - 1])


def test_every_number_has_been_asked_for_in_some_unit(faithful: Measured) -> None:
    parts: dict[str, Any] = {"k": "1", "n": "5", "a": "x", "j": "1", "m": "2", "v": "2", "s": "1"}
    for table in (OF_SCENE, OF_FRAME):
        for name, quantity in table.items():
            head, dot, tail = name.partition(".")
            path = [name, *(parts[part] for part in quantity.parts)]
            if head == "seeds":
                path = [head, "2", tail, *(parts[part] for part in quantity.parts[1:])]
            if "wrong" in name or "truth" in name or quantity.parts == "v":
                continue  # Old Faithful has no true labels and two columns
            assert math.isfinite(value_of(faithful, ".".join(path))), (name, dot)
