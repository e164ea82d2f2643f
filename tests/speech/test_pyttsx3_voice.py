import itertools
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import textwrap
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from voicecoach.core.clip import Clip
from voicecoach.core.problems import NoSound
from voicecoach.speech.choice import UnknownVoice
from voicecoach.speech.pyttsx3_child import __file__ as child_file
from voicecoach.speech.pyttsx3_voice import CHILD, Pyttsx3Voice
from voicecoach.speech.shape import shape
from voicecoach.speech.sound_file import decode
from voicecoach.speech.voice import LONGEST_LINE, VoiceFailed

LINE = "Bring one knee towards your chest."
LINES = (LINE, "Seventeen.", "3", "Rest for 30 seconds.", "If it hurts, say so: I stop at once.")
RATES = (90, 130, 175, 225, 360)

needs_espeak = pytest.mark.skipif(
    shutil.which("espeak-ng") is None, reason="compares with the program espeak-ng"
)
unix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
faults_of_espeak = pytest.mark.skipif(
    sys.platform in {"darwin", "win32"}, reason="the faults are made in the eSpeak driver"
)


@pytest.fixture(scope="module")
def voice() -> Iterator[Pyttsx3Voice]:
    with Pyttsx3Voice() as speaking:
        yield speaking


@pytest.fixture
def own_temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What is left behind in the temporary folder is then ours."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def espeak_says(text: str, wpm: int, folder: Path) -> Clip:
    """A second opinion, from a program that shares nothing with pyttsx3."""
    path = folder / "second-opinion.wav"
    command = ["espeak-ng", "-v", "gmw/en", "-s", str(wpm), "-w", str(path), "--", text]
    subprocess.run(command, check=True)
    return shape(decode(path.read_bytes()))


def faulty(tmp_path: Path, fault: str, most: int = 1) -> tuple[str, ...]:
    child = Path(__file__).parent / "faulty_child.py"
    return (sys.executable, str(child), fault, "1", str(most), str(tmp_path / "faults"))


def script(body: str) -> tuple[str, ...]:
    return (sys.executable, "-c", textwrap.dedent(body))


def is_gone(pid: int) -> bool:
    """Whether the process has ended, though nobody may have asked how."""
    try:
        os.kill(pid, 0)
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except ProcessLookupError:
        return True
    except FileNotFoundError:  # not Linux
        return False


@needs_espeak
def test_a_hundred_lines_at_changing_rates_come_out_right(
    voice: Pyttsx3Voice, tmp_path: Path
) -> None:
    pairs = list(itertools.product(LINES, RATES))
    expected = {pair: espeak_says(*pair, tmp_path).seconds for pair in pairs}
    order = pairs * 4
    random.Random(1).shuffle(order)  # noqa: S311 - an order, no secret
    lengths = [voice.render(*pair).seconds for pair in order]
    # eSpeak itself varies that much with what it said before; the rates lie 17 % apart and more.
    np.testing.assert_allclose(lengths, [expected[pair] for pair in order], rtol=0.05, atol=0.015)
    assert voice.faults == {}


def test_a_line_is_speech_at_the_level_and_starts_at_once(voice: Pyttsx3Voice) -> None:
    samples = np.frombuffer(voice.render(LINE, 175).pcm, np.float32)
    first = np.flatnonzero(np.abs(samples) > 0.001)[0]
    assert first <= 0.006 * 22_050
    assert -23 < 10 * np.log10(np.mean(np.square(samples))) < -18


def test_a_faster_rate_makes_a_shorter_clip_and_back(voice: Pyttsx3Voice) -> None:
    slow, fast, slow_again = (voice.render(LINE, wpm).seconds for wpm in (120, 240, 120))
    assert fast < 0.6 * slow
    assert slow_again == pytest.approx(slow, rel=0.03)


@pytest.mark.parametrize(("asked", "nearest"), [(-5, 80), (10_000, 700)])
def test_a_rate_out_of_range_becomes_the_nearest(
    voice: Pyttsx3Voice, asked: int, nearest: int
) -> None:
    expected = voice.render(LINE, nearest).seconds
    assert voice.render(LINE, asked).seconds == pytest.approx(expected, rel=0.03)


