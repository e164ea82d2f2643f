"""A small process that outlives a session which hangs or dies, and makes it heard."""
