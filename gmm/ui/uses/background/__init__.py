"""The page on a video's background."""
