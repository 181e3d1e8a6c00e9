"""Shapes and what they cost: the four constraints on the same points, from the same start."""
