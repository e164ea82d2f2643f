import os
from pathlib import Path

from hypothesis import settings

# The settings of whoever runs the tests are none of theirs.
os.environ["VOICECOACH_CONFIG"] = str(Path(__file__).parent / "no-settings")

# A slow machine is no failure: nothing here judges by the clock.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
