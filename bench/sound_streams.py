"""How PyAudio's streams fare on PulseAudio: whether they live, and stay in step.

    python bench/sound_streams.py [--opens 20] [--json FILE]

Needs no sound card: in a virtual room the speaker leads straight into the microphone. Each stream
plays and records for two seconds. "dead": its callback does not come, or stops. "thinks it lives":
PortAudio calls a dead stream active. "slipped": from one quarter of a second to the next, what is
played comes back later or earlier by more than a millisecond.
"""

import argparse
import json
import subprocess
import sys
from itertools import product
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.virtual_sound import VirtualSound

PROGRAM = """
import json, os, sys, threading
import numpy as np, pyaudio

os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
streams, rate, block, opens = sys.argv[1], *map(int, sys.argv[2:])
ticks = np.arange(rate // 50) / rate
chirp = (np.sin(2 * np.pi * (800 + 60_000 * ticks) * ticks) * np.hanning(len(ticks))).astype("f4")
quarter = rate // 4
loop = np.concatenate([chirp, np.zeros(quarter - len(chirp), "f4")])
counts = {"dead": 0, "thinks it lives": 0, "slipped": 0}

for _ in range(opens):
    heard, played = [], 0

    def play(frames):
        global played
        at = np.arange(played, played + frames) % quarter
        played += frames
        return loop[at].tobytes()

    def duplex(pcm, frames, *_):
        heard.append(pcm)
        return play(frames), pyaudio.paContinue

    def output(_, frames, *__):
        return play(frames), pyaudio.paContinue

    def input(pcm, *_):
        heard.append(pcm)
        return None, pyaudio.paContinue

    portaudio = pyaudio.PyAudio()
    format = dict(format=pyaudio.paFloat32, channels=1, rate=rate, frames_per_buffer=block)
    if streams == "duplex":
        opened = [portaudio.open(input=True, output=True, stream_callback=duplex, **format)]
    else:
        opened = [
            portaudio.open(input=True, stream_callback=input, **format),
            portaudio.open(output=True, stream_callback=output, **format),
        ]
    threading.Event().wait(2)
    if min(len(heard) * block, played) < 1.5 * rate:
        counts["dead"] += 1
        counts["thinks it lives"] += all(stream.is_active() for stream in opened)
    else:
        sound = np.frombuffer(b"".join(heard), "f4")[quarter:]
        rounds = sound[: len(sound) // quarter * quarter].reshape(-1, quarter)
        spectrum = np.fft.rfft(rounds) * np.conj(np.fft.rfft(loop))
        late = np.argmax(np.fft.irfft(spectrum), axis=1)
        steps = (np.diff(late) + quarter // 2) % quarter - quarter // 2
        counts["slipped"] += bool(np.abs(steps).max() > rate / 1000)
    for stream in opened:
        stream.close()
    portaudio.terminate()
print(json.dumps(counts))
"""

LATENCIES_MS = (None, 20, 30, 60)
FORMATS = ((48_000, 480), (48_000, 512), (44_100, 480))


def measure(streams: str, latency_ms: int | None, rate: int, block: int, opens: int) -> str:
    """The counts of a setting, as JSON."""
    command = ["env", "PULSE_SINK=room"]
    if latency_ms is not None:
        command.append(f"PULSE_LATENCY_MSEC={latency_ms}")
    command += [sys.executable, "-c", PROGRAM, streams, str(rate), str(block), str(opens)]
    with VirtualSound() as sound:
        process = sound.start(command, stdout=subprocess.PIPE)
        return process.communicate()[0].decode()


def main() -> None:
    """Print a table and write it as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--opens", type=int, default=20)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    rows = []
    print("streams  PULSE_LATENCY_MSEC   rate  block   dead  thinks it lives  slipped")
    for streams, latency_ms, (rate, block) in product(("duplex", "two"), LATENCIES_MS, FORMATS):
        counts = json.loads(measure(streams, latency_ms, rate, block, options.opens))
        dead, active, slipped = counts.values()
        print(
            f"{streams:7}  {latency_ms or 'unset':>18}  {rate:5}  {block:5}  "
            f"{dead:2} of {options.opens}  {active:15}  {slipped:7}",
            flush=True,
        )
        rows.append(
            {"streams": streams, "latency_ms": latency_ms, "rate": rate, "block": block} | counts
        )
    if options.json:
        options.json.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
