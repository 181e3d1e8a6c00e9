"""The laboratory: how many tops there are, and how often a start reaches the best one."""

from gmm.ui.lab.starts.page import show

show()
