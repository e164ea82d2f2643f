"""Session to plan: what is said and done, in which order, for how long. Pure."""
