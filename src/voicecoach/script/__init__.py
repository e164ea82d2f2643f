"""A session file, read: YAML in, a typed and frozen `Session` out, or every mistake in it."""
