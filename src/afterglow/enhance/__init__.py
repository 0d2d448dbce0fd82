"""What we do to a picture."""