def test_markup_from_a_stranger_is_spoken_not_obeyed(voice: Pyttsx3Voice) -> None:
    plain = voice.render("h hello", 175).seconds
    assert voice.render("[[h@l'oU]] hello", 175).seconds > 1.2 * plain
    slow = "<prosody rate='x-slow'>"
    assert voice.render(f"{slow}hello", 175).seconds > 2 * voice.render("hello", 175).seconds
    assert voice.render("\x0180S hello", 175).seconds == pytest.approx(
        voice.render("80S hello", 175).seconds, rel=0.03
    )


def test_nothing_to_say_is_a_clip_of_no_length(voice: Pyttsx3Voice) -> None:
    assert [voice.render(text, 175).frames for text in ("", "...", " \n\u200b")] == [0, 0, 0]


def test_a_line_without_end_is_refused_with_the_mend(voice: Pyttsx3Voice) -> None:
    with pytest.raises(VoiceFailed, match=f"at most {LONGEST_LINE} characters"):
        voice.render("and " * LONGEST_LINE, 175)


def test_the_longest_line_is_spoken_to_its_end(voice: Pyttsx3Voice) -> None:
    assert voice.render("knee " * (LONGEST_LINE // 5), 200).seconds > 40


@needs_espeak
def test_another_voice_has_another_name_and_sound() -> None:
    with Pyttsx3Voice() as british, Pyttsx3Voice("English (america)") as american:
        assert british.name.endswith(", gmw/en")
        assert american.name.endswith(", gmw/en-us")
        assert british.render("Can't.", 175) != american.render("Can't.", 175)


def test_an_unknown_voice_is_refused_with_near_ones() -> None:
    with Pyttsx3Voice("Englishh") as voice, pytest.raises(UnknownVoice, match="Englishh"):
        voice.render(LINE, 175)


def test_the_installed_voices_can_be_listed(voice: Pyttsx3Voice) -> None:
    assert any(info.speaks("en") for info in voice.voices())


@faults_of_espeak
@pytest.mark.parametrize(
    ("fault", "counted"),
    [
        ("die", "died"),
        ("hang", "did not answer in time"),
        ("stop", "did not answer in time"),
        ("rubbish", "answered with rubbish"),
        ("missing", "left no file"),
        ("empty", "left a file that is neither WAV nor AIFF"),
        ("cut", "left a file that is shorter than it declares"),
        ("silent", "was silent"),
        ("lost_rate", "spoke at another rate"),
        ("stale_text", "failed: spoke something else"),
    ],
)
def test_a_line_comes_out_right_although_the_child_goes_wrong(
    voice: Pyttsx3Voice, tmp_path: Path, fault: str, counted: str
) -> None:
    with Pyttsx3Voice(timeout_s=3, command=faulty(tmp_path, fault)) as unlucky:
        unlucky.name  # noqa: B018 - the child has loaded: from here on a hang costs half of that
        clip = unlucky.render(LINE, 175)
        assert unlucky.faults == {counted: 1}
    assert clip.seconds == pytest.approx(voice.render(LINE, 175).seconds, rel=0.03)


@faults_of_espeak
def test_a_doubtful_length_counts_when_two_children_agree() -> None:
    # eSpeak spells what it takes for an abbreviation: far longer than its letters say.
    with Pyttsx3Voice() as voice:
        assert voice.render("WWW WWW WWW WWW", 175).seconds > 4
        assert voice.faults == {"was too long": 1}


@unix
def test_a_child_killed_from_outside_is_replaced() -> None:
    with Pyttsx3Voice() as voice:
        before = voice.render(LINE, 175)
        assert voice.pid
        os.kill(voice.pid, signal.SIGTERM)
        assert voice.render(LINE, 175).seconds == pytest.approx(before.seconds, rel=0.03)
        assert voice.faults == {"died": 1}


@pytest.mark.parametrize(
    "body",
    [
        "import threading; threading.Event().wait()",
        "raise SystemExit(3)",
        "while True: print('ALSA lib pcm.c: unknown PCM')",
        "print('{\"id\": 1}\\n[]\\n', flush=True); input(); input()",
        "import os; os.close(1); input(); input()",
    ],
)
def test_a_child_that_is_no_use_is_given_up(body: str, own_temporary_folder: Path) -> None:
    with Pyttsx3Voice(timeout_s=0.1, command=script(body)) as voice:
        for _ in range(3):
            with pytest.raises(NoSound):
                voice.render(LINE, 175)
        with pytest.raises(VoiceFailed, match="given up"):
            voice.render(LINE, 175)
        voice.start()
        with pytest.raises(VoiceFailed, match=r"^The voice (?!failed again)"):
            voice.render(LINE, 175)
    assert not list(own_temporary_folder.iterdir())


def test_a_child_that_cannot_be_started_is_told() -> None:
    with pytest.raises(VoiceFailed, match="cannot be started"):
        Pyttsx3Voice(command=("/no/such/python",)).start()


def test_a_system_without_an_engine_is_told_what_to_install() -> None:
    no_library = """
        import ctypes
        from voicecoach.speech import pyttsx3_child

        def refuse(name):
            raise OSError(f"{name}: cannot open shared object file")

        ctypes.cdll.LoadLibrary = refuse
        import sys
        sys.platform = "linux"
        pyttsx3_child.main()
    """
    with (
        Pyttsx3Voice(command=script(no_library)) as voice,
        pytest.raises(VoiceFailed, match="no speech engine") as told,
    ):
        voice.render(LINE, 175)
    if sys.platform == "linux":
        assert "sudo apt install libespeak-ng1" in told.value.mend


@unix
def test_nothing_is_left_behind_and_nothing_is_printed(
    own_temporary_folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with Pyttsx3Voice() as voice:
        voice.render(LINE, 175)
        (folder,) = own_temporary_folder.iterdir()
        assert not list(folder.iterdir())
        pid = voice.pid
    assert pid
    assert is_gone(pid)
    assert not list(own_temporary_folder.iterdir())
    assert capfd.readouterr() == ("", "")


def test_nothing_runs_before_the_voice_is_used() -> None:
    assert Pyttsx3Voice().pid is None


def test_a_closed_voice_speaks_again_when_it_is_asked() -> None:
    with Pyttsx3Voice() as voice:
        before = voice.render(LINE, 175)
        voice.close()
        assert voice.pid is None
        assert voice.render(LINE, 175).seconds == pytest.approx(before.seconds, rel=0.03)


PARENT = """
    import sys, tempfile, threading
    from voicecoach.speech.pyttsx3_voice import Pyttsx3Voice

    tempfile.tempdir = sys.argv[1]
    voice = Pyttsx3Voice(command=sys.argv[2:])
    voice.start()
    voice.name
    if len(sys.argv) > 6:
        threading.Thread(target=voice.render, args=("Hold.", 175), daemon=True).start()
        while not open(sys.argv[-1], "rb").read():
            threading.Event().wait(0.01)
    print(voice.pid, flush=True)
    threading.Event().wait()
"""


@unix
@pytest.mark.parametrize("busy", [False, True])
def test_the_child_goes_with_a_parent_whose_group_is_killed(tmp_path: Path, busy: bool) -> None:
    folder = tmp_path / "temporary"
    folder.mkdir()
    if busy and sys.platform != "linux":
        pytest.skip("the fault is made in the eSpeak driver")
    command = faulty(tmp_path, "hang") if busy else CHILD
    with subprocess.Popen(
        [*script(PARENT), str(folder), *command], stdout=subprocess.PIPE, process_group=0
    ) as parent:
        assert parent.stdout
        child = int(parent.stdout.readline())
        os.killpg(parent.pid, signal.SIGKILL)
        for _ in range(1000):
            if is_gone(child):
                break
            threading.Event().wait(0.01)
    assert is_gone(child)
    assert not list(folder.iterdir())


def test_the_child_ignores_files_that_lie_where_the_program_is_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "wave.py").write_text("raise SystemExit(1)")
    (tmp_path / "pyttsx3.py").write_text("raise SystemExit(1)")
    monkeypatch.chdir(tmp_path)
    with Pyttsx3Voice() as voice:
        assert voice.render(LINE, 175).frames


@unix
def test_the_child_stays_when_the_user_presses_ctrl_c() -> None:
    with Pyttsx3Voice() as voice:
        voice.render(LINE, 175)
        assert voice.pid
        os.kill(voice.pid, signal.SIGINT)
        assert voice.render("Goodbye.", 175).frames
        assert voice.faults == {}


def test_the_child_loads_nothing_heavy() -> None:
    modules = subprocess.run(
        [
            sys.executable,
            "-c",
            f"import runpy, sys; runpy.run_path({child_file!r}); print(*sys.modules)",
        ],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split()
    assert not {"numpy", "soundfile", "pydantic"} & set(modules)
