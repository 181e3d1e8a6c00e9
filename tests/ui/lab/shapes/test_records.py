"""What the four constraints have found, against scikit-learn and by hand."""

import numpy as np
import pytest
from sklearn.mixture import GaussianMixture

from gmm import COVARIANCES, responsibilities
from gmm.scaling import restore
from gmm.ui.lab.shapes.records import DRAWN, Shape, describe_shape, draw_panel, rank_shapes
from tests.ui.lab.shapes.examples import fit_all


@pytest.mark.parametrize("data", ["Old Faithful", "Waiting times"])
def test_numbers_are_those_of_scikit_learn_in_the_datas_own_units(data: str) -> None:
    for name, (run, tape) in fit_all(data, k=2, start_seed=1).items():
        shape = describe_shape(run, name, tape)
        mixture = restore(tape.frames[-1].mixture, run.scaling)
        theirs = GaussianMixture(2, covariance_type=name)
        theirs.weights_, theirs.means_ = mixture.weights, mixture.means
        covariances = {
            "full": mixture.covariances,
            "tied": mixture.covariances[0],
            "diag": np.diagonal(mixture.covariances, axis1=1, axis2=2),
            "spherical": mixture.covariances[:, 0, 0],
        }[name]
        theirs.covariances_ = covariances
        precise = np.linalg.inv(mixture.covariances)
        cholesky = np.linalg.cholesky(precise)
        theirs.precisions_cholesky_ = {
            "full": cholesky,
            "tied": cholesky[0],
            "diag": 1 / np.sqrt(np.diagonal(mixture.covariances, axis1=1, axis2=2)),
            "spherical": 1 / np.sqrt(mixture.covariances[:, 0, 0]),
        }[name]
        points = run.dataset.points
        assert shape.parameters == theirs._n_parameters()
        # Circles of standardised points are no circles in the data's own units.
        if name != "spherical" or not run.is_standardised:
            assert shape.log_likelihood == pytest.approx(theirs.score(points) * len(points))
            assert shape.bic == pytest.approx(theirs.bic(points))


def test_the_terms_are_what_the_formula_says() -> None:
    k, d = 3, 2
    wanted = {"full": k * d * (d + 1) // 2, "tied": d * (d + 1) // 2, "diag": k * d, "spherical": k}
    for name, (run, tape) in fit_all("Old Faithful", k=k, start_seed=0).items():
        shape = describe_shape(run, name, tape)
        assert shape.terms == (k - 1, k * d, wanted[name])
        assert shape.iterations == tape.frames[-1].iteration
        assert shape.converged
        assert not shape.collapsed


def make_shape(covariance: str, bic: float, parameters: int = 5, collapsed: bool = False) -> Shape:
    terms = (1, 2, parameters - 3)
    return Shape(covariance, collapsed, not collapsed, 9, "", terms, -bic / 2, bic)


def test_the_best_is_first_and_what_collapsed_is_left_out() -> None:
    shapes = [
        make_shape("full", -900.0, collapsed=True),
        make_shape("tied", 20.0),
        make_shape("diag", 10.0),
        make_shape("spherical", 10.0, parameters=4),
    ]
    assert [shape.covariance for shape in rank_shapes(shapes)] == ["spherical", "diag", "tied"]


def test_an_ellipse_reaches_two_standard_deviations() -> None:
    (run, tape) = fit_all("Old Faithful", k=3, start_seed=0)["full"]
    mixture = tape.frames[-1].mixture
    panel = draw_panel(run, "full", mixture)
    for mean, covariance, curve in zip(
        mixture.means, mixture.covariances, panel.curves, strict=True
    ):
        away = curve - mean
        distances = np.sqrt(np.einsum("ti,ij,tj->t", away, np.linalg.inv(covariance), away))
        np.testing.assert_allclose(distances, 2)
    np.testing.assert_array_equal(panel.points, run.points)
    np.testing.assert_allclose(panel.shares, responsibilities(run.points, mixture))


def test_in_one_dimension_a_curve_is_weight_times_density() -> None:
    (run, tape) = fit_all("Waiting times")["diag"]
    mixture = tape.frames[-1].mixture
    panel = draw_panel(run, "diag", mixture)
    for weight, curve in zip(mixture.weights, panel.curves, strict=True):
        area = np.trapezoid(curve[:, 1], curve[:, 0])
        assert area == pytest.approx(weight, rel=0.03)


def test_of_many_points_some_are_drawn() -> None:
    (run, tape) = fit_all("Round clusters", n=700, k=2)["tied"]
    panel = draw_panel(run, "tied", tape.frames[-1].mixture)
    assert panel.points.shape == (DRAWN, 2)
    assert set(map(tuple, panel.points)) <= set(map(tuple, run.points))


def test_every_constraint_has_a_formula() -> None:
    for name in COVARIANCES:
        shapes = fit_all("Old Faithful", k=2, start_seed=1)
        assert describe_shape(*_turn(name, shapes)).formula.startswith("(K-1) + K D + ")


def _turn(name: str, shapes: dict) -> tuple:  # type: ignore[type-arg]
    run, tape = shapes[name]
    return run, name, tape
