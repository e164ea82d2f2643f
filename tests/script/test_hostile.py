"""What a stranger may send: it can make the coach say something, and nothing else."""

import os
import sys
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voicecoach.core.problems import BadFile, Mistake
from voicecoach.handwritten.source import MOST_MISTAKES
from voicecoach.script.model import Session
from voicecoach.script.reader import MOST_REFUSED, read, read_programme, read_text

WHOLE = """\
version: 1
title: Back
language: en
source: {title: Back care, url: "https://example.org/back"}
reviewed_by: null
equipment: [mat]
pronunciations: {SIJ: sacro iliac joint}
screening: [recent_accident, bladder_bowel]
blocks:
  - title: All
    kind: warm_up
    order: straight
    rounds: 2
    rest_between_rounds: 30s
    exercises:
      - name: Knee
        id: knee
        start_position: supine
        setup: Lie down.
        steps: [Knee in., "Hold it, both hands."]
        cue: 'Knee in.'
        breathing: Out.
        expect: a stretch
        stop_if: [pain]
        sides: left_then_right
        sets: 2
        reps: 3
        hold: 20s
        rest: 10s
        progression: {add: 5s, up_to: 30s, after: 3}
        breathing_pattern: in 4, out 6
        messages: [{at: 16s, say: Softly.}]
        advance: on_ready
      - name: Tilt
        reps: 10
        tempo: 3-1-2-0
        phases: [release, rest, flatten, stay]
        starts_with: concentric
        easier: knee
        harder: roll
forms:
  - name: Roll
    reps: 8-12
"""


def exercise(*lines: str) -> str:
    """Write a session with one exercise, which has these lines."""
    start = "version: 1\ntitle: Back\nblocks:\n  - title: All\n    exercises:\n      - name: Tilt\n"
    return start + "".join(f"        {line}\n" for line in ("start_position: supine", *lines))


@pytest.fixture(scope="module")
def opened() -> Iterator[list[str]]:
    """Collect every file that is opened and every program that is started."""
    seen: list[str] = []
    listening = True

    def listen(event: str, arguments: tuple[object, ...]) -> None:
        watched = {"open", "os.system", "subprocess.Popen", "socket.connect"}
        if listening and event in watched and not isinstance(arguments[0], int):  # one already open
            seen.append(str(arguments[0]))

    sys.addaudithook(listen)  # there is no way to take it away again
    yield seen
    listening = False


def test_nothing_is_opened_but_the_file_itself(tmp_path: Path, opened: list[str]) -> None:
    target = tmp_path / "target"
    target.write_text("secret")
    path = tmp_path / "hostile.yaml"
    path.write_text(
        exercise(
            "reps: 3",
            f"setup: !include {target}",
            f"cue: !!python/object/apply:builtins.open ['{target}']",
            "breathing: !!python/object/apply:os.system ['true']",
            f"stop_if: [$(cat {target})]",
        )
    )
    opened.clear()
    with pytest.raises(BadFile):
        read(path)
    assert opened == [str(path)]


