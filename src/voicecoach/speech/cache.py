"""Clips on disk: what was said once is there at once the next time.

The cache can only ever save time. Whatever is wrong with it (broken, full, read-only, another
program's file), the line is rendered, and the session goes on.
"""

import contextlib
import hashlib
import io
import os
import tempfile
import wave
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import platformdirs

from voicecoach.core.clip import Clip
from voicecoach.speech.voice import Voice

LIMIT_BYTES = 128 * 1024 * 1024
"""Room for some 1,500 lines of two seconds."""
_FORMAT = "1"
"""Part of every key. Raise it when clips are shaped in another way."""
_DIGEST_BYTES = 16
_SAMPLE_BYTES = 2
_FULL_SCALE = 1 << 15


class ClipCache:
    """Clips by key in a folder, the least recently used going first when `limit_bytes` is passed.

    A clip's file is an ordinary 16-bit WAV with a checksum behind it, so that a broken one is
    found out. Without `folder` it is the platform's cache folder. Nothing is read or written
    before the first use. Several programs may use one folder.
    """

    def __init__(self, folder: Path | None = None, limit_bytes: int = LIMIT_BYTES) -> None:
        self._folder = folder
        self._limit_bytes = limit_bytes
        self._bytes: int | None = None

    @property
    def folder(self) -> Path:
        """Where the clips lie."""
        if self._folder is None:
            self._folder = platformdirs.user_cache_path("voicecoach", appauthor=False) / "clips"
        return self._folder

    def get(self, key: str) -> Clip | None:
        """The clip that was put under `key`, or None if it is not there or not whole."""
        path = self._path(key)
        try:
            entry = path.read_bytes()
        except OSError:
            return None
        sound, digest = entry[:-_DIGEST_BYTES], entry[-_DIGEST_BYTES:]
        if digest != _digest(key, sound):
            return None
        with contextlib.suppress(OSError):
            os.utime(path)
        return _read_wav(sound)

    def put(self, key: str, clip: Clip) -> None:
        """Keep `clip`, rounded to 16 bits, under `key`. What cannot be kept is let go."""
        sound = _write_wav(clip)
        with contextlib.suppress(OSError):
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._write(self._path(key), sound + _digest(key, sound))
            self._make_room(len(sound) + _DIGEST_BYTES)

    def _path(self, key: str) -> Path:
        return self.folder / f"{hashlib.sha256(_bytes(key)).hexdigest()}.wav"

    def _write(self, path: Path, entry: bytes) -> None:
        """Write the whole file or nothing: others see the old one or the new one."""
        handle, name = tempfile.mkstemp(dir=self.folder, suffix=".part")
        try:
            with os.fdopen(handle, "wb") as part:
                part.write(entry)
            Path(name).replace(path)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise

    def _make_room(self, added: int) -> None:
        """Count what was added, and remove the oldest files until a tenth of the room is free."""
        self._bytes = self._bytes + added if self._bytes is not None else self._limit_bytes + 1
        if self._bytes <= self._limit_bytes:
            return
        files = sorted(self._files())
        self._bytes = sum(size for _, size, _ in files)
        enough = self._limit_bytes * 0.9 if self._bytes > self._limit_bytes else self._bytes
        for _, size, path in files:
            if self._bytes <= enough:
                return
            with contextlib.suppress(FileNotFoundError):
                path.unlink()
            self._bytes -= size

    def _files(self) -> Iterator[tuple[int, int, Path]]:
        """Time of last use, size and path of every file, leftovers of a crash included."""
        for path in self.folder.iterdir():
            with contextlib.suppress(FileNotFoundError):
                status = path.stat()
                yield status.st_mtime_ns, status.st_size, path


def _bytes(key: str) -> bytes:
    return key.encode(errors="surrogatepass")


def _digest(key: str, sound: bytes) -> bytes:
    return hashlib.blake2b(_bytes(key) + sound, digest_size=_DIGEST_BYTES).digest()


def _write_wav(clip: Clip) -> bytes:
    samples = np.frombuffer(clip.pcm, np.float32)
    whole = np.clip(np.round(samples * _FULL_SCALE), -_FULL_SCALE, _FULL_SCALE - 1)
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(_SAMPLE_BYTES)
        file.setframerate(clip.rate)
        file.writeframes(whole.astype("<i2").tobytes())
    return buffer.getvalue()


def _read_wav(sound: bytes) -> Clip:
    with wave.open(io.BytesIO(sound)) as file:
        whole = np.frombuffer(file.readframes(file.getnframes()), "<i2")
        return Clip((whole / np.float32(_FULL_SCALE)).tobytes(), file.getframerate())


class CachedVoice:
    """`voice`, which is only asked for what is not in `cache`."""

    def __init__(self, voice: Voice, cache: ClipCache) -> None:
        self._voice = voice
        self._cache = cache

    @property
    def name(self) -> str:
        """The name of the voice behind the cache."""
        return self._voice.name

    def render(self, text: str, wpm: int) -> Clip:
        """The sound of `text`, from the cache or the voice. Raises VoiceFailed."""
        key = "\0".join((_FORMAT, self.name, str(wpm), text))
        clip = self._cache.get(key)
        if clip is None:
            clip = self._voice.render(text, wpm)
            self._cache.put(key, clip)
        return clip

    def close(self) -> None:
        """Close the voice."""
        self._voice.close()
