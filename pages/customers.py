"""Uses: customers who leave, in segments."""

from gmm.ui.uses.customers.page import show

show()
