"""Uses: routines from sensors, and how many of them there are."""

from gmm.ui.uses.routines.page import show

show()
