"""What fills the plane below the points: the mixture's density, or the regions of its components.

As assets/stage/field.js has it.
"""

import math

import numpy as np
from matplotlib.image import AxesImage

from gmm.mixture import Mixture, log_joint, normalise
from gmm.ui.link import View
from gmm.ui.takeaway.colours import Theme, pick_colour
from gmm.ui.takeaway.pane import Pane
from gmm.ui.takeaway.sheet import Sheet, put

CELL = 2.0  # pixels
BANDS = 9


def draw_field(sheet: Sheet, pane: Pane, mixture: Mixture, view: View, theme: Theme) -> None:
    """Fill a plane, if the view asks for it and the mixture has no more than two dimensions.

    Parameters
    ----------
    sheet : Sheet
    pane : Pane
    mixture : Mixture
    view : View
        With "density" bands of equal steps, from faint to strong; else with "regions" a
        component's colour where its joint density is the largest.
    theme : Theme
    """
    if mixture.means.shape[1] != 2 or not view.on & {"density", "regions"}:
        return
    left, _, _, top = pane.view.box
    across, up = (CELL / scale for scale in pane.view.scales)
    columns, rows = math.ceil(pane.area.width / CELL), math.ceil(pane.area.height / CELL)
    places = np.meshgrid(
        left + across * (np.arange(columns) + 0.5), top - up * (np.arange(rows) + 0.5)
    )
    joint = log_joint(np.stack(places, axis=-1).reshape(-1, 2), mixture)
    density = normalise(joint, mixture.weights)[1]
    if "density" not in view.on:
        colours = np.array([pick_colour(theme, k) for k in range(joint.shape[1])])
        pixels = np.column_stack([colours[joint.argmax(axis=1)], np.full(len(joint), 46 / 255)])
    elif density.max() == -np.inf:  # everywhere out of a float's reach
        return
    else:
        # The square root gives the tails bands of their own.
        bands = np.floor(BANDS * 0.999 * np.exp((density - density.max()) / 2))
        pixels = np.column_stack([np.tile(theme.ink, (len(joint), 1)), 15 * bands / 255])
    x, y = pane.area.x0, pane.area.y0
    extent = (x, x + columns * CELL, y + rows * CELL, y)
    image = AxesImage(sheet, extent=extent, interpolation="bilinear")
    image.set_data(pixels.reshape(rows, columns, 4))
    put(sheet, image, pane.area)
