"""The user's own music: turned down while a session runs, and back up whatever happens."""
