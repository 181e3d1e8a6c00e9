"""Collapse: a component without width, a likelihood without end, and what helps."""
