"""Enhanced frames made to agree with the frames before them: `calm.Calm` is what the room uses."""
