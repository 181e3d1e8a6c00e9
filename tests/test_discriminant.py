"""One mixture a class against scikit-learn's mixtures and its QDA, and by hand."""

import numpy as np
import pytest
from sklearn.discriminant_analysis import QuadraticDiscriminantAnalysis
from sklearn.exceptions import ConvergenceWarning
from sklearn.metrics import confusion_matrix
from sklearn.mixture import GaussianMixture

from gmm.discriminant import (
    Discriminant,
    class_log_joint,
    classify,
    confuse,
    fit_classes,
    join_classes,
    measure_accuracy,
    posteriors,
)
from gmm.mixture import Mixture, log_density
from gmm.points import FloatArray, IntArray


def draw(seed: int, n: int = 240, d: int = 3) -> tuple[FloatArray, IntArray]:
    """Three classes, each with two humps."""
    rng = np.random.default_rng(seed)
    labels = np.arange(n) % 3
    centres = rng.normal(scale=4, size=(3, 2, d))
    return centres[labels, rng.integers(2, size=n)] + rng.normal(size=(n, d)), labels


@pytest.mark.parametrize("d", [1, 2, 5])
def test_with_one_component_it_is_quadratic_discriminant_analysis(d: int) -> None:
    points, labels = draw(d, d=d)
    oracle = QuadraticDiscriminantAnalysis(store_covariance=True).fit(points, labels)
    ours = fit_classes(points, labels, 1)
    # Versions of QDA before 1.8 divide by n - 1, and the likeliest covariance is that by n.
    factors = [
        np.trace(theirs) / np.trace(mixture.covariances[0])
        for theirs, mixture in zip(oracle.covariance_, ours.classes, strict=True)
    ]
    assert factors == pytest.approx([1] * 3) or factors == pytest.approx([80 / 79] * 3)
    scaled = ours._replace(
        classes=tuple(
            mixture._replace(covariances=mixture.covariances * factors[0])
            for mixture in ours.classes
        )
    )
    assert posteriors(points, scaled)[0] == pytest.approx(oracle.predict_proba(points), abs=1e-7)
    assert (classify(points, scaled) == oracle.predict(points)).all()


def test_it_is_bayes_rule_over_scikit_learns_mixtures() -> None:
    points, labels = draw(0)
    ours = fit_classes(points, labels, 2, seeds=range(5), priors=[0.2, 0.3, 0.5])
    columns = []
    for c, mixture in enumerate(ours.classes):
        theirs = GaussianMixture(2, max_iter=1, random_state=0)
        with pytest.warns(ConvergenceWarning):
            theirs.fit(points[labels == c])
        theirs.weights_, theirs.means_ = mixture.weights, mixture.means
        theirs.precisions_cholesky_ = np.linalg.cholesky(np.linalg.inv(mixture.covariances))
        columns.append(theirs.score_samples(points))
    joint = np.array(columns).T + np.log([0.2, 0.3, 0.5])
    assert class_log_joint(points, ours) == pytest.approx(joint, abs=1e-9)
    found, density = posteriors(points, ours)
    total = np.logaddexp.reduce(joint, axis=1)
    assert density == pytest.approx(total, abs=1e-9)
    assert found == pytest.approx(np.exp(joint - total[:, np.newaxis]), abs=1e-9)


def test_humps_that_one_gaussian_covers_are_told_apart_by_a_mixture() -> None:
    # The second class lies between the two humps of the first.
    rng = np.random.default_rng(0)
    labels = np.arange(600) % 2
    hump = np.where(labels == 0, 4 * rng.choice([-1, 1], 600), 0)
    points = (hump + rng.normal(size=600))[:, np.newaxis]
    new = rng.permutation(600) < 300
    hits = [
        np.mean(classify(points[~new], fit_classes(points[new], labels[new], k)) == labels[~new])
        for k in (1, 2)
    ]
    assert hits[1] > hits[0] > 0.5
    assert hits[1] > 0.95


