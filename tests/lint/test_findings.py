"""What would leave somebody guessing who sees nothing: each with its place, mend and code."""

from pathlib import Path

import pytest
import yaml

from voicecoach import library
from voicecoach.authoring import checkup
from voicecoach.lint.codes import CODES, FORMAT, Severity

HERE = Path(__file__).parent
CASES = sorted((HERE / "cases").glob("*.yaml"))
SHIPPED = [entry.file for entry in library.entries_in(HERE.parents[1] / "sessions", own=False)]
CLEAN = (HERE / "clean.yaml").read_text("utf-8")


def checkup_of(text: str, folder: Path) -> list[str]:
    """What is told of a session with this text."""
    file = folder / "s.yaml"
    file.write_text(text, "utf-8")
    return [str(each).removeprefix(f"{folder}/") for each in checkup.check(file)[1]]


def found(text: str, folder: Path) -> list[str]:
    """The codes found in a session with this text."""
    file = folder / "s.yaml"
    file.write_text(text, "utf-8")
    return [finding.code for finding in checkup.check(file)[1]]


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_fault_is_told_with_its_place_its_mend_and_its_code(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(path.parent)
    told = checkup.Checkup(checkup.check(Path(path.name))[1]).as_text()
    assert f"{told}\n" == path.with_suffix(".txt").read_text("utf-8")


def test_a_good_session_gives_no_finding(tmp_path: Path) -> None:
    assert found(CLEAN, tmp_path) == []


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_the_sessions_that_come_with_it_have_no_errors(path: Path) -> None:
    findings = checkup.check(path)[1]
    assert [str(each) for each in findings if each.severity is Severity.ERROR] == []


@pytest.mark.parametrize("code", CODES)
def test_every_code_has_a_file_that_gives_it(code: str) -> None:
    assert any(f"({code})\n" in path.with_suffix(".txt").read_text("utf-8") for path in CASES)


SENTENCES = yaml.safe_load((HERE / "sentences.yaml").read_text("utf-8"))
STEP = "Hold it with both hands."


@pytest.mark.parametrize("text", SENTENCES["good"])
def test_a_step_that_can_be_followed_is_passed(text: str, tmp_path: Path) -> None:
    at_hand = CLEAN.replace("[mat]", "[mat, chair, cushion]")
    assert found(at_hand.replace(STEP, f'"{text}"'), tmp_path) == []


@pytest.mark.parametrize(("text", "codes"), SENTENCES["bad"].items())
def test_a_step_that_cannot_is_told(text: str, codes: list[str], tmp_path: Path) -> None:
    session = CLEAN.replace(STEP, f'"{text}"')
    if "side-unsaid" in codes:
        session = session.replace("        sides: left_then_right\n", "")
        session = session.replace("of the named leg ", "")
    assert set(found(session, tmp_path)) & set(codes)


@pytest.mark.parametrize(
    "text",
    [
        "Bring your knee in, towards your left shoulder or your right one.",
        "Put your foot down to the floor, then lie down again.",
        "The balls of your feet press against the floor.",
        "Breathe in and out five times.",
        "Curl your back like a cat.",
        "Your waist is on the floor all the way through.",
        "Right away, let go again.",
        "Hold your thigh with one hand.",
        "Rest until the pull is gone.",
        "Take about half of your strength.",
    ],
)
def test_what_only_looks_like_a_fault_is_none(text: str, tmp_path: Path) -> None:
    assert found(CLEAN.replace("Hold it with both hands.", f'"{text}"'), tmp_path) == []


def test_an_allowance_in_an_exercise_keeps_its_code_silent_there(tmp_path: Path) -> None:
    loud = CLEAN.replace("Hold it with both hands.", "Do NOT lift your head.")
    assert found(loud, tmp_path) == ["capitals"]
    allowance = "        allow: [{code: capitals, because: It has to be heard.}]\n"
    assert found(loud.replace("        reps: 3\n", f"{allowance}        reps: 3\n"), tmp_path) == []


def test_an_allowance_in_the_session_holds_for_all_of_it(tmp_path: Path) -> None:
    loud = CLEAN.replace("Hold it", "HOLD it").replace("Let it go.", "LET it go.")
    assert found(loud, tmp_path) == ["capitals", "capitals"]
    allowance = "allow:\n  - {code: capitals, because: It has to be heard.}\n"
    assert found(allowance + loud, tmp_path) == []


def test_an_allowance_needs_its_reason(tmp_path: Path) -> None:
    assert found(f"allow: [{{code: capitals}}]\n{CLEAN}", tmp_path) == [FORMAT]


def test_a_mistake_in_the_format_is_told_alone(tmp_path: Path) -> None:
    assert found(CLEAN.replace("hold: 20s", "hold: 20"), tmp_path) == [FORMAT]


def test_in_a_language_without_lists_only_what_needs_no_words_is_found(tmp_path: Path) -> None:
    wordless = CLEAN.replace("source:", "language: tlh\nsource:").replace("Hold it", "As shown,")
    no_setup = wordless.replace(
        "        setup: Lie on your back, knees bent, feet flat on the floor.\n", ""
    )
    assert found(no_setup, tmp_path) == ["no-such-language", "no-setup"]


def test_a_session_in_several_languages_is_judged_in_all_of_them(tmp_path: Path) -> None:
    text = (HERE / "two-languages.yaml").read_text("utf-8")
    told = 's.yaml:17:33: "SOFORT" is in capital letters. Write it in small letters. (capitals)'
    assert checkup_of(text, tmp_path) == [told]
    allowance = "        allow: [{code: capitals, because: It has to be heard.}]\n"
    assert checkup_of(f"{text}{allowance}", tmp_path) == []
