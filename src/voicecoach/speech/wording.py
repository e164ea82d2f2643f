"""Text as a voice may be given it: words, and nothing that an engine takes for an order.

A session file is data from a stranger. NSSpeech obeys `[[rate 500]]`, SAPI 5 takes a line that
begins with `<` for markup, and eSpeak NG obeys what follows a control character.
"""

import re
import unicodedata

_SPOKEN = str.maketrans({"<": " less than ", ">": " greater than "})
_CONTROLS = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Control, format, surrogate, private and unassigned characters; line and paragraph ends."""
_DOUBLE_BRACKET = re.compile(r"(?<=\[)\[|(?<=\])\]")


def speakable(text: str) -> str:
    """`text` in one line without markup, control or invisible characters; "" if nothing to say.

    What could be a command becomes plain words, so that nothing that was written is lost:
    "pain < 4" is spoken as "pain less than 4".
    """
    composed = unicodedata.normalize("NFC", text).translate(_SPOKEN)
    visible = "".join(" " if unicodedata.category(c) in _CONTROLS else c for c in composed)
    line = " ".join(_DOUBLE_BRACKET.sub(lambda found: f" {found[0]}", visible).split())
    return line if any(unicodedata.category(c)[0] in "LNS" for c in line) else ""
