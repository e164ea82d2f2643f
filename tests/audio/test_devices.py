"""Which microphone and which speaker is meant."""

import subprocess
import sys

import pytest

from voicecoach.audio.devices import Device, Kind, all_devices, choose
from voicecoach.core.problems import NoSound

BUILT_IN = Device(0, "Built-in Audio", 2, 2)
HEADSET = Device(3, "USB Headset (Jabra)", 1, 2)
HDMI = Device(5, "HDMI Monitor", 0, 2, is_default_output=True)
WEBCAM = Device(7, "Webcam 3 Microphone", 1, 0, is_default_input=True)
ALL = [BUILT_IN, HEADSET, HDMI, WEBCAM]


@pytest.mark.parametrize(
    ("kind", "wanted", "meant"),
    [
        ("input", None, WEBCAM),
        ("output", None, HDMI),
        ("input", "3", HEADSET),
        ("output", "0", BUILT_IN),
        ("input", "jabra", HEADSET),
        ("output", "HDMI", HDMI),
        ("input", "built-in audio", BUILT_IN),
        ("input", "Webcam 3", WEBCAM),
    ],
)
def test_a_device_is_meant_by_its_number_a_part_of_its_name_or_nothing(
    kind: Kind, wanted: str | None, meant: Device
) -> None:
    assert choose(ALL, kind, wanted) == meant


def test_a_whole_name_comes_before_a_part_of_another() -> None:
    longer = Device(0, "pulse (monitor)", 2, 2)
    exact = Device(1, "pulse", 2, 2)
    assert choose([longer, exact], "input", "Pulse") == exact


def test_without_a_default_the_first_that_can_do_it_is_taken() -> None:
    assert choose([HDMI, HEADSET, BUILT_IN], "input", None) == HEADSET


@pytest.mark.parametrize("wanted", ["5", "99", "hdmi", "nonsense"])
def test_a_device_that_is_not_there_or_cannot_record_is_answered_with_those_that_can(
    wanted: str,
) -> None:
    with pytest.raises(NoSound) as caught:
        choose(ALL, "input", wanted)
    assert caught.value.what == f'No microphone is called "{wanted}".'
    assert caught.value.mend == (
        "There are: 0 Built-in Audio, 3 USB Headset (Jabra), 7 Webcam 3 Microphone."
    )


@pytest.mark.parametrize(("kind", "name"), [("input", "microphone"), ("output", "speaker")])
def test_no_device_at_all_is_told_with_what_to_do(kind: Kind, name: str) -> None:
    with pytest.raises(NoSound) as caught:
        choose([], kind, None)
    assert caught.value.what == f"There is no {name}."
    assert "voicecoach devices" in caught.value.mend


def test_a_machine_can_tell_what_it_has_without_chatter(capfd: pytest.CaptureFixture[str]) -> None:
    found = all_devices()
    assert [device.index for device in found] == list(range(len(found)))
    assert sum(device.is_default_input for device in found) <= 1
    assert sum(device.is_default_output for device in found) <= 1
    assert capfd.readouterr().err == ""


def test_what_libraries_print_is_hidden_and_what_python_prints_is_not() -> None:
    program = (
        "import os, sys\n"
        "from voicecoach.audio.devices import quiet_libraries\n"
        "with quiet_libraries():\n"
        "    os.write(2, b'ALSA lib chatter\\n')\n"
        "    print('an error of ours', file=sys.stderr)\n"
        "os.write(2, b'chatter afterwards\\n')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stderr.splitlines() == ["an error of ours", "chatter afterwards"]
