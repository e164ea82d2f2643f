import pytest

from voicecoach.speech.choice import UnknownVoice, usual_voice, voice_named
from voicecoach.speech.voice import VoiceInfo

ESPEAK = [
    VoiceInfo("gmw/de", "German", ("de",)),
    VoiceInfo("gmw/en-029", "English (Caribbean)", ("en-029",)),
    VoiceInfo("gmw/en", "English (Great Britain)", ("en-gb",)),
    VoiceInfo("gmw/en-us", "English (America)", ("en-us",)),
]
MAC = [
    VoiceInfo("com.apple.speech.synthesis.voice.Albert", "Albert", ("en-us",)),
    VoiceInfo("com.apple.speech.synthesis.voice.anna", "Anna", ("de-de",)),
    VoiceInfo("com.apple.voice.compact.en-US.Samantha", "Samantha", ("en-us",)),
]
WINDOWS = [
    VoiceInfo(
        r"HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Speech\Voices\Tokens\TTS_MS_EN-US_ZIRA_11.0",
        "Microsoft Zira Desktop - English (United States)",
        ("en-us",),
    )
]


@pytest.mark.parametrize(
    ("wanted", "chosen"),
    [
        ("gmw/en-us", "gmw/en-us"),
        ("GMW/EN-US", "gmw/en-us"),
        ("en-us", "gmw/en-us"),
        (" english (america) ", "gmw/en-us"),
        ("en", "gmw/en"),
        ("en-GB", "gmw/en"),
        ("german", "gmw/de"),
    ],
)
def test_a_voice_is_found_by_id_name_or_language_whatever_its_capitals(
    wanted: str, chosen: str
) -> None:
    assert voice_named(wanted, ESPEAK).id == chosen


def test_a_mac_voice_is_found_by_its_first_name() -> None:
    assert voice_named("samantha", MAC).name == "Samantha"


def test_a_voice_that_is_not_there_is_refused_with_those_that_come_near() -> None:
    with pytest.raises(UnknownVoice) as refused:
        voice_named("englsh (america)", ESPEAK)
    assert refused.value.what == 'There is no voice called "englsh (america)".'
    assert refused.value.mend.startswith("Did you mean English (America)")


def test_part_of_a_name_brings_the_names_that_hold_it() -> None:
    with pytest.raises(UnknownVoice, match=r"Did you mean Microsoft Zira Desktop"):
        voice_named("zira", WINDOWS)


def test_a_voice_like_none_is_refused_with_the_way_out() -> None:
    with pytest.raises(UnknownVoice, match="Leave --voice out"):
        voice_named("qqqqqq", ESPEAK)


def test_the_usual_voice_is_the_engines_own_if_it_speaks_the_language() -> None:
    assert usual_voice("gmw/en", ESPEAK, "en").id == "gmw/en"


def test_a_foreign_default_gives_way_to_a_plain_voice_of_the_language() -> None:
    assert usual_voice(MAC[1].id, MAC, "en").name == "Samantha"


def test_a_language_that_no_voice_speaks_is_refused_with_the_mend() -> None:
    with pytest.raises(UnknownVoice, match='speaks the language "fi"'):
        usual_voice("gmw/en", ESPEAK, "fi")


def test_a_language_is_no_mere_beginning_of_another() -> None:
    assert not VoiceInfo("x", "Old Norse", ("enx",)).speaks("en")
