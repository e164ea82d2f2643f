"""No sound that the microphone heard is in any file written, and no connection leaves the machine.

A mark that nothing else sounds like is played into the microphone of a real session, and then
looked for in every file that the program opened for writing: as samples of any usual kind, at the
rates that the program works at. Nothing is deleted meanwhile: strace makes the program believe so.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from tests.end_to_end.coach import SHORT, Coach
from tests.journal.session import Diary
from tests.journal.test_crashes import traced
from tests.virtual_sound import RATE, VirtualSound, missing, speak

from voicecoach.core.clip import HEARING_RATE, Clip
from voicecoach.journal.history import Ending

Samples = npt.NDArray[np.float64]

MARK_S = 3.0
SURE = 14.0
"""Standard deviations of the correlation with what is not the mark. Chance reaches 7, a sine 9; the
mark itself 170, and 28 under noise that is 12 dB louder."""
LOW_HZ, HIGH_HZ = 400, 3400
_KINDS = [*(("<i2", start) for start in range(2)), *(("<f4", start) for start in range(4))]
_OPENED = re.compile(r'open(?:at)?\((?:AT_FDCWD|\d+)?(?:<([^>]*)>)?,? ?"([^"]*)", ([A-Z_|0-9]+)')


def mark(rate: int) -> Samples:
    """Noise between `LOW_HZ` and `HIGH_HZ`, the same at every rate."""
    spectrum = np.zeros(int(MARK_S * rate) // 2 + 1, complex)
    low, high = int(LOW_HZ * MARK_S), int(HIGH_HZ * MARK_S)
    phases = np.random.default_rng(7).uniform(0, 2 * np.pi, high - low)
    spectrum[low:high] = np.exp(1j * phases)
    samples = np.fft.irfft(spectrum, int(MARK_S * rate))
    return np.asarray(samples / np.abs(samples).max() * 0.5)


def likeness(content: bytes) -> float:
    """How surely the mark is in `content`, in standard deviations."""
    return max(
        (
            _peak(np.frombuffer(content, kind, (len(content) - start) // width, start), rate)
            for kind, start in _KINDS
            for rate in (HEARING_RATE, RATE)
            if len(content) > start + (width := np.dtype(kind).itemsize)
        ),
        default=0.0,
    )


def _peak(values: npt.NDArray[np.generic], rate: int) -> float:
    """The highest peak of the correlation with the mark, in which every frequency counts alike."""
    with np.errstate(all="ignore"):  # bytes that are no samples may be any number
        rising = np.diff(values.astype(np.float64))
    samples = np.sign(np.nan_to_num(rising))  # however loud what stands beside it
    wanted = mark(rate)
    size = 1 << (len(samples) + len(wanted)).bit_length()
    cross = np.fft.rfft(samples, size) * np.conj(np.fft.rfft(wanted, size))
    cross /= np.maximum(np.abs(cross), 1e-12)
    cross[: LOW_HZ * size // rate] = cross[HIGH_HZ * size // rate :] = 0
    found = np.fft.irfft(cross, size)
    return float(np.max(np.abs(found)) / max(np.std(found), 1e-12))


def written(trace: Path) -> Iterator[Path]:
    """Every regular file that was opened for writing."""
    for line in trace.read_text(errors="replace").splitlines():
        opened = _OPENED.search(line)
        if opened is None or not {"O_WRONLY", "O_RDWR"} & set(opened[3].split("|")):
            continue
        path = Path(opened[1] or "/", opened[2])
        if path.is_file() and not path.is_relative_to("/proc"):
            yield path


@traced
@pytest.mark.real_time
@pytest.mark.skipif(bool(missing()), reason="needs PulseAudio")
def test_what_the_microphone_hears_is_in_no_file_and_leaves_by_no_connection(
    diary: Diary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with diary.session() as stage:  # a new database would roll back what it cannot delete
        stage.run_until_ready()
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    trace, events = tmp_path / "trace", tmp_path / "events.jsonl"
    keep = ["-e", "inject=unlink,unlinkat,rmdir:retval=0"]
    calls = ["-e", "trace=open,openat,creat,connect,sendto,sendmsg,unlink,unlinkat,rmdir"]
    strace = ["strace", "-f", "-y", "--seccomp-bpf", "-o", str(trace), *calls, *keep]
    command = [sys.executable, "-m", "voicecoach", "run", str(SHORT), "--begin"]
    played = mark(RATE).astype(np.float32)
    with VirtualSound() as sound:
        process = sound.start(
            [*strace, *command, "--events", str(events)], stdout=subprocess.DEVNULL
        )
        coach = Coach(sound, process, events)
        coach.wait_until_it_listens_and_speaks()
        from_s = sound.now_s
        sound.say(Clip(played.tobytes(), RATE)).wait()
        heard = sound.recording(from_s).room
        sound.say(speak("My secret word is wombat.", "en-us+f3")).wait()
        sound.wait_until(sound.now_s + 1)
        coach.is_told("It hurts!", "pain")
        coach.is_told("Finish.", "finish", voice="flite:slt")  # the question is not for this test
        assert coach.end() == 4
        files = sorted({*written(trace), *(f for f in tmp_path.rglob("*") if f.is_file())})
        contents = {file: file.read_bytes() for file in files}
    planted = os.urandom(1001) + (heard * 1000).astype("<i2").tobytes() + os.urandom(1001)
    assert likeness(planted) > SURE  # it would be found
    assert likeness(b"\0" * 999 + (heard / 30).astype("<f4").tobytes()) > SURE
    del contents[trace]
    assert diary.path in contents
    assert diary.path.with_name(f"{diary.path.name}-wal") in contents
    assert any(file.suffix == ".wav" for file in contents)
    assert {file.name for file, content in contents.items() if likeness(content) > SURE} == set()
    del contents[events]  # the user asked for what was heard in words
    assert {
        file.name for file, content in contents.items() if b"wombat" in content.lower()
    } == set()
    reached = re.findall(r"sa_family=(AF_\w+)", trace.read_text(errors="replace"))
    assert set(reached) <= {"AF_UNIX"}
    assert reached  # the sound server was
    assert not [file for file in contents if "onnxruntime" in str(file)]
    assert diary.last.ending is Ending.PAIN
    assert [report.kind for report in diary.last.pain] == ["pain"]
