"""The file of settings: what it says, what is wrong with it, and how one value is changed."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecoach.core.intents import Intent
from voicecoach.core.problems import BadFile, Problem
from voicecoach.settings.file import change, read, read_text
from voicecoach.settings.model import KEYS, Settings

WHOLE = """\
# My settings.
emergency_number: 000
region: au
voice: English (Great Britain)
rate: 240
recognizer: Moonshine
input: USB
output: 3
stop_keys: [Page Down, "."]
words:
  stop: [basta, enough already]
  no: nah mate
"""


def mistakes(text: str) -> list[str]:
    with pytest.raises(BadFile) as bad:
        read_text(text, "s.yaml")
    return [str(mistake) for mistake in bad.value.mistakes]


def test_every_key_is_read() -> None:
    assert read_text(WHOLE, "s.yaml") == Settings(
        emergency_number="000",
        region="AU",
        voice="English (Great Britain)",
        rate=240,
        recognizer="moonshine",
        input="USB",
        output="3",
        stop_keys=("page_down", "."),
        words={Intent.STOP: ("basta", "enough already"), Intent.NO: ("nah mate",)},
    )


def test_the_table_has_exactly_what_can_be_set() -> None:
    assert set(KEYS) == set(Settings.__dataclass_fields__)


@pytest.mark.parametrize("key", KEYS)
def test_every_example_can_be_used(key: str) -> None:
    assert getattr(read_text(f"{key}: {KEYS[key].example}", "s.yaml"), key)


def test_a_file_that_is_not_there_changes_nothing(tmp_path: Path) -> None:
    assert read(tmp_path / "settings.yaml") == Settings()


@pytest.mark.parametrize("text", ["", "# rate: 200\n", "\ufeff\n"])
def test_an_empty_file_changes_nothing(text: str) -> None:
    assert read_text(text, "s.yaml") == Settings()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("rat: 200", "1:1: There is no setting `rat`. Did you mean `rate`?"),
        ("rate: 900", "1:7: No voice speaks 900 words a minute. Write a number from 80 to 700."),
        (
            "rate: fast",
            "1:7: `rate` is one whole number in digits. Write `rate: 150`, words a minute.",
        ),
        ("rate:", "1:6: Nothing stands here. Write a value, or take the line out."),
        ("voice: x\nrate:200", "2:6: A space is missing after the colon. Write `rate: 200`."),
        (
            "emergency_number: ask mum",
            "1:19: `ask mum` is no number to call. Write its digits: `emergency_number: 112`.",
        ),
        ("region: England", "1:9: `England` is no region. Write its two letters: `region: GB`."),
        (
            "recognizer: moonshin",
            "1:13: There is no recognizer `moonshin`. Did you mean `moonshine`?",
        ),
        (
            "stop_keys: [f5, pagedown]",
            "1:17: No key is called `pagedown`. Did you mean `page_down`?",
        ),
        ("words: {stopp: [basta]}", "1:9: `stopp` is no command. Did you mean `stop`?"),
        (
            "words: [basta]",
            "1:8: `words` holds commands, and your words behind each. "
            "Write `words: {stop: [basta]}`.",
        ),
        ("words:\n  stop:\n    - basta\n    -\n", "4:6: Nothing stands here. Write a value,"),
        (
            "words:\n  stop:\n    - basta\n    - carry on\n",
            '4:7: "carry on" means stop here and continue elsewhere. Keep it in one place.',
        ),
        ("words: {skip: my legs went numb}", "1:15: This means emergency already."),
        ("rate: 200\nrate: 210", "2:1: `rate` is here a second time; it was on line 1."),
        ("voice: *usual", "1:8: A value begins with *, which has a meaning of its own here."),
        ("- rate: 200", "1:1: Settings are keys with values. Write `rate: 180`, for example."),
        ("voice: [a, b]", "1:8: One text is needed here. Write it behind the colon."),
    ],
)
def test_a_mistake_is_told_with_its_place_and_the_mend(text: str, told: str) -> None:
    assert [m for m in mistakes(text) if m.startswith(f"s.yaml:{told}")] == mistakes(text)


def test_all_mistakes_are_told_at_once() -> None:
    text = "rate: 900\nvoices: x\nwords: {halt: x, stop: ['']}\n"
    assert [m.split(" ")[0] for m in mistakes(text)] == [
        "s.yaml:1:7:",
        "s.yaml:2:1:",
        "s.yaml:3:9:",
        "s.yaml:3:25:",
    ]


# -- changing one value


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "new folder" / "settings.yaml"


def test_a_value_is_set_in_a_file_that_was_not_there(file: Path) -> None:
    assert change(file, "emergency_number", ["999"]) == ()
    assert file.read_text("utf-8") == "emergency_number: 999\n"


def test_the_rest_of_the_file_stays_as_it_was_written(file: Path) -> None:
    file.parent.mkdir()
    file.write_text(WHOLE, "utf-8")
    change(file, "rate", ["180"])
    change(file, "words.no", ["never"])
    text = file.read_text("utf-8")
    assert text.startswith("# My settings.\nemergency_number: 000\n")
    after = read(file)
    assert (after.rate, after.words) == (
        180,
        {Intent.STOP: ("basta", "enough already"), Intent.NO: ("never",)},
    )
    assert after.emergency_number == "000"


def test_what_was_set_is_taken_out_again(file: Path) -> None:
    change(file, "rate", ["180"])
    change(file, "words.stop", ["basta"])
    change(file, "words.stop", [])
    change(file, "rate", [])
    assert read(file) == Settings()


@pytest.mark.parametrize(
    ("key", "values", "message"),
    [
        ("rate", ["slow"], "one whole number"),
        ("rat", ["100"], "Did you mean `rate`"),
        ("words", ["basta"], "for one command"),
        ("words.jump", ["basta"], "no command"),
        ("rate.stop", ["1"], "no setting"),
        ("stop_keys", ["f5", "f99"], "No key is called `f99`"),
        ("words.stop", ["basta", "continue"], "means stop here and continue elsewhere"),
    ],
)
def test_a_value_that_cannot_be_used_is_not_written(
    file: Path, key: str, values: list[str], message: str
) -> None:
    with pytest.raises(Problem, match=message):
        change(file, key, values)
    assert not file.exists()


def test_a_wrong_value_can_be_mended_without_an_editor(file: Path) -> None:
    file.parent.mkdir()
    file.write_text("rate: 9\nvoice:\n", "utf-8")
    left = change(file, "rate", ["150"])
    assert [mistake.line for mistake in left] == [2]
    assert change(file, "voice", []) == ()
    assert read(file) == Settings(rate=150)


def test_a_file_that_cannot_be_read_is_left_alone(file: Path) -> None:
    file.parent.mkdir()
    file.write_text("voice: 'open\n", "utf-8")
    with pytest.raises(BadFile, match="quotation mark"):
        change(file, "rate", ["150"])
    assert file.read_text("utf-8") == "voice: 'open\n"


def test_settings_in_braces_are_left_alone(file: Path) -> None:
    file.parent.mkdir()
    file.write_text("{rate: 150}\n", "utf-8")
    with pytest.raises(BadFile, match="line of its own"):
        change(file, "rate", ["160"])


def test_a_link_to_the_file_stays_a_link(tmp_path: Path, file: Path) -> None:
    file.parent.mkdir()
    file.symlink_to(tmp_path / "kept elsewhere.yaml")
    change(file, "rate", ["150"])
    assert file.is_symlink()
    assert read(tmp_path / "kept elsewhere.yaml") == Settings(rate=150)


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "in the way").write_text("", "utf-8")
    with pytest.raises(Problem, match="cannot be written"):
        change(tmp_path / "in the way" / "settings.yaml", "rate", ["150"])


@given(
    st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=40)
)
def test_any_text_that_is_set_is_read_again(word: str) -> None:
    import tempfile  # noqa: PLC0415 - tmp_path is one for all examples

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "settings.yaml"
        change(file, "voice", [word])
        change(file, "input", [word, word])
        assert (read(file).voice, read(file).input) == (word, f"{word} {word}")
