"""What is music, of all that plays."""

import json

import pytest

from voicecoach.music.streams import Stream, streams


def stream(name: str = "mpv", role: str = "", pid: int = 7, *volumes: int) -> Stream:
    return Stream(3, name, pid, role, volumes or (65536,))


@pytest.mark.parametrize("role", ["", "music", "video", "game"])
def test_music_and_films_are_turned_down(role: str) -> None:
    assert stream("Spotify", role).is_music


@pytest.mark.parametrize(
    "other",
    [
        *(stream("sd_espeak-ng"), stream("python3/Speech-Dispatcher/x"), stream("orca")),
        *(stream("firefox", "phone"), stream("orca", "a11y"), stream("gnome", "event")),
        stream("Loopback", pid=0),
    ],
)
def test_screen_readers_calls_and_the_server_itself_stay_as_they_are(other: Stream) -> None:
    assert not other.is_music


def test_it_is_14_db_less_on_the_servers_scale_and_never_silent() -> None:
    assert stream("mpv", "", 7, 65536, 30000).lowered == (38295, 17530)


def test_what_pactl_tells_is_read() -> None:
    told = {
        "index": 12,
        "client": "40",
        "volume": {"front-left": {"value": 50000}, "front-right": {"value": 40000}},
        "properties": {
            "application.name": "Music",
            "application.process.binary": "player",
            "application.process.id": "4711",
            "media.role": "Music",
        },
    }
    assert list(streams(json.dumps([told]))) == [
        Stream(12, "player/Music/", 4711, "music", (50000, 40000))
    ]


@pytest.mark.parametrize("told", ["", "{}", "[1]", "[{}]", '[{"index": 1, "properties": []}]'])
def test_what_an_old_pactl_tells_is_refused(told: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - json has words of its own
        list(streams(told))
