"""Where points come from, one file a source."""
