"""The tables of `docs/lint.md`, written from the table of codes.

`python -m voicecoach.lint.reference docs/lint.md` brings them up to date.
"""

import re
import sys
from pathlib import Path

from voicecoach.lint.codes import CODES, NOT_TO_ALLOW, Severity

_TABLE = re.compile(r"(<!-- (errors|warnings) -->\n).*?(<!-- end -->)", re.DOTALL)


def refresh(page: str) -> str:
    """Put the tables of today's codes between the marks on `page`."""
    return _TABLE.sub(lambda mark: f"{mark[1]}{table(Severity(mark[2][:-1]))}\n{mark[3]}", page)


def table(severity: Severity) -> str:
    """List the codes of one severity as a Markdown table."""
    rows = [
        f"| `{name}`{'*' if name in NOT_TO_ALLOW else ''} | {_filled(code.found)} "
        f"| {code.because} | {_filled(code.mend)} |"
        for name, code in CODES.items()
        if code.severity is severity
    ]
    return "\n".join(["| Code | What is found | Why | The mend |", "|---|---|---|---|", *rows])


def _filled(template: str) -> str:
    """A template with dots where the text of the session goes."""
    return re.sub(r"\{(\w+)\}", "...", template.replace("{{", "\0").replace("}}", "\1")).translate(
        {0: "{", 1: "}"}
    )


if __name__ == "__main__":
    for name in sys.argv[1:]:
        path = Path(name)
        path.write_text(refresh(path.read_text("utf-8")), "utf-8")
