"""Uses: anomalies, by a threshold on the density."""

from gmm.ui.uses.anomalies.page import show

show()
