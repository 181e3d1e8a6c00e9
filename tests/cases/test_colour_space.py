"""CIELAB against published values, and there and back."""

import numpy as np
import pytest

from gmm.cases.colour_space import measure_colour_error, to_bytes, to_lab, to_srgb

# B. Lindbloom's colour calculator, for sRGB and D65; the grey of 119 is L* = 50 to two digits.
PUBLISHED = {
    (255, 255, 255): (100.0, 0.0, 0.0),
    (0, 0, 0): (0.0, 0.0, 0.0),
    (255, 0, 0): (53.2408, 80.0925, 67.2032),
    (0, 255, 0): (87.7347, -86.1827, 83.1793),
    (0, 0, 255): (32.2970, 79.1875, -107.8602),
    (255, 255, 0): (97.1393, -21.5537, 94.4780),
    (0, 255, 255): (91.1132, -48.0875, -14.1312),
    (255, 0, 255): (60.3242, 98.2343, -60.8249),
    (119, 119, 119): (50.03, 0.0, 0.0),
}


@pytest.mark.parametrize(("colour", "lab"), PUBLISHED.items())
def test_cielab_is_as_published(colour: tuple[int, ...], lab: tuple[float, ...]) -> None:
    np.testing.assert_allclose(to_lab(np.array(colour, dtype=np.uint8)), lab, atol=0.01)
    np.testing.assert_allclose(to_lab(np.array(colour) / 255), lab, atol=0.01)
    assert to_bytes(lab).tolist() == list(colour)


def test_every_byte_comes_back() -> None:
    colours = np.random.default_rng(0).integers(0, 256, (5_000, 3)).astype(np.uint8)
    greys = np.repeat(np.arange(256, dtype=np.uint8)[:, np.newaxis], 3, axis=1)
    for each in (colours, greys, colours.reshape(50, 100, 3)):
        np.testing.assert_array_equal(to_bytes(to_lab(each)), each)
    np.testing.assert_allclose(to_lab(greys)[:, 1:], 0, atol=1e-9)


def test_what_no_screen_shows_is_cut_off() -> None:
    shown = to_srgb(np.array([[120.0, 0, 0], [50, 300, 0], [-20, 0, 0]]))
    assert shown.min() >= 0
    assert shown.max() <= 1
    np.testing.assert_allclose(shown[[0, 2]], [[1, 1, 1], [0, 0, 0]])


@pytest.mark.parametrize(
    "wrong", [[0.1, 0.2], 0.5, [[0.1, 0.2, 1.5]], [np.nan, 0, 0], [-0.1, 0, 0]]
)
def test_what_is_no_colour_is_refused(wrong: object) -> None:
    with pytest.raises(ValueError, match=r"three numbers|from 0 to 1"):
        to_lab(np.array(wrong))


def test_the_error_is_a_root_mean_square_of_distances() -> None:
    assert measure_colour_error([[0, 0, 0], [1, 1, 1]], [[3, 4, 0], [1, 1, 1]]) == pytest.approx(
        np.sqrt(25 / 2)
    )
