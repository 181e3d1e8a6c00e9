"""A use: which language a text is in, and which style a piece of music; one mixture a class."""

from gmm.ui.uses.languages.page import show

show()
