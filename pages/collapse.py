"""The laboratory: a component without width, and what helps."""

from gmm.ui.lab.collapse.page import show_collapse

show_collapse()
