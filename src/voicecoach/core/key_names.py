"""What keys are called, and what a terminal sends for them.

Headset buttons, presenters and switches pretend to be a keyboard: most send space, Enter, a page
key or a function key.
"""

from collections.abc import Mapping

SWITCH = "switch"
"""What the one key of somebody who has only one is called, whichever it is."""
KEY_NAMES: Mapping[str, tuple[str, ...]] = {
    "space": (" ",),
    "enter": ("\n", "\r"),
    "tab": ("\t",),
    "escape": ("\x1b",),
    "backspace": ("\x7f", "\x08"),
    "up": ("\x1b[A", "\x1bOA", "\xe0H"),
    "down": ("\x1b[B", "\x1bOB", "\xe0P"),
    "right": ("\x1b[C", "\x1bOC", "\xe0M"),
    "left": ("\x1b[D", "\x1bOD", "\xe0K"),
    "home": ("\x1b[H", "\x1bOH", "\x1b[1~", "\xe0G"),
    "end": ("\x1b[F", "\x1bOF", "\x1b[4~", "\xe0O"),
    "insert": ("\x1b[2~", "\xe0R"),
    "delete": ("\x1b[3~", "\xe0S"),
    "page_up": ("\x1b[5~", "\xe0I"),
    "page_down": ("\x1b[6~", "\xe0Q"),
    "f1": ("\x1bOP", "\x1b[11~", "\x00;"),
    "f2": ("\x1bOQ", "\x1b[12~", "\x00<"),
    "f3": ("\x1bOR", "\x1b[13~", "\x00="),
    "f4": ("\x1bOS", "\x1b[14~", "\x00>"),
    "f5": ("\x1b[15~", "\x00?"),
    "f6": ("\x1b[17~", "\x00@"),
    "f7": ("\x1b[18~", "\x00A"),
    "f8": ("\x1b[19~", "\x00B"),
    "f9": ("\x1b[20~", "\x00C"),
    "f10": ("\x1b[21~", "\x00D"),
    "f11": ("\x1b[23~", "\xe0\x85"),
    "f12": ("\x1b[24~", "\xe0\x86"),
}
"""By name, what a terminal (or the console of Windows) may send. A letter, a digit or a mark is its
own name."""


def sent_by(name: str) -> tuple[str, ...]:
    """What the key called `name` sends; nothing where there is none of that name."""
    plain = name.casefold()
    if len(plain) == 1 and plain.isprintable() and not plain.isspace():
        return (plain, plain.upper()) if plain.upper() != plain else (plain,)
    return KEY_NAMES.get(plain.replace(" ", "_").replace("-", "_"), ())


def name_of(sent: str) -> str | None:
    """The name of the key that sends this, if it has one."""
    named = (name for name, sends in KEY_NAMES.items() if sent in sends)
    alone = sent.casefold() if len(sent) == 1 and sent.isprintable() and sent != " " else None
    return next(named, alone)
