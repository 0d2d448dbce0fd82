"""Finding, pairing and cropping pictures."""
