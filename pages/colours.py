"""A case: an image's colours as a mixture."""

from gmm.ui.uses.colours.page import show

show()
