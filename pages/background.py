"""A case: which pixels of a film are background, and which are somebody who walks by."""

from gmm.ui.uses.background.page import show

show()
