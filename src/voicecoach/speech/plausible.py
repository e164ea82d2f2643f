"""Whether a clip can be the sound of a line, judged by its length."""

from voicecoach.core.clip import Clip

_SILENT_SIGNS = frozenset(",.;:!?'\"()-\u2013\u2014\u2019\u2026")


def must_sound(line: str) -> bool:
    """Whether silence is certainly wrong: letters and figures have a sound, signs may not."""
    return any(character.isascii() and character.isalnum() for character in line)


def seconds_likely(line: str, wpm: int) -> tuple[float, float]:
    """The least and the most seconds that `line` should take at `wpm`, without silence around it.

    A word is five letters, which is what the engines mean by words a minute; figures and signs
    are whole words, as in "100 %". eSpeak NG takes 0.8 to 1.7 times what the letters say, more
    for a line of one or two short words.
    """
    letter_s = 60 / wpm / 5
    letters = sum(c.isalpha() for c in line)
    others = sum(not (c.isalpha() or c.isspace() or c in _SILENT_SIGNS) for c in line)
    return 0.6 * (letters - 5) * letter_s, 2 * (letters + 10 * others + 10) * letter_s


def doubt(line: str, wpm: int, clip: Clip) -> str | None:
    """Why `clip` may not be the whole of `line` at `wpm`, in a few words; None if it may be."""
    least, most = seconds_likely(line, wpm)
    if clip.seconds < least:
        return "was too short"
    return "was too long" if clip.seconds > most else None
