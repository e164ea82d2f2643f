"""Sound to files: formats, chapters, tags, loudness, and the words beside it."""
