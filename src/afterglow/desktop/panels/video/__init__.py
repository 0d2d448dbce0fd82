"""The page for clips."""
