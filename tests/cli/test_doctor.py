import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from tests.virtual_sound import VirtualSound, missing

needs_virtual_sound = pytest.mark.skipif(bool(missing()), reason="needs PulseAudio")


def doctor(
    folder: Path, environment: Mapping[str, str], *options: str
) -> tuple[int, dict[str, Any]]:
    """The exit code and the report of a check in a process of its own."""
    own = {"VOICECOACH_CONFIG": str(folder), "VOICECOACH_DATA": str(folder)}
    done = subprocess.run(
        [sys.executable, "-m", "voicecoach", "doctor", "--json", *options],
        env={**environment, **own},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.stdout, done.stderr
    report = json.loads(done.stdout)
    if report["by_ear"]:  # what is spoken can be read meanwhile
        assert report["findings"][0]["found"].split(". ")[0] in done.stderr
    return done.returncode, report


def codes(report: dict[str, Any]) -> set[str]:
    return {finding["code"] for finding in report["findings"]}


@contextmanager
def room(**how: Any) -> Iterator[Mapping[str, str]]:
    with VirtualSound(**how) as sound:
        yield sound.environment


def test_without_any_sound_device_it_says_what_is_missing_and_how_to_mend_it(
    tmp_path: Path,
) -> None:
    led_nowhere = "pcm.!default { type pulse }\nctl.!default { type pulse }\n"
    (tmp_path / "asound.conf").write_text(led_nowhere)
    nowhere = {
        **os.environ,
        "ALSA_CONFIG_PATH": str(tmp_path / "asound.conf"),
        "PULSE_SERVER": "unix:/nowhere",
        "XDG_RUNTIME_DIR": str(tmp_path),
    }
    code, report = doctor(tmp_path, nowhere)
    assert code == 5
    assert {"no-microphone", "no-speaker"} <= codes(report)
    assert all(finding["mend"] for finding in report["findings"])


@needs_virtual_sound
def test_with_everything_there_nothing_is_found_but_that_nobody_has_tried_it(
    tmp_path: Path,
) -> None:
    with room() as environment:
        code, report = doctor(tmp_path, environment, "--silent")
    assert (code, codes(report)) == (0, {"never-checked"})
    assert report["ready"]


@needs_virtual_sound
def test_all_that_is_wrong_is_told_at_once_and_sound_counts_most(tmp_path: Path) -> None:
    (tmp_path / "settings.yaml").write_text("rate: 9000\n")
    with room(hiss_db=None) as environment:
        wrong = ("--voice", "Nobody", "--input", "Nowhere")
        code, report = doctor(tmp_path, environment, "--silent", *wrong)
    assert code == 5
    assert {"microphone-silent", "device-gone", "settings-bad", "other-voice"} <= codes(report)


@needs_virtual_sound
def test_where_only_settings_and_journal_are_bad_the_exit_code_is_that_of_bad_input(
    tmp_path: Path,
) -> None:
    (tmp_path / "settings.yaml").write_text("rate: 9000\n")
    (tmp_path / "journal.db").write_bytes(b"no database at all" * 100)
    with room() as environment:
        code, report = doctor(tmp_path, environment, "--silent")
    assert code == 2
    assert {"settings-bad", "journal-bad"} <= codes(report)
    assert "9000" in json.dumps(report)


@needs_virtual_sound
@pytest.mark.real_time
def test_by_ear_a_dead_microphone_is_told_aloud(tmp_path: Path) -> None:
    with VirtualSound(hiss_db=None) as sound:
        code, report = doctor(tmp_path, sound.environment, "--rate", "400")
        assert abs(sound.recording().speaker).max() > 0.05
    assert code == 5
    assert "microphone-silent" in codes(report)
    assert report["by_ear"]
