"""What authors do with a session: judge it, look at it, draw it, and make a sound file of it."""
