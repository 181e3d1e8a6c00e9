"""A case: who is speaking, by a background model that is adapted to each person."""

from gmm.ui.uses.speakers.page import show

show()
