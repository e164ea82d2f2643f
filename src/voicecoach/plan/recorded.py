"""A plan for a recording: nobody listens in it, so where it would wait it is silent for a while."""

from collections.abc import Mapping
from dataclasses import replace

from voicecoach.core.score import TONE_S, Measure, Sounded, Tone
from voicecoach.plan.cues import Cue, CueKind, Plan
from voicecoach.script.model import Session
from voicecoach.script.values import Counting


def recorded(plan: Plan, pauses_s: Mapping[CueKind, float]) -> Plan:
    """`plan` with a silence behind each cue that waits, by its kind; a tone ends the silence."""
    cues: list[Cue] = []
    now_at: list[int] = []
    for cue in plan.cues:
        now_at.append(len(cues))
        cues.append(cue)
        if cue.kind in pauses_s:
            cues.append(_silence(cue, pauses_s[cue.kind]))
    exercises = tuple(replace(each, first=now_at[each.first]) for each in plan.exercises)
    return replace(plan, cues=tuple(cues), exercises=exercises, ears_from=now_at[plan.ears_from])


def counted_by_the_coach(session: Session) -> Session:
    """`session` where nobody hears the user count."""
    by_coach = {"count": Counting.BY_COACH}
    blocks = (
        block.model_copy(
            update={"exercises": tuple(e.model_copy(update=by_coach) for e in block.exercises)}
        )
        for block in session.blocks
    )
    return session.model_copy(update={"blocks": tuple(blocks)})


def _silence(behind: Cue, length_s: float) -> Cue:
    tone = (Sounded(Tone.DONE, length_s),)
    return Cue(CueKind.REST, Measure(f"{behind.id}.silence", tone, length_s + TONE_S), behind.place)
