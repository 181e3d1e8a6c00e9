"""The laboratory: points of which some cells are missing, and what EM makes of them."""

from gmm.ui.lab.missing.page import show

show()
