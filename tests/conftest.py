from hypothesis import settings

# A slow machine is no failure: nothing here judges by the clock.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
