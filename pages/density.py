"""The laboratory: the mixture as a density, new points from it, and outliers."""

from gmm.ui.lab.density.page import show

show()
