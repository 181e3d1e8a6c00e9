"""The laboratory: the four constraints beside each other, and what they cost."""

from gmm.ui.lab.shapes.page import show_shapes

show_shapes()
