"""Sound to intents: voice activity, segments, recognizers, and the decision what was meant."""
