from contextlib import suppress
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.journal.session import Diary

from voicecoach.core.events import Deaf, Event, Heard, Mute, Pressed
from voicecoach.core.intents import Certainty, Intent

SECRETS = st.text(max_size=40).map(lambda text: f"wombat{text}")
"""Any words, beginning with some that stand in the log for no other reason."""


def bytes_of(folder: Path) -> bytes:
    found = b""
    for file in sorted(folder.rglob("*")):
        with suppress(FileNotFoundError, IsADirectoryError):  # some last only for a moment
            found += file.read_bytes()
    return found


def written_as(text: str) -> list[bytes]:
    """The bytes by which somebody would look for a text."""
    forms = {text, text.lower(), text.upper()}
    codes = ("utf-8", "utf-16-le", "utf-16-be")
    return [form.encode(code, "surrogatepass") for form in forms for code in codes]


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(secrets=st.lists(SECRETS, min_size=6, max_size=6))
def test_nothing_that_was_said_is_in_any_file(diary: Diary, secrets: list[str]) -> None:
    said: list[Event] = [
        Heard(Intent.LOUDER, secrets[0], secrets[1], score=3.25),
        Heard(Intent.STOP, secrets[2], secrets[3], certainty=Certainty.DOUBTFUL),
        Pressed(secrets[4]),
        Deaf(secrets[5]),
        Heard(Intent.PAIN, secrets[1], secrets[2]),
        Mute(secrets[0]),
    ]
    with diary.session() as stage:
        stage.to_rep("left.rep1.hold")
        for event in said:
            stage.tell(event)
    kept = bytes_of(diary.folder)
    assert b"Knee to chest" in kept
    assert b"pain" in kept
    for secret in secrets:
        assert not any(form in kept for form in written_as(secret)), secret
    assert b"wombat" not in kept


def test_not_even_while_the_session_runs(diary: Diary) -> None:
    with diary.session() as stage:
        stage.to_rep("left.rep1.hold")
        stage.tell(Heard(Intent.LOUDER, "make it wombat", "the wombat is in the kitchen"))
        while b"louder" not in bytes_of(diary.folder):  # written by another thread
            pass
        assert b"wombat" not in bytes_of(diary.folder)


def test_what_the_coach_says_is_not_kept_either(diary: Diary) -> None:
    with diary.session() as stage:
        stage.to_rep("left.rep1.hold")
        stage.say(Intent.PAIN)
        stage.run()
    kept = bytes_of(diary.folder)
    sentences = [text for text in (*stage.said(), *stage.plan.texts()) if text.count(" ") > 3]
    assert len(sentences) > 20
    assert not [text for text in sentences if text.encode() in kept]
