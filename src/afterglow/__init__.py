"""Makes bad pictures good and says honestly how good they are."""
