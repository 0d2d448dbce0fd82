"""Teaching the judge: graded damage, targets from full-reference metrics, training, export and measuring."""
