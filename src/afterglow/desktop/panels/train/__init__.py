"""The page of training: a model of one's own from one's own pictures."""
