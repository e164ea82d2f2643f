"""Findings in words: to be spoken, to be read, and for other programs."""

import dataclasses
from collections.abc import Iterable, Iterator, Sequence

from voicecoach.core.measured import Checkup, Ended, Finding
from voicecoach.doctor.codes import CODES, Severity
from voicecoach.doctor.judge import is_heard
from voicecoach.language.lines import Lines

_ORDER = tuple(Severity)


class Telling:
    """Tells about a check in the words given: those of `doctor.yaml`."""

    def __init__(self, words: Lines) -> None:
        self.words = words

    def found(self, finding: Finding) -> str:
        """What was found, in a sentence or two."""
        return self.words.one_of("found", finding.code).format(**finding.values)

    def mend(self, finding: Finding) -> str:
        """What to do about it; "" where there is nothing to do."""
        return self.words.one_of("mend", finding.code).format(**finding.values)

    def spoken(self, findings: Iterable[Finding]) -> tuple[str, ...]:
        """Both, one line after the other, the gravest first."""
        pairs = ((self.found(each), self.mend(each)) for each in in_order(findings))
        return tuple(line for pair in pairs for line in pair if line)

    def verdict(self, checkup: Checkup) -> str:
        """The whole of it in one line."""
        heard = sum(map(is_heard, checkup.phrases))
        if checkup.ended is not Ended.DONE:
            return self.words.say("unfinished")
        if not is_ready(checkup.findings):
            return self.words.say("not_ready")
        if checkup.phrases and heard == len(checkup.phrases):
            return self.words.say("hears_well")
        return self.words.say("ready" if checkup.by_ear else "ready_as_far")

    def report(self, checkup: Checkup) -> Iterator[str]:
        """For the eyes or a screen reader: one idea a line."""
        say, words = self.words.say, self.words
        yield say("report_title", when=checkup.when.replace("T", " ")[:16])
        yield say("report_microphone", name=checkup.microphone or say("none"))
        yield say("report_speaker", name=checkup.speaker or say("none"))
        if (room := checkup.room) is not None:
            yield say("report_room", db=room.noise_db)
        if (echo := checkup.echo) is not None:
            yield say("report_echo", db=echo.over_room_db, reduced=echo.reduced_db)
            if echo.late_s is not None:
                yield say("report_delay", ms=round(1000 * echo.late_s))
        for phrase in checkup.phrases:
            caught = words.one_of("caught", phrase.caught)
            yield say("report_phrase", phrase=words.one_of("phrases", phrase.asked), caught=caught)
            if phrase.over_room_db is not None:
                yield say("report_level", db=phrase.level_db, over=phrase.over_room_db)
        for finding in in_order(checkup.findings):
            kind = words.one_of("severity", CODES[finding.code].severity)
            told = f"{self.found(finding)} {self.mend(finding)}".strip()
            yield f"{kind}: {told} ({finding.code})"
        if not checkup.findings:
            yield say("nothing_found")
        yield self.verdict(checkup)

    def as_data(self, checkup: Checkup) -> dict[str, object]:
        """For other programs: all figures, and the findings with their words."""
        data: dict[str, object] = dataclasses.asdict(checkup)
        data["findings"] = [
            {
                "code": each.code,
                "severity": CODES[each.code].severity,
                "found": self.found(each),
                "mend": self.mend(each),
                "values": each.values,
            }
            for each in in_order(checkup.findings)
        ]
        return data | {"ready": is_ready(checkup.findings)}


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """The gravest first, each code once."""
    once = {finding.code: finding for finding in findings}
    return sorted(once.values(), key=lambda each: _ORDER.index(CODES[each.code].severity))


def is_ready(findings: Iterable[Finding]) -> bool:
    """Whether nothing has to be mended before a session."""
    return not any(CODES[each.code].severity is Severity.FAULT for each in findings)


def worth_another_try(findings: Sequence[Finding]) -> bool:
    """Whether the user can mend something on the spot."""
    return any(CODES[each.code].again for each in findings)
