"""What is asked before the first exercise."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Opening:
    """What to ask before the first exercise, by what is known of the user and of last time.

    `after_pain` is the question about it, where the last session ended for pain or a red flag.
    `resume_at` is the number of the exercise at which it was cut off. Without `screening` the
    reasons not to exercise are told and not asked; who was `screened` not long ago is asked first
    whether anything has changed. `rehearsal` is the name of that question. `tones`: those that show
    what the coach hears are explained. `name` is what the user wants to be called, `told` says how
    much will be told.
    """

    after_pain: str | None = None
    resume_at: int | None = None
    screening: bool = False
    screened: bool = False
    rehearsal: str | None = None
    tones: bool = False
    name: str | None = None
    told: str | None = None


def usual(keyboard: bool = True) -> Opening:
    """What is asked of somebody of whom nothing is known."""
    name = "rehearsal" if keyboard else "rehearsal_without_keys"
    return Opening(screening=True, rehearsal=name)
