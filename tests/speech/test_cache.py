import os
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from voicecoach.core.clip import Clip
from voicecoach.speech.cache import CachedVoice, ClipCache
from voicecoach.speech.voice import VoiceFailed


def clip_of(seed: int, frames: int = 1000, rate: int = 22_050) -> Clip:
    whole = np.random.default_rng(seed).integers(-32768, 32768, frames)
    return Clip((whole / 32768).astype(np.float32).tobytes(), rate)


class Parrot:
    """A voice of noise, another for every line; it counts how often it was asked."""

    def __init__(self, name: str = "parrot") -> None:
        self.name = name
        self.asked = 0
        self.closed = False

    def render(self, text: str, wpm: int) -> Clip:
        self.asked += 1
        if text == "unspeakable":
            raise VoiceFailed("No.", "Be kind.")
        return clip_of(hash((self.name, text, wpm)) & 0xFFFF)

    def close(self) -> None:
        self.closed = True


def only_file(folder: Path) -> Path:
    (path,) = folder.iterdir()
    return path


@given(st.integers(0, 500), st.sampled_from([8000, 16_000, 22_050, 48_000]))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_clip_comes_back_as_it_went_in(tmp_path: Path, frames: int, rate: int) -> None:
    clip = clip_of(1, frames, rate)
    ClipCache(tmp_path).put("key", clip)
    assert ClipCache(tmp_path).get("key") == clip


def test_nothing_comes_back_for_what_was_never_put(tmp_path: Path) -> None:
    assert ClipCache(tmp_path / "none").get("key") is None


def test_every_clip_has_its_own_key_even_with_broken_text(tmp_path: Path) -> None:
    cache = ClipCache(tmp_path)
    for n, key in enumerate(("a", "b", "a\0b", "\ud800", "é")):
        cache.put(key, clip_of(n))
    assert [cache.get(key) for key in ("a", "b", "a\0b", "\ud800", "é")] == [
        clip_of(n) for n in range(5)
    ]


@given(st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_file_with_any_byte_changed_or_missing_counts_as_none(
    tmp_path: Path, data: st.DataObject
) -> None:
    cache = ClipCache(tmp_path)
    cache.put("key", clip_of(1, 50))
    path = only_file(tmp_path)
    entry = bytearray(path.read_bytes())
    place = data.draw(st.integers(0, len(entry) - 1))
    if data.draw(st.booleans()):
        entry[place] ^= data.draw(st.integers(1, 255))
    else:
        del entry[place:]
    path.write_bytes(entry)
    assert cache.get("key") is None


def test_a_file_under_another_clips_name_counts_as_none(tmp_path: Path) -> None:
    cache = ClipCache(tmp_path)
    cache.put("one", clip_of(1))
    one = only_file(tmp_path)
    cache.put("two", clip_of(2))
    (two,) = set(tmp_path.iterdir()) - {one}
    one.replace(two)
    assert cache.get("two") is None


def test_the_least_recently_used_go_first_when_room_runs_out(tmp_path: Path) -> None:
    room_for_ten = 10 * (1000 * 2 + 44 + 16)
    cache = ClipCache(tmp_path, room_for_ten)
    for n in range(10):
        cache.put(str(n), clip_of(n))
        for path in tmp_path.iterdir():  # as if an hour passed
            os.utime(path, ns=(0, path.stat().st_mtime_ns - 3_600_000_000_000))
    assert cache.get("0") == clip_of(0)
    cache.put("10", clip_of(10))
    assert cache.get("1") is None
    assert cache.get("0") == clip_of(0)
    assert cache.get("10") == clip_of(10)
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) <= room_for_ten


def test_a_full_folder_from_last_time_is_noticed(tmp_path: Path) -> None:
    for n in range(10):
        ClipCache(tmp_path).put(str(n), clip_of(n))
    ClipCache(tmp_path, 5000).put("new", clip_of(11))
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) <= 5000


def test_a_line_is_rendered_once_and_sounds_the_same_ever_after(tmp_path: Path) -> None:
    parrot = Parrot()
    voice = CachedVoice(parrot, ClipCache(tmp_path))
    first = voice.render("Knee in.", 175)
    assert CachedVoice(parrot, ClipCache(tmp_path)).render("Knee in.", 175) == first
    assert parrot.asked == 1


def test_another_voice_rate_or_text_is_another_clip(tmp_path: Path) -> None:
    cache = ClipCache(tmp_path)
    voices = [CachedVoice(Parrot(name), cache) for name in ("anna", "bert")]
    clips = {
        voice.render(text, wpm)
        for voice in voices
        for text in ("One.", "Two.")
        for wpm in (150, 175)
    }
    assert len(clips) == 8


def test_a_broken_entry_is_rendered_again_and_mended(tmp_path: Path) -> None:
    parrot = Parrot()
    voice = CachedVoice(parrot, ClipCache(tmp_path))
    clip = voice.render("Knee in.", 175)
    only_file(tmp_path).write_bytes(b"not a clip")
    assert voice.render("Knee in.", 175) == clip
    assert voice.render("Knee in.", 175) == clip
    assert parrot.asked == 2


def test_a_folder_that_cannot_be_made_costs_only_the_cache(tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("")
    parrot = Parrot()
    voice = CachedVoice(parrot, ClipCache(in_the_way / "clips"))
    assert voice.render("One.", 175) == voice.render("One.", 175)
    assert parrot.asked == 2


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has /dev/full")
def test_a_full_disk_costs_only_the_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def on_a_full_disk(**_: object) -> tuple[int, str]:
        return os.open("/dev/full", os.O_WRONLY), str(tmp_path / "part")

    monkeypatch.setattr("voicecoach.speech.cache.tempfile.mkstemp", on_a_full_disk)
    voice = CachedVoice(Parrot(), ClipCache(tmp_path))
    assert voice.render("One.", 175).frames
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(sys.platform == "win32", reason="no such rights on Windows")
def test_a_read_only_folder_still_gives_what_it_has(tmp_path: Path) -> None:
    cache = ClipCache(tmp_path)
    cache.put("old", clip_of(1))
    tmp_path.chmod(0o500)
    try:
        cache.put("new", clip_of(2))
        assert cache.get("old") == clip_of(1)
    finally:
        tmp_path.chmod(0o700)


def test_a_line_that_the_voice_cannot_say_is_not_kept(tmp_path: Path) -> None:
    voice = CachedVoice(Parrot(), ClipCache(tmp_path))
    with pytest.raises(VoiceFailed):
        voice.render("unspeakable", 175)
    assert not list(tmp_path.iterdir())


def test_closing_closes_the_voice_behind(tmp_path: Path) -> None:
    parrot = Parrot()
    CachedVoice(parrot, ClipCache(tmp_path)).close()
    assert parrot.closed
