"""Every finding: how grave it is, what is told, the mend, and why it matters to who cannot see."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """An error misleads the user or cannot be followed; a warning makes it harder."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Code:
    """One kind of finding. The templates are filled in with what was found."""

    severity: Severity
    found: str
    mend: str
    because: str


_E, _W = Severity.ERROR, Severity.WARNING

CODES: Mapping[str, Code] = {
    # -- what has to be seen
    "needs-sight": Code(
        _E,
        '"{text}" needs eyes.',
        "Say in words what there is to see.",
        "The user sees no picture, no screen and nobody who shows it.",
    ),
    "pointing": Code(
        _W,
        '"{text}" points at something.',
        "Name it.",
        "Nobody can see where a voice points to.",
    ),
    "colour": Code(
        _W,
        '"{text}" is a colour.',
        "Say what can be felt or heard.",
        "A colour tells nothing to who cannot see it, and helpers are not there.",
    ),
    "gaze": Code(
        _W,
        '"{text}" tells the eyes where to look.',
        "Say where the head is.",
        "What is meant is the position of the head, and a gaze does not give it without sight.",
    ),
    "metaphor-only": Code(
        _W,
        'The comparison "{text}" stands alone.',
        "Say the plain movement too: which part of the body, and where to.",
        "Who has never seen a cat arch its back cannot copy it.",
    ),
    "too-hard-to-hear": Code(
        _W,
        '"{text}" sends the user back to something said earlier.',
        "Name what is meant.",
        "A listener cannot look back up the page.",
    ),
    # -- where things are
    "no-setup": Code(
        _W,
        "A new start position begins here, and there is no `setup`.",
        "Add `setup:` with the whole position, down to the feet, hands and head.",
        "The coach then only names the position; where feet, hands and head go is left to guess.",
    ),
    "wrong-position": Code(
        _E,
        '"{text}" does not go with `start_position: {position}`.',
        "Write the `start_position` that the `setup` tells, or the other way round.",
        "The coach gives time to move only when `start_position` changes.",
    ),
    "position-changes": Code(
        _W,
        "The start position changes {changes} times, and {needed} would do.",
        "Put exercises with the same `start_position` one after the other.",
        "Lying down and getting up again is the hardest part for somebody with a sore back.",
    ),
    "up-or-down": Code(
        _W,
        '"{text}" is not clear to somebody who is lying down.',
        'Say where to: "towards your chest", "away from the floor".',
        "Up can be towards the ceiling or towards the head.",
    ),
    "unlisted-thing": Code(
        _W,
        '"{text}" is not in the `equipment` of the session.',
        "Add it there: `equipment: [{thing}]`.",
        "The user would have to get up from the mat, and find it, in the middle of the session.",
    ),
    "no-support": Code(
        _W,
        '"{text}" is hard to balance, and nothing to hold on to is named.',
        'Begin with a support: "Stand with one hand on the back of a chair."',
        "Balance is harder without sight, and a fall is what must not happen.",
    ),
    # -- which side
    "side-unsaid": Code(
        _E,
        '"{text}" is one side, and no side is ever named.',
        "Add `sides: left_then_right`, or `left`, `right` or `alternating`.",
        "With `sides: both`, which is usual, the coach names none, and the user has to guess.",
    ),
    "side-fixed": Code(
        _E,
        '"{text}" is wrong for the other side: `sides` is {sides}.',
        'Say "the named leg", "the same arm", "the other hand": the coach names the side.',
        "The text is said once for both sides.",
    ),
    # -- how much
    "reps-disagree": Code(
        _E,
        '"{text}" disagrees with `{key}: {value}`.',
        "Take it out of the text: the coach says how often.",
        "Two numbers leave the user with none.",
    ),
    "time-disagrees": Code(
        _E,
        '"{text}" disagrees with {value}.',
        "Take it out of the text, and give the time as `hold`: the coach keeps it.",
        "Two times leave the user with none.",
    ),
    "vague-count": Code(
        _W,
        '"{text}" leaves it open how often or how long.',
        "Give `reps`, `sets` or `hold`, and take it out of the text.",
        "The coach counts, and cannot count what is not said.",
    ),
    "needs-hands": Code(
        _E,
        '"{text}" needs a hand or an eye for a clock.',
        "Leave it to the coach: it counts and keeps the time.",
        "The user's hands are on the floor, and there is no clock to see.",
    ),
    # -- what to do, and what not
    "no-steps": Code(
        _W,
        "This exercise has no `steps`.",
        "Add `steps:`, one movement a step.",
        "The name of an exercise tells nobody how to do it.",
    ),
    "hold-without-breath": Code(
        _W,
        "A hold of {value}, and no word about breathing.",
        "Add `breathing: Breathe slowly and evenly.`",
        "Who strains in silence holds the breath.",
    ),
    "no-stop-if": Code(
        _W,
        "This exercise is strong ({text}) and has no `stop_if`.",
        "Add `stop_if: [pain spreads down your leg]`, or what fits.",
        "Nobody watches: the user has to know what is no good sign.",
    ),
    "several-ways": Code(
        _W,
        '"{text}" gives a second way to do it.',
        "Choose one, and make another exercise of the other, with `easier`.",
        "Choices are hard to keep in mind while moving.",
    ),
    # -- how it sounds
    "command-alone": Code(
        _E,
        '"{text}" stands alone and is what a user says for "{intent}".',
        "Say it in other words, or in a longer sentence.",
        "The microphone may take the coach's own voice for the user's.",
    ),
    "command-inside": Code(
        _W,
        '"{text}", between commas, is what a user says for "{intent}".',
        "Say it in other words.",
        "After a short silence the microphone may take it for the user's.",
    ),
    "long-sentence": Code(
        _W,
        "This sentence has {value} words.",
        "Make two of it: twenty words at most.",
        "A listener cannot read it again, and is moving.",
    ),
    "many-clauses": Code(
        _W,
        "This sentence has {value} thoughts in it, by its commas and linking words.",
        "One movement a sentence, one thought or two.",
        "What came first is forgotten when the last is said.",
    ),
    "long-cue": Code(
        _W,
        "This `cue` has {value} words.",
        "Keep to six or fewer: it is said again with every hold or round.",
        "A long cue runs into the movement that it calls for.",
    ),
    "jargon": Code(
        _W,
        '"{text}" is a word of the trade.',
        "Say it in everyday words.",
        "The user cannot look it up while lying on the floor.",
    ),
    "abbreviation": Code(
        _W,
        '"{text}" is an abbreviation.',
        "Write it out.",
        "The voice reads it letter by letter, or as a word.",
    ),
    "capitals": Code(
        _W,
        '"{text}" is in capital letters.',
        "Write it in small letters.",
        "Voices spell out words in capital letters.",
    ),
    "sign": Code(
        _W,
        "The sign {text} is not read as one would say it.",
        "Write it in words.",
        "A voice leaves it out, or gives its name.",
    ),
    # -- the whole session
    "no-source": Code(
        _W,
        "This session does not say where its exercises come from.",
        "Add `source: {{title: ...}}`, the leaflet, page or book.",
        "Who cannot see the exercise done has to be able to trust where it comes from.",
    ),
    "no-screening": Code(
        _W,
        "This session asks for no signs that need a doctor first.",
        "Add `screening: [recent_accident, ...]`.",
        "Nobody else asks before the first exercise.",
    ),
    "same-name": Code(
        _W,
        'There is another exercise called "{text}", on line {line}.',
        "Give each a name of its own.",
        '"Where am I?" is answered with the name of the exercise.',
    ),
    "no-such-language": Code(
        _E,
        "The coach has no words in this language: {text}.",
        "Write one of: {known}.",
        "It could neither say its own lines in it nor understand a stop.",
    ),
    # -- allowances
    "unknown-code": Code(
        _E,
        "`{text}` is no code of a finding.",
        "Write one of those in docs/lint.md.",
        "A misspelt code would keep nothing silent.",
    ),
    "unneeded-allow": Code(
        _W,
        "Nothing here gives `{text}`.",
        "Take this allowance out.",
        "It would hide the next one, which nobody has thought about.",
    ),
}

FORMAT = "format"
"""The code of what is no session at all: a mistake in the format. It cannot be allowed."""

UNNEEDED = "unneeded-allow"
NOT_TO_ALLOW = frozenset({"unknown-code", UNNEEDED, "no-such-language"})
ALLOWABLE = tuple(sorted(CODES.keys() - NOT_TO_ALLOW))
