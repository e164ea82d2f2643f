"""Another program's music, really playing: down for the session, and back whatever happens."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest
from tests.virtual_sound import VirtualSound, missing

pytestmark = [
    pytest.mark.real_time,
    pytest.mark.skipif(bool(missing()), reason="no virtual sound here"),
]
FULL, LOW = 65536, 38295
SESSION = """
from voicecoach.music.lowered import Lowered
with Lowered():
    input()
"""
PATIENCE_S = 20.0


@pytest.fixture
def room() -> Iterator[VirtualSound]:
    with VirtualSound(hiss_db=None) as room:
        play_music(room)
        wait_for(room, [FULL])
        yield room


def play_music(room: VirtualSound) -> None:
    command = ["pacat", "--playback", "--device=speaker", "--raw", "--property=media.role=music"]
    room.start([*command, "/dev/zero"])


def volumes(room: VirtualSound) -> list[int]:
    """Of all that other programs play."""
    command = ["pactl", "--format=json", "list", "sink-inputs"]
    told = subprocess.run(command, env=room.environment, capture_output=True, check=True).stdout
    return [
        channel["value"]
        for stream in json.loads(told)
        if stream["properties"].get("media.role") == "music"
        for channel in list(stream["volume"].values())[:1]
    ]


def wait_for(room: VirtualSound, wanted: list[int]) -> None:
    give_up = room.now_s + PATIENCE_S
    while volumes(room) != wanted:
        assert room.now_s < give_up, (volumes(room), wanted)
        room.wait_until(room.now_s + 0.05)


@pytest.mark.parametrize("end", ["finished", "killed"])
def test_music_is_lower_until_the_session_ends_even_if_it_is_killed(
    room: VirtualSound, end: str
) -> None:
    command = [sys.executable, "-c", SESSION]
    session = room.start(command, stdin=subprocess.PIPE)
    assert session.stdin
    wait_for(room, [LOW])
    play_music(room)  # the next title may be another stream
    wait_for(room, [LOW, LOW])
    if end == "killed":
        session.send_signal(signal.SIGKILL)
    session.stdin.close()
    wait_for(room, [FULL, FULL])
    session.wait()
