"""The checks of `voicecoach doctor` and of the first run, carried out: what `doctor` decides on."""
