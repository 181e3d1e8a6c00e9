"""The laboratory: pages for the questions that come after the first run."""
