"""Logistic regression: against scikit-learn, and where columns tell all."""

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from gmm.logistic import chances_of, fit_logistic


def test_it_is_scikit_learns_without_a_penalty() -> None:
    rng = np.random.default_rng(0)
    points = rng.normal(size=(800, 3))
    happened = rng.random(800) < 1 / (1 + np.exp(-(points @ [1.5, -0.5, 0.0] - 1)))
    found = fit_logistic(points, happened)
    theirs = LogisticRegression(C=1e9, tol=1e-10).fit(points, happened)
    assert found == pytest.approx([*theirs.intercept_, *theirs.coef_[0]], abs=1e-4)
    assert chances_of(points, found) == pytest.approx(theirs.predict_proba(points)[:, 1], abs=1e-4)
    # At the maximum, as many are expected as there were.
    assert chances_of(points, found).sum() == pytest.approx(happened.sum(), abs=1e-6)


def test_columns_that_tell_all_have_an_end() -> None:
    points = np.linspace(-1, 1, 40)[:, np.newaxis]
    found = fit_logistic(points, points[:, 0] > 0)
    assert np.isfinite(found).all()
    chances = chances_of(points, found)
    assert ((chances > 0.5) == (points[:, 0] > 0)).all()


def test_answers_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="40 points"):
        fit_logistic(np.zeros((40, 1)), np.zeros(39))
