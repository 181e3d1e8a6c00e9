"""Uses: gaps in a table, filled."""

from gmm.ui.uses.gaps.page import show

show()
