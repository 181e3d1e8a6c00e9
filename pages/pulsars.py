"""Uses: pulsars, by period and period derivative."""

from gmm.ui.uses.pulsars.page import show

show()
