"""Whether a screen reader runs is told by the names of processes."""

from pathlib import Path

from voicecoach.terminal import screen_reader


def running(folder: Path, *names: str) -> Path:
    for number, name in enumerate(names, start=1):
        (folder / str(number)).mkdir()
        (folder / str(number) / "comm").write_text(f"{name}\n")
    (folder / "meminfo").write_text("no process")
    (folder / "99").mkdir()  # one that has just ended
    return folder


def test_a_screen_reader_is_found_among_processes(tmp_path: Path) -> None:
    names = screen_reader.processes(running(tmp_path, "bash", "orca"))
    assert sorted(names) == ["bash", "orca"]
    assert screen_reader.READERS & set(names)


def test_a_speech_server_alone_is_none(tmp_path: Path) -> None:
    names = screen_reader.processes(running(tmp_path, "speech-dispatch", "sd_espeak-ng"))
    assert not screen_reader.READERS & set(names)


def test_asking_here_never_fails() -> None:
    assert screen_reader.is_there() in {True, False}
