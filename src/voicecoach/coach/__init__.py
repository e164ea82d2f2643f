"""The conductor: a state machine without I/O that turns events into actions. Pure."""
