"""What runs: the stage, which opens voice, sound and ears, and what keeps it going."""
