"""The ground: its density is scipy's, its contours hold what they say."""

import numpy as np
import pytest
from scipy.integrate import trapezoid
from scipy.stats import chi2, multivariate_normal

from gmm.mixture import log_density, responsibilities, sample
from gmm.ui.lab.density.landscape import INSIDE, look_at, survey, trace_outlines
from tests.ui.lab.density.cases import ONE, take


def test_each_cell_has_the_density_of_its_place() -> None:
    case = take("Old Faithful")
    land = survey(case.fit, case.points)
    across, up = land.axes
    assert land.log_density.shape == (len(up), len(across))
    own = case.fit.own
    for row, column in ((3, 50), (40, 10)):
        at = [across[column], up[row]]
        density = sum(
            weight * multivariate_normal(mean, covariance).pdf(at)
            for weight, mean, covariance in zip(*own, strict=True)
        )
        assert land.log_density[row, column] == pytest.approx(np.log(density))


def test_a_grid_need_not_be_square() -> None:
    case = take("Old Faithful")
    own = case.fit.own
    # One above the other, and as wide: they share their lines.
    means, covariances = own.means.copy(), np.stack([own.covariances[0]] * 2)
    means[1, 0] = means[0, 0]
    fit = case.fit._replace(own=own._replace(means=means, covariances=covariances))
    land = survey(fit, case.points)
    across, up = land.axes
    assert len(across) < len(up)
    at = [across[4], up[60]]
    assert land.log_density[60, 4] == pytest.approx(log_density([at], fit.own)[0])


@pytest.mark.parametrize("data", ["Old Faithful", "Waiting times", "Rings"])
def test_the_ground_holds_the_points_and_nearly_all_of_the_mixture(data: str) -> None:
    case = take(data)
    land = survey(case.fit, case.points)
    lows, highs = np.array([axis[[0, -1]] for axis in land.axes]).T
    assert (case.points >= lows).all()
    assert (case.points <= highs).all()
    density = np.exp(land.log_density)
    for axis in land.axes:
        density = trapezoid(density, axis, axis=-1)
    assert land.mass == pytest.approx(density)
    assert land.mass == pytest.approx(1, abs=0.03)


@pytest.mark.parametrize("data", ["Old Faithful", "Waiting times", "Clusters in noise"])
def test_contours_hold_the_share_that_they_say(data: str) -> None:
    case = take(data)
    points, _ = sample(case.fit.own, 20_000, seed=99)
    heights = log_density(points, case.fit.own)
    for share, level in survey(case.fit, case.points).levels:
        assert np.mean(heights >= level) == pytest.approx(share, abs=0.02)


def test_a_place_is_asked_in_the_datas_own_units() -> None:
    case = take("Old Faithful")
    at = np.array([3.0, 70.0])
    place = look_at(case.fit, at)
    assert place.log_density == pytest.approx(log_density([at], case.fit.own)[0])
    np.testing.assert_allclose(place.responsibilities, responsibilities([at], case.fit.own)[0])
    points, _ = sample(case.fit.own, 20_000, seed=98)
    lower = np.mean(log_density(points, case.fit.own) < place.log_density)
    assert abs(place.lower.share - lower) < 5 * place.lower.error


def test_a_place_out_of_reach_has_no_density_and_no_nan() -> None:
    narrow = take("Old Faithful").fit
    narrow = narrow._replace(own=narrow.own._replace(covariances=narrow.own.covariances * 1e-140))
    place = look_at(narrow, np.array([1e100, -1e100]))
    assert place.log_density == -np.inf
    assert place.lower.share == 0
    assert place.responsibilities.sum() == pytest.approx(1)


def test_outlines_hold_their_share_of_a_component() -> None:
    (line,) = trace_outlines(ONE)
    offsets = line - ONE.means[0]
    squares = np.einsum("md,de,me->m", offsets, np.linalg.inv(ONE.covariances[0]), offsets)
    np.testing.assert_allclose(chi2.cdf(squares, 2), INSIDE)
    np.testing.assert_allclose(line[0], line[-1])
