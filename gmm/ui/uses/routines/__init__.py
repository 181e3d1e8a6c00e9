"""The page of routines from sensors."""
