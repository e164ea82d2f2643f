"""Sound in and out: the mixer, the tones, the echo canceller, and the one device stream."""
