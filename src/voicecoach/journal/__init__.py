"""What is kept of a session: what was done and what was reported, never what was said."""
