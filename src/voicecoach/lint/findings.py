"""What a rule finds, and what an author is told of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from voicecoach.core.problems import Mistake
from voicecoach.handwritten.text import quote
from voicecoach.handwritten.where import Where
from voicecoach.lint.codes import CODES, FORMAT, Severity
from voicecoach.script.exercise import Exercise


@dataclass(frozen=True, slots=True)
class Found:
    """One place where a rule fits. `mend` is better than that of the code, where there is one."""

    code: str
    where: Where
    exercise: Exercise | None = None
    values: Mapping[str, object] = field(default_factory=dict)
    mend: str | None = None

    def told(self) -> "Finding":
        """Put it in words."""
        code = CODES[self.code]
        values = {key: quote(value) for key, value in self.values.items() if key != "known"}
        values |= {key: str(value) for key, value in self.values.items() if key == "known"}
        return Finding(
            Mistake(
                self.where.file,
                self.where.line,
                self.where.column,
                code.found.format_map(values),
                self.mend or code.mend.format_map(values),
            ),
            self.code,
        )


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """A mistake with its code."""

    mistake: Mistake
    code: str = FORMAT

    @property
    def severity(self) -> Severity:
        """Mistakes in the format are errors."""
        return CODES[self.code].severity if self.code in CODES else Severity.ERROR

    def __str__(self) -> str:
        return str(self.mistake) if self.code == FORMAT else f"{self.mistake} ({self.code})"
