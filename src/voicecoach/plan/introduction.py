"""What is said and asked before the first exercise."""

from collections.abc import Iterator, Sequence

from voicecoach.core.score import Sounded, Spoken, Tone
from voicecoach.language.lines import Lines
from voicecoach.plan.cues import CueKind
from voicecoach.plan.opening import Opening
from voicecoach.plan.writer import BREATH_S, Writer
from voicecoach.script.model import Session

TONE_ALONE_S = 0.5
"""From a tone to the words that explain it."""


class Introduction:
    """Written in three parts: what everybody is told, what is asked, and the invitation."""

    def __init__(self, session: Session, lines: Lines, writer: Writer, opening: Opening) -> None:
        self._session = session
        self._lines = lines
        self._writer = writer
        self._opening = opening

    def introduce(self, notices: Sequence[str]) -> None:
        session, tell, say = self._session, self._writer.say, self._lines.say
        if self._opening.name:
            tell(say("hello", name=self._opening.name))
        tell(say("welcome", title=session.title))
        tell(say("general_guidance"))
        if session.reviewed_by:
            tell(say("reviewed", name=session.reviewed_by))
        else:
            tell(say("not_reviewed"))
        if session.screening and not self._opening.screening:
            tell(say("screening_intro"))
            for reason in self._reasons():
                tell(reason)
        if session.equipment:
            tell(say("equipment", things=", ".join(session.equipment)))
        for notice in notices:
            tell(notice)

    def _reasons(self) -> Iterator[str]:
        return (self._lines.one_of("screening", reason) for reason in self._session.screening)

    def ask(self, turns: Sequence[str]) -> None:
        """What has to be known before anything is done; `turns` are the exercises' names."""
        opening, ask = self._opening, self._writer.ask
        if opening.after_pain:
            ask(opening.after_pain)
        if opening.resume_at is not None:
            ask("resume", n=opening.resume_at, name=turns[opening.resume_at - 1])
        if opening.screening and self._session.screening:
            if opening.screened:
                ask("screening_again")
            ask("screening", *self._reasons())

    def invite(self, *, wait: bool) -> None:
        tell, say = self._writer.say, self._lines.say
        tell(say("how_it_counts"))
        tell(say("normal"))
        tell(say("how_to_halt"))
        if self._opening.told:
            tell(self._opening.told)
        if self._opening.tones:
            self._explain_tones()
        if self._opening.rehearsal:
            self._writer.ask(self._opening.rehearsal)
        if wait:
            self._writer.add(CueKind.CHECKPOINT, (Spoken(say("ready_to_begin")),))
        tell(say("beginning"))

    def _explain_tones(self) -> None:
        """Each of the tones that show what is heard, and what it means."""
        say = self._lines.say
        meanings = (
            (Tone.LISTENING, say("tone_listening")),
            (Tone.HEARD, say("tone_heard")),
            (Tone.PUZZLED, say("tone_puzzled")),
        )
        for tone, meaning in meanings:
            notes = Sounded(tone), Spoken(meaning, TONE_ALONE_S)
            self._writer.add(CueKind.SAY, notes, tail_s=BREATH_S)
        self._writer.say(say("no_tones"))
