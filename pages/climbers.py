"""The laboratory: other climbers than EM."""

from gmm.ui.lab.climbers.page import show

show()
