import os
from pathlib import Path

import pytest
from hypothesis import settings

# The settings of whoever runs the tests are none of theirs.
os.environ["VOICECOACH_CONFIG"] = str(Path(__file__).parent / "no-settings")

# A slow machine is no failure: nothing here judges by the clock.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests in real time come last: sound breaks up beside others that keep the machine busy."""
    items.sort(key=lambda item: item.get_closest_marker("real_time") is not None)
