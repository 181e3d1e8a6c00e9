"""The case of languages and styles of music: one mixture a class."""
