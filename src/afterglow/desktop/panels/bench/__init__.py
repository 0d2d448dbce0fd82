"""What this machine can do with each model, measured and compared with earlier."""
