"""Uses: what Gaussian mixtures are for, a page for each case."""
