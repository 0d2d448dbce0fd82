"""Pictures made better, one at a time or many."""
