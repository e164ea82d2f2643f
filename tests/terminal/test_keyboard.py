"""Keys, through a real pseudo-terminal."""

import io
import os
import sys
from collections.abc import Iterator
from queue import Empty, SimpleQueue

import pytest
from tests.pseudo_terminal import open_pair

from voicecoach.coach.keys import meaning
from voicecoach.core.events import Pressed
from voicecoach.core.intents import Intent
from voicecoach.terminal import keyboard

termios = pytest.importorskip("termios")  # there are no pseudo-terminals on Windows

PATIENCE_S = 10.0


class Terminal:
    """A terminal with somebody at it."""

    def __init__(self) -> None:
        self.fingers, inside = open_pair()
        self.stdin = os.fdopen(inside, "r")

    def press(self, keys: str) -> None:
        os.write(self.fingers, keys.encode())

    def settings(self) -> list[object]:
        return list(termios.tcgetattr(self.stdin.fileno()))

    def close(self) -> None:
        self.stdin.close()
        os.close(self.fingers)


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Iterator[Terminal]:
    made = Terminal()
    monkeypatch.setattr(sys, "stdin", made.stdin)
    yield made
    made.close()


def pressed(inbox: "SimpleQueue[Pressed]", count: int) -> list[str]:
    return [inbox.get(timeout=PATIENCE_S).key for _ in range(count)]


def test_keys_arrive_one_by_one_without_enter(terminal: Terminal) -> None:
    inbox: SimpleQueue[Pressed] = SimpleQueue()
    with keyboard.keys(inbox.put):
        terminal.press(" ")
        assert pressed(inbox, 1) == [" "]
        terminal.press("h\r?")
        assert pressed(inbox, 3) == ["h", "\n", "?"]


@pytest.mark.parametrize("key", ["\x13", "\x1a", "\x1c"], ids=["Ctrl-S", "Ctrl-Z", "Ctrl-\\"])
def test_keys_that_would_stop_a_program_or_its_screen_are_keys_like_any_other(
    terminal: Terminal, key: str
) -> None:
    inbox: SimpleQueue[Pressed] = SimpleQueue()
    with keyboard.keys(inbox.put):
        terminal.press(key)
        assert pressed(inbox, 1) == [key]


def test_keys_that_send_several_characters_are_one_key(terminal: Terminal) -> None:
    inbox: SimpleQueue[Pressed] = SimpleQueue()
    sent = ["\x1b[A", "\x1bOP", "\x1b[15~", "\x1b[1;5C", "\x1bx", "q", "\x1b"]
    with keyboard.keys(inbox.put):
        terminal.press("".join(sent))
        assert pressed(inbox, len(sent)) == sent


def test_letters_of_every_language_are_one_key_even_when_they_come_in_pieces(
    terminal: Terminal,
) -> None:
    inbox: SimpleQueue[Pressed] = SimpleQueue()
    with keyboard.keys(inbox.put):
        for byte in "é".encode():
            os.write(terminal.fingers, bytes([byte]))
        terminal.press("語")
        assert pressed(inbox, 2) == ["é", "語"]


def test_keys_are_not_printed_and_the_terminal_is_left_as_it_was(terminal: Terminal) -> None:
    inbox: SimpleQueue[Pressed] = SimpleQueue()
    before = terminal.settings()
    with keyboard.keys(inbox.put):
        assert terminal.settings() != before
        terminal.press("j")
        pressed(inbox, 1)
        os.write(terminal.stdin.fileno(), b"|")
        assert os.read(terminal.fingers, 10) == b"|"
    assert terminal.settings() == before


def test_the_terminal_is_left_as_it_was_when_the_session_fails(terminal: Terminal) -> None:
    before = terminal.settings()
    with pytest.raises(RuntimeError), keyboard.keys(lambda _: None):
        raise RuntimeError
    assert terminal.settings() == before


def test_keys_pressed_after_the_end_go_to_whoever_reads_next(terminal: Terminal) -> None:
    inbox: SimpleQueue[Pressed] = SimpleQueue()
    with keyboard.keys(inbox.put):
        pass
    terminal.press("ls\n")
    assert terminal.stdin.readline() == "ls\n"
    with pytest.raises(Empty):
        inbox.get_nowait()


def test_a_terminal_that_is_closed_ends_the_keys_and_nothing_else(terminal: Terminal) -> None:
    inbox: SimpleQueue[Pressed] = SimpleQueue()
    with keyboard.keys(inbox.put):
        os.close(terminal.fingers)
        terminal.fingers = os.open(os.devnull, os.O_RDONLY)
    assert inbox.empty()


def test_somebody_can_press_keys_only_at_a_terminal(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", terminal.stdin)
    at_terminal = keyboard.is_there()
    monkeypatch.setattr(sys, "stdin", io.StringIO("q"))
    from_a_pipe = keyboard.is_there()
    monkeypatch.setattr(sys, "stdin", None)
    assert (at_terminal, from_a_pipe, keyboard.is_there()) == (True, False, False)


def test_a_key_that_is_set_to_stop_has_no_other_meaning(terminal: Terminal) -> None:
    inbox: SimpleQueue[Pressed] = SimpleQueue()
    with keyboard.keys(inbox.put, ["page_down", "enter", "n"]):
        terminal.press("\x1b[6~\rNr")
        found = pressed(inbox, 4)
    assert [meaning(key, paused) for key in found[:3] for paused in (False, True)] == [
        Intent.STOP
    ] * 6
    assert found[3] == "r"
