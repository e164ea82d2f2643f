"""`python -m voicecoach` does what `voicecoach` does."""

from voicecoach.cli import main

main()
