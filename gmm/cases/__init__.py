"""Data and truth of the uses: simulators, readers, features; no screen."""
