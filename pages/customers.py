"""A case."""

from gmm.ui.uses.opening import close_case, open_case

open_case("customers")
close_case("customers", "")