_K = 250 * 1024
BOMBS = {
    "lists in lists": "[" * _K,
    "lists in lists, a line each": "[\n" * (_K // 2),
    "mappings in mappings": "{a: " * (_K // 4),
    "dashes behind dashes": "- " * (_K // 2),
    "keys in keys": "? " * (_K // 2),
    "a long list": "- a\n" * (_K // 4),
    "a long list in one line": "[" + "a," * (_K // 2),
    "many keys": "".join(f"k{n}: v\n" for n in range(_K // 10)),
    "the same key": "k: v\n" * (_K // 5),
    "names for everything": "- &a b\n" * (_K // 7),
    "laughs": "a: &a [x]\n" + "".join(f"k{n}: [*a, *a]\n" for n in range(_K // 20)),
    "documents": "---\n" * (_K // 4),
    "one long word": "a" * _K,
    "one long number": "version: " + "9" * (_K - 10),
    "an endless quote": '"' + "a\n" * (_K // 2),
    "escapes": 'title: "' + "\\u202e" * (_K // 7) + '"',
    "hidden characters": "\u202e" * (_K // 3),
    "tabs": "\ta\n" * (_K // 3),
    "tabs alone": "\t\n" * (_K // 2),
    "line ends": "\r" * _K,
    "exercises": exercise("reps: 3") + "      - reps: 1\n" * 4000,
    "misspelt keys": exercise("reps: 3") + "".join(f"      - rep{n}: 1\n" for n in range(3000)),
    "empty steps": exercise("reps: 3", "steps:") + "          - \n" * 4900,
    "a chain of easier ones": exercise("reps: 3")
    + "".join(
        f"      - name: e{n}\n        reps: 1\n        easier: e{n + 1}\n" for n in range(700)
    ),
    "years of work": exercise("reps: 100", "sets: 20", "hold: 600s"),
}


@pytest.mark.parametrize("text", BOMBS.values(), ids=BOMBS.keys())
def test_a_bomb_is_refused_in_little_memory(text: str) -> None:
    tracemalloc.start()
    try:
        with pytest.raises(BadFile) as bad:
            read_text(text, "s.yaml")
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(bad.value.mistakes) <= MOST_MISTAKES + 1
    assert most < 32 * 2**20


PROGRAMME = "version: 1\ntitle: Back\nweeks:\n- days: [{}]\n"


def test_a_programme_of_bombs_is_not_read_to_its_end(tmp_path: Path, opened: list[str]) -> None:
    names = [f"s{number}.yaml" for number in range(14)]
    for name in names:
        (tmp_path / name).write_text(BOMBS["a long list"])
    days = ", ".join(f"{{day: 1, session: {name}}}" for name in names)
    (tmp_path / "p.yaml").write_text(PROGRAMME.format(days))
    opened.clear()
    with pytest.raises(BadFile, match="no session was looked at"):
        read_programme(tmp_path / "p.yaml")
    assert len(opened) == 1 + MOST_REFUSED


def _link(aim: Path, to: str) -> None:
    aim.symlink_to(to)


NO_EXERCISE_FILES: dict[str, Callable[[Path], None]] = {
    "a link out of the folder": lambda aim: _link(aim, "../secret.yaml"),
    "a link to a device": lambda aim: _link(aim, "/dev/zero"),
    "a link to what a process knows": lambda aim: _link(aim, "/proc/self/environ"),
    "a link to itself": lambda aim: _link(aim, aim.name),
    "a link to nothing": lambda aim: _link(aim, "nothing.yaml"),
    "a queue": os.mkfifo,
    "a folder": Path.mkdir,
}


@pytest.mark.parametrize("make", NO_EXERCISE_FILES.values(), ids=NO_EXERCISE_FILES.keys())
def test_a_session_opens_nothing_but_files_of_its_own_folder(
    tmp_path: Path, opened: list[str], make: Callable[[Path], None]
) -> None:
    (tmp_path / "secret.yaml").write_text("name: Tilt\nstart_position: supine\nreps: 3\n")
    box = tmp_path / "box"
    box.mkdir()
    (box / "s.yaml").write_text(exercise().partition("- name")[0] + "- use: e.yaml\n")
    make(box / "e.yaml")
    opened.clear()
    with pytest.raises(BadFile):
        read(box / "s.yaml")
    assert opened == [str(box / "s.yaml")]


JARGON = ("Input should", "validation", "NoneType", "scalar", "does not fit here")


def survives(reading: Callable[[], Session]) -> None:
    """Read: a session comes out, or mistakes that a person can be told."""
    told: tuple[Mistake, ...] = ()
    try:
        reading()
    except BadFile as bad:
        told = bad.mistakes
        if not told:
            raise AssertionError("refused without a word") from bad
    for mistake in told:
        assert mistake.line >= 1
        assert mistake.column >= 1
        assert str(mistake).isprintable()
        assert not any(word in mistake.found + mistake.mend for word in JARGON)


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz") / "session.yaml"


@settings(max_examples=300)
@given(data=st.binary(max_size=300))
def test_any_bytes_are_a_session_or_a_bad_file(data: bytes, scratch: Path) -> None:
    scratch.write_bytes(data)
    survives(lambda: read(scratch))


@settings(max_examples=300)
@given(st.text(max_size=200))
def test_any_text_is_a_session_or_a_bad_file(text: str) -> None:
    survives(lambda: read_text(text, "s.yaml"))


SIGNS = [*":-[]{}&*!|>'\"#%@`,?\t\n \\~.0123456789", "\r\n", "\u2028", "\ufeff", "- ", ": "]


@settings(max_examples=700)
@given(st.data())
def test_a_session_with_slips_in_it_is_read_or_told(data: st.DataObject) -> None:
    text = WHOLE
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, min(len(text), start + 12)))
        sign = st.sampled_from(SIGNS) | st.text(max_size=3)
        text = text[:start] + data.draw(sign) + text[end:]
    survives(lambda: read_text(text, "s.yaml"))


def values() -> st.SearchStrategy[str]:
    """Values of every kind, as flow YAML."""
    words = "no null ~ 3 -1 1e9 .inf .nan 10s 1:30 3-1-2-0 supine both x '' [] {} 2001-01-01 0x10"
    plain = st.sampled_from([*words.split(), "1" * 40])
    lists = st.lists(plain, max_size=5).map(lambda items: f"[{', '.join(items)}]")
    return plain | lists | plain.map(lambda value: f"{{a: {value}}}")


KEYS = sorted({line.split(":")[0].strip(" -") for line in WHOLE.splitlines()})


@settings(max_examples=700)
@given(st.dictionaries(st.sampled_from(KEYS), values(), min_size=1, max_size=6))
def test_any_value_behind_any_key_is_read_or_told(wrong: dict[str, str]) -> None:
    written = (line.partition(": ") for line in WHOLE.splitlines())
    lines = [f"{key}: {wrong.get(key.strip(' -'), value)}" for key, _, value in written]
    text = "\n".join(lines).replace(":: ", ":")
    survives(lambda: read_text(text, "s.yaml"))
