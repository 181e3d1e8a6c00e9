"""Features and residuals, a block at a time, against the products written out."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from gmm.features import BLOCK, feature_blocks, pay_off, residual_blocks


@given(st.integers(1, 4), st.integers(1, 60), st.integers(0, 9999))
def test_features_are_the_products_of_centred_points(d: int, n: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    columns, centre = rng.normal(size=(d, n)), rng.normal(size=d)
    found = np.concatenate([block.copy() for _, block in feature_blocks(columns, centre)], axis=1)
    y = columns - centre[:, np.newaxis]
    products = [y[i] * y[j] for i in range(d) for j in range(d)]
    assert_allclose(found, np.stack([np.ones(n), *y, *products]), rtol=1e-15)


@given(st.integers(1, 4), st.integers(1, 5), st.integers(1, 60), st.integers(0, 9999))
def test_residuals_are_differences(d: int, k: int, n: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    columns, means = rng.normal(size=(d, n)), rng.normal(size=(k, d))
    found = np.concatenate([block.copy() for _, block in residual_blocks(columns, means)], axis=2)
    assert_array_equal(found, columns[np.newaxis] - means[:, :, np.newaxis])


@pytest.mark.parametrize("extra", [-1, 0, 1])
def test_blocks_cover_every_point_once(extra: int) -> None:
    n = 3 * (BLOCK // 7) + extra
    columns = np.random.default_rng(0).normal(size=(2, n))
    wheres = [here for here, _ in feature_blocks(columns, np.zeros(2))]
    counted = np.concatenate([np.arange(n)[here] for here in wheres])
    assert_array_equal(counted, np.arange(n))
    assert len(wheres) == (4 if extra > 0 else 3)


def test_they_pay_off_for_many_points_in_few_dimensions() -> None:
    assert pay_off(np.empty((2, 1000)))
    assert not pay_off(np.empty((2, 999)))
    assert not pay_off(np.empty((4, 5000)))


def test_a_block_leaves_room_for_what_its_points_need_beside() -> None:
    columns = np.random.default_rng(0).normal(size=(2, 500))
    blocks = [(here, f.copy()) for here, f in feature_blocks(columns, np.zeros(2), BLOCK // 100)]
    assert [here.start for here, _ in blocks] == [0, 100, 200, 300, 400]
    (_, whole), *_ = feature_blocks(columns, np.zeros(2))
    assert_array_equal(np.concatenate([f for _, f in blocks], axis=1), whole)
    assert len(list(feature_blocks(columns, np.zeros(2), 10 * BLOCK))) == 500
