"""A case."""

from gmm.ui.uses.opening import close_case, open_case

open_case("background")
close_case("background", "")