def test_by_hand() -> None:
    near = Mixture(np.array([1.0]), np.array([[0.0]]), np.array([[[1.0]]]))
    far = Mixture(np.array([0.5, 0.5]), np.array([[0.0], [2.0]]), np.array([[[1.0]], [[1.0]]]))
    model = Discriminant((near, far), np.array([0.25, 0.75]), (0, 0))
    found, density = posteriors([[0.0]], model)
    # Densities at 0, in units of the Gaussian's peak: 1 and (1 + exp(-2)) / 2.
    second = (1 + np.exp(-2)) / 2
    assert found[0] == pytest.approx(np.array([0.25, 0.75 * second]) / (0.25 + 0.75 * second))
    peak = 1 / np.sqrt(2 * np.pi)
    assert density[0] == pytest.approx(np.log(peak * (0.25 + 0.75 * second)))
    assert log_density([[0.3]], join_classes(model)) == pytest.approx(posteriors([[0.3]], model)[1])


def test_a_point_out_of_reach_keeps_the_priors_and_a_class_without_prior_is_never_given() -> None:
    points, labels = draw(1)
    model = fit_classes(points, labels, 1, priors=[0.5, 0.5, 0.0])
    found, density = posteriors([[1e170**0.5] * 3], model)
    assert density[0] < -1e100
    assert found.sum() == pytest.approx(1)
    assert set(classify(points, model)) == {0, 1}


def test_a_class_that_cannot_carry_so_many_components_gets_fewer() -> None:
    points, labels = draw(2)
    few = np.concatenate([np.flatnonzero(labels == 0)[:8], np.flatnonzero(labels == 1)])
    model = fit_classes(points[few], labels[few], 4)
    assert len(model.classes[0].weights) < 4
    assert len(model.classes[1].weights) == 4
    with pytest.raises(ValueError, match="The 2 points of class 0"):
        fit_classes(points[labels < 2][[0, 3, 1, 2, 4, 5, 7]], [0, 0, 1, 1, 1, 1, 1], 1)
    with_ridge = fit_classes(points[labels < 2][:4], [0, 0, 1, 1], 1, ridge=0.1)
    assert len(with_ridge.classes) == 2


def test_weights_are_repeated_rows() -> None:
    points, labels = draw(3, n=90)
    counts = np.random.default_rng(0).integers(1, 4, 90)
    weighted = fit_classes(points, labels, 1, weights=counts)
    rows = fit_classes(np.repeat(points, counts, axis=0), np.repeat(labels, counts), 1)
    assert weighted.priors == pytest.approx(rows.priors)
    assert class_log_joint(points, weighted) == pytest.approx(class_log_joint(points, rows))


def test_confusion_is_scikit_learns_and_accuracy_its_diagonal() -> None:
    rng = np.random.default_rng(0)
    truth, given = rng.integers(3, size=(2, 70))
    table = confuse(truth, given, 4)
    assert (table == confusion_matrix(truth, given, labels=range(4))).all()
    score = measure_accuracy(table)
    assert (score.hits, score.runs) == (int((truth == given).sum()), 70)
    assert score.low < score.share < score.high
    # Wilson's limits for 8 of 10, as they are published.
    assert measure_accuracy(np.array([[8, 2], [0, 0]]))[2:] == pytest.approx(
        (0.8, 0.4902, 0.9433), abs=1e-4
    )


def test_what_cannot_be_is_told() -> None:
    points, labels = draw(4)
    for bad, words in (
        (lambda: fit_classes(points, labels + 1, 1), "no point that counts"),
        (lambda: fit_classes(points, labels[1:], 1), "one whole number"),
        (lambda: fit_classes(points, labels, 0), "at least one component"),
        (lambda: fit_classes(points, labels, 1, priors=[0.5, 0.5]), "Priors"),
        (lambda: fit_classes(points, labels, 1, priors=[0.5, 0.4, 0.4]), "Priors"),
        (lambda: fit_classes(points, labels, 1, priors=[0.5, 0.9, -0.4]), "Priors"),
        (lambda: confuse([0, 3], [0, 1], 3), "from 0 to 2"),
        (lambda: confuse([0], [0, 1], 3), "one whole number"),
    ):
        with pytest.raises(ValueError, match=words):
            bad()
