"""Tables and data sets: bytes, text or a recipe in, points out."""
