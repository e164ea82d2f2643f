"""Unquoted words of YAML: numbers, nothing, and those that may be true or false."""

import re

from voicecoach.handwritten.where import Switch

_SWITCH = re.compile(r"true|false|yes|no|on|off", re.IGNORECASE)
_INTEGER = re.compile(r"[-+]?\d{1,15}", re.ASCII)
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?", re.ASCII | re.IGNORECASE)


def plain(word: str) -> object:
    """Give an unquoted word its meaning."""
    if word in {"", "~"} or word.lower() == "null":
        return None
    if _SWITCH.fullmatch(word):
        return Switch(word)
    if _INTEGER.fullmatch(word):
        return int(word)
    if len(word) < 100 and _NUMBER.fullmatch(word):
        return float(word)
    return word
