"""Pictures to learn from: made, found, checked and aligned by `afterglow data`."""
