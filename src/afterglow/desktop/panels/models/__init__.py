"""The models on this machine: their cards, adding, removing and verifying them."""
