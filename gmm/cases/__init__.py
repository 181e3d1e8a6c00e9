"""The worked cases' data: readers, simulators and the features taken of them."""
