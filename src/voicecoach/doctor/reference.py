"""The tables of `docs/doctor.md`, written from the codes, their words and the limits.

`python -m voicecoach.doctor.reference docs/doctor.md` brings them up to date.
"""

import re
import sys
from pathlib import Path

from voicecoach.doctor.codes import CODES
from voicecoach.doctor.judge import LIMITS
from voicecoach.language.lines import lines_of

_TABLE = re.compile(r"(<!-- (codes|limits) -->\n).*?(<!-- end -->)", re.DOTALL)
_FILLED = re.compile(r"\{\w+\}")


def refresh(page: str) -> str:
    """Put the tables of today between the marks on `page`."""
    tables = {"codes": _codes(), "limits": _limits()}
    return _TABLE.sub(lambda mark: f"{mark[1]}{tables[mark[2]]}\n{mark[3]}", page)


def _codes() -> str:
    words = lines_of("en", "doctor")
    rows = [
        f"| `{name}` | {code.severity} | {_dots(words.one_of('found', name))} | {code.because} "
        f"| {_dots(words.one_of('mend', name))} |"
        for name, code in CODES.items()
    ]
    head = [
        "| Code | How grave | What is found | Why it matters | The mend |",
        "|---|---|---|---|---|",
    ]
    return "\n".join([*head, *rows])


def _limits() -> str:
    rows = [
        f"| {name} | {limit.figure:g} {limit.unit} | {limit.because} |"
        for name, limit in LIMITS.items()
    ]
    return "\n".join(["| Limit | Figure | Why |", "|---|---|---|", *rows])


def _dots(template: str) -> str:
    return _FILLED.sub("...", template)


if __name__ == "__main__":
    for name in sys.argv[1:]:
        path = Path(name)
        path.write_text(refresh(path.read_text("utf-8")), "utf-8")
