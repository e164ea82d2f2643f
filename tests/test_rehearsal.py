"""A user's own words are spoken and heard before they are relied upon."""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from voicecoach.core.intents import Intent
from voicecoach.language import load
from voicecoach.language.grammar import Phrase
from voicecoach.rehearsal import Rehearsal, Rival, rehearse

STOP, SKIP = Phrase(Intent.STOP, "basta"), Phrase(Intent.SKIP, "shtop")


@pytest.fixture
def freeze(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Somebody who says "freeze", on a file; settings are in the same folder."""
    monkeypatch.setenv("VOICECOACH_CONFIG", str(tmp_path))
    wav = tmp_path / "freeze.wav"
    speak = ["espeak-ng", "-v", "en-gb", "-s", "160", "-w", str(wav), "freeze"]
    subprocess.run(speak, check=True)
    return wav


def run(*words: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "voicecoach", *words]
    return subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL)  # noqa: PLW1510 - looked at by each test


def heard(wav: Path) -> list[tuple[str, str]]:
    found = json.loads(run("hear", "--json", str(wav)).stdout)
    return [(each["intent"], each["certainty"]) for each in found["heard"]]


def test_an_own_word_is_heard_in_a_recording_as_what_it_was_set_to(freeze: Path) -> None:
    assert heard(freeze) == []
    assert run("set", "--unheard", "words.stop", "freeze").returncode == 0
    assert heard(freeze) == [("stop", "clear")]


def test_a_clear_word_is_understood_in_several_voices_and_nothing_is_warned_of() -> None:
    language = load(extra={Intent.SKIP: ["boring"]})
    (tried,) = rehearse(language, list(language.grammar.own))
    assert tried.tries >= 4
    assert (tried.heard, list(tried.warnings())) == (tried.tries, [])


def test_a_word_that_sounds_like_another_command_is_told_when_it_is_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VOICECOACH_CONFIG", str(tmp_path))
    done = run("set", "words.skip", "porse")
    assert '"porse" was taken for pause' in done.stderr


@pytest.mark.parametrize(
    ("rehearsal", "warning"),
    [
        (Rehearsal(STOP, 8, 3, 1), '"basta" was heard only 4 times in 8. Choose a longer word,'),
        (Rehearsal(STOP, 8, 3, 5), '"basta" made me ask 5 times in 8.'),
        (
            Rehearsal(STOP, 8, 8, 0, Counter({Intent.SKIP: 2})),
            '"basta" was taken for skip 2 times in 8.',
        ),
        (
            Rehearsal(STOP, 8, 8, 0, swallows=Counter({("next one", Intent.SKIP): 1})),
            '"next one", which means skip, was taken for stop. Choose another word.',
        ),
        (
            Rehearsal(STOP, 8, 8, 0, swallows=Counter({("pasta", None): 1})),
            '"pasta", which is often said, was taken for stop. Choose another word.',
        ),
        (
            Rehearsal(SKIP, 8, 8, 0, swallows=Counter({("stop", Intent.STOP): 1})),
            '"shtop" sounds like "stop", which must not be missed. Choose another word.',
        ),
    ],
)
def test_what_is_wrong_with_a_word_is_told_with_the_mend(
    rehearsal: Rehearsal, warning: str
) -> None:
    (told,) = rehearsal.warnings()
    assert told.startswith(warning)


def test_only_a_word_that_hides_a_safety_command_does_harm() -> None:
    near: Counter[Rival] = Counter({("stop", Intent.STOP): 1, ("next", Intent.SKIP): 2})
    assert list(Rehearsal(SKIP, 8, 8, 0, swallows=near).harms) == ["stop"]
    assert list(Rehearsal(STOP, 8, 8, 0, swallows=near).harms) == []
