"""A hands-free exercise coach: it reads sessions aloud, counts, keeps time, and listens."""
