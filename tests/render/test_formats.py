from pathlib import Path

import pytest

from voicecoach.render.formats import FORMATS, BadTarget, format_of


@pytest.mark.parametrize("name", ["a.mp3", "A.MP3", "knees.old.Opus", "book.m4b"])
def test_the_end_of_the_name_tells_the_format(name: str) -> None:
    assert format_of(Path(name)) is FORMATS[Path(name.lower()).suffix]


@pytest.mark.parametrize("name", ["a", "a.doc", "mp3", "a.mp3.bak"])
def test_a_name_that_does_not_tell_is_answered_with_those_that_do(name: str) -> None:
    with pytest.raises(BadTarget) as told:
        format_of(Path(name))
    assert f'"{name}"' in told.value.what
    assert ".mp3, .m4a, .m4b, .opus, .ogg, .flac, .wav" in told.value.mend
