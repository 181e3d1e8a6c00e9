"""The data of the worked cases: simulators, readers of bundled tables, features; no screen."""
