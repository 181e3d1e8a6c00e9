"""An image's colours: pixels as a mixture in colour space."""
