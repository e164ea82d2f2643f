"""What keys are called."""

from hypothesis import given
from hypothesis import strategies as st

from voicecoach.core.key_names import KEY_NAMES, name_of, sent_by


def test_no_two_keys_send_the_same() -> None:
    sent = [one for sends in KEY_NAMES.values() for one in sends]
    assert len(sent) == len(set(sent))


@given(st.sampled_from(sorted(KEY_NAMES)))
def test_a_key_is_named_by_what_it_sends(name: str) -> None:
    assert {name_of(sent) for sent in sent_by(name)} == {name}
    assert sent_by(name.upper().replace("_", " ")) == KEY_NAMES[name]


def test_a_letter_is_its_own_name_in_both_cases() -> None:
    assert sent_by("n") == ("n", "N")
    assert (name_of("N"), name_of("."), name_of("\x1b[99~")) == ("n", ".", None)


def test_what_is_no_key_sends_nothing() -> None:
    assert [sent_by(name) for name in ("f99", "", "\x07", "page")] == [()] * 4
