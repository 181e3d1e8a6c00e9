"""The biopsies: the published counts, and halves that share no row."""

import numpy as np
import pytest

from gmm.cases.biopsies import COLUMNS, read_biopsies, split_biopsies


def test_it_is_the_published_table() -> None:
    points, malignant = read_biopsies()
    assert points.shape == (569, len(COLUMNS))
    assert (int((~malignant).sum()), int(malignant.sum())) == (357, 212)
    radius = points[:, COLUMNS.index("worst radius")]
    assert radius.mean() == pytest.approx(16.269190, abs=5e-7)
    assert (radius.min(), radius.max()) == (7.93, 36.04)
    assert points[0, :2].tolist() == [0.08129, 0.05766]
    # Malignant nuclei are larger.
    assert radius[malignant].mean() > 1.5 * radius[~malignant].mean()


@pytest.mark.parametrize("unclean", [0.0, 0.1])
def test_no_row_is_learnt_from_and_tested_on(unclean: float) -> None:
    _, malignant = read_biopsies()
    split = split_biopsies(malignant, 3, unclean)
    every = np.concatenate(split)
    assert sorted(every) == list(range(569))
    assert not malignant[split.benign].any()
    assert malignant[split.malignant].all()
    assert malignant[split.training].mean() == pytest.approx(unclean, abs=0.003)
    assert not malignant[split.training[:178]].any()
    np.testing.assert_array_equal(split.benign, split_biopsies(malignant, 3).benign)
    assert not np.array_equal(split.benign, split_biopsies(malignant, 4).benign)


@pytest.mark.parametrize("unclean", [-0.1, 0.5, np.nan, 0.45])
def test_a_share_that_cannot_be_is_refused(unclean: float) -> None:
    _, malignant = read_biopsies()
    with pytest.raises(ValueError, match="The share is"):
        split_biopsies(malignant, 0, unclean)
