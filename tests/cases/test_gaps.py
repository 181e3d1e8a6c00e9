"""Penguins with gaps: the table as it was published, and which cells are lost."""

import numpy as np
import pytest

from gmm.cases.gaps import MOST_CELLS, SPECIES, knock_out, read_penguins
from gmm.data.datasets import DATASETS
from gmm.holes import MECHANISMS, make_holes

POINTS = read_penguins().points


def test_the_table_is_the_published_one() -> None:
    points, species = read_penguins()
    assert points.shape == (342, 4)
    np.testing.assert_array_equal(points[:, :2], DATASETS["Penguins"].make(0, 0).points)
    assert points.mean(axis=0) == pytest.approx([43.92193, 17.15117, 200.91520, 4201.75439])
    assert np.bincount(species).tolist() == [151, 68, 123]
    assert SPECIES[species[0]] == "Adelie"
    assert not points.flags.writeable


@pytest.mark.parametrize("mechanism", MECHANISMS)
@pytest.mark.parametrize("cells", range(1, MOST_CELLS + 1))
def test_rows_lose_as_many_cells_as_asked_for(mechanism: str, cells: int) -> None:
    holes = knock_out(POINTS, 0.5, mechanism, 3, cells)
    counts = holes.sum(axis=1)
    assert sorted(set(counts)) == [0, cells]
    assert (counts > 0).sum() == 171
    first = make_holes(POINTS, 0.5, mechanism, 3, range(4))
    assert (holes >= first).all()
    # What a hole goes by stays known.
    rows, columns = np.nonzero(first)
    assert not holes[rows, (columns + 1) % 4].any()
    np.testing.assert_array_equal(holes, knock_out(POINTS, 0.5, mechanism, 3, cells))


def test_cells_after_the_first_are_lost_by_chance() -> None:
    first = make_holes(POINTS, 0.7, "by chance", 0, range(4))
    more = knock_out(POINTS, 0.7, "by chance", 0, 2) & ~first
    after = (np.nonzero(more)[1] - np.nonzero(first)[1]) % 4
    assert sorted(set(after)) == [2, 3]
    assert abs((after == 2).mean() - 0.5) < 0.1


@pytest.mark.parametrize("cells", [0, 4])
def test_a_row_keeps_a_cell(cells: int) -> None:
    with pytest.raises(ValueError, match="from 1 to 3"):
        knock_out(POINTS, 0.5, "by chance", 0, cells)
