"""Being started by the system: at log-in, and as a reminder at a chosen time."""
