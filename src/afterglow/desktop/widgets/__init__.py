"""Pieces that several panels are made of."""
