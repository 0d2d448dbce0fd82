"""Where jobs run: an engine is one function that takes jobs and emits events."""
