"""Two pictures judged: which is better, how sure that is, and where they differ."""
