"""Text to clips: voices, the cache of what they said, and what a session has ready to say."""
