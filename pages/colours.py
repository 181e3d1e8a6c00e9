"""A case."""

from gmm.ui.uses.opening import close_case, open_case

open_case("colours")
close_case("colours", "")
