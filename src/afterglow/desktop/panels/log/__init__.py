"""What happened, in this session and before."""
