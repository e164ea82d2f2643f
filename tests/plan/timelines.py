"""Plans as text: when each cue begins, what it asks, and what is heard in it.

Every text takes one second to say here, so that each time can be checked in one's head.
"""

from importlib import resources

from voicecoach.core.score import Spoken
from voicecoach.language.lines import load_lines
from voicecoach.plan.cues import Cue, CueKind, Plan
from voicecoach.plan.planner import plan
from voicecoach.script.reader import read_text

LINES = load_lines(resources.files("voicecoach.language") / "en")
ONE_S = 1.0

KNEE = """\
name: Knee to chest
start_position: supine
cue: Knee in.
"""
TILT = """\
name: Pelvic tilt
start_position: supine
phases: [release, wait, flatten, stay]
"""


def spoken_s(_text: str) -> float:
    return ONE_S


def planned(*exercises: str, wait: bool = True, block: str = "title: Main") -> Plan:
    """The plan of a session with these exercises, each written as its keys in YAML.

    Lines that begin in the first column of an exercise are moved in to where they belong.
    """
    listed = "\n".join(
        "      - " + "\n        ".join(exercise.strip().splitlines()) for exercise in exercises
    )
    text = f"version: 1\ntitle: T\nblocks:\n  - {block}\n    exercises:\n{listed}\n"
    return plan(read_text(text, "session.yaml"), LINES, wait=wait)


def timeline(plan: Plan, first: CueKind | str, last: str = "Done.") -> list[str]:
    """From the first cue of a kind, or the first with a text, to the first with the last text.

    Each line is the seconds since then, the kind of cue, and what is heard, with its time in the
    cue where it is not the beginning.
    """
    starts = plan.starts_s(spoken_s)
    begin = next(i for i, cue in enumerate(plan.cues) if first in {cue.kind, *_texts(cue)})
    end = next(i for i, cue in enumerate(plan.cues) if i >= begin and last in _texts(cue))
    return [
        f"{round(starts[i] - starts[begin], 3):g} {cue.kind}: {_heard(cue)}"
        for i, cue in enumerate(plan.cues)
        if begin <= i <= end
    ]


def sentences(plan: Plan) -> list[str]:
    """What is said, cue by cue, without the times."""
    return [_heard(cue) for cue in plan.cues]


def _texts(cue: Cue) -> list[str]:
    return [note.text for note in cue.measure.notes if isinstance(note, Spoken)]


def _heard(cue: Cue) -> str:
    heard = []
    for note in cue.measure.notes:
        what = note.text if isinstance(note, Spoken) else f"({note.tone})"
        heard.append(f"{what}@{round(note.at_s, 3):g}" if note.at_s else what)
    return " ".join(heard)
