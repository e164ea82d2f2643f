"""Files from strangers: how they are refused, how soon, and in how much memory.

    python bench/hostile.py [--inputs 10000] [--seed 0] [--json FILE]
    python bench/hostile.py --from FILE...

First bombs, then links and devices, each in a process of its own; then `--inputs` files that
`hostile_inputs.py` makes by a seeded chance. Seconds are of processor time, since the machine is
shared; memory is what a process grew by at most. "outside" counts files that were opened and are
not the session's own: an audit hook of Python sees every one. `--from` adds up what several runs
wrote. Ends with 1 if anything crashed or was opened outside.
"""

import argparse
import json
import multiprocessing
import os
import resource
import socket
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.script.test_hostile import BOMBS, WHOLE

from hostile_inputs import EXERCISE, JSON, ROOT, USES, Maker, bring
from voicecoach.core.problems import Problem, harmless
from voicecoach.language import load
from voicecoach.plan.planner import plan
from voicecoach.script import reader
from voicecoach.script.model import Session
from voicecoach.settings import file as settings_file

PACKAGE = ROOT / "src/voicecoach"
LIMIT_S, LIMIT_MB = 0.1, 64


@dataclass
class Tally:
    """What came of many inputs."""

    inputs: int = 0
    read: int = 0
    refused: int = 0
    planned: int = 0
    outside: int = 0
    crashes: list[str] = field(default_factory=list)
    slowest_s: float = 0.0
    slowest: str = ""
    over: int = 0
    """How many took longer than the limit."""
    seconds: float = 0.0
    grown_mb: float = 0.0
    kinds: dict[str, int] = field(default_factory=dict)

    def add(self, other: "Tally") -> None:
        for name in ("inputs", "read", "refused", "planned", "outside", "over", "seconds"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.crashes += other.crashes
        self.grown_mb = max(self.grown_mb, other.grown_mb)
        self.kinds = dict(Counter(self.kinds) + Counter(other.kinds))
        if other.slowest_s > self.slowest_s:
            self.slowest_s, self.slowest = other.slowest_s, other.slowest


OPENED: list[str] = []
"""What was opened since it was emptied."""
_WATCHED = frozenset({"open", "os.system", "os.exec", "subprocess.Popen", "socket.connect"})


def listen(event: str, arguments: tuple[object, ...]) -> None:
    if event in _WATCHED and not isinstance(arguments[0], int):
        OPENED.append(str(arguments[0]))


def grown_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def told(problem: Problem) -> None:
    """Look whether a refusal is one that a person can read, whole and harmless."""
    text = str(problem)
    assert text.strip(), "refused without a word"
    assert harmless(text) == text, "not to be printed"
    assert "Traceback" not in text, "a traceback"


def outcome(read: Callable[[], object]) -> tuple[str, object]:
    """What came of it ("read", "refused", or the crash), and what was read."""
    try:
        return "read", read()
    except Problem as problem:
        try:
            told(problem)
        except AssertionError as wrong:
            return f"{wrong}: {problem}", None
        return "refused", None
    except BaseException as error:  # noqa: BLE001 - each is a finding
        return f"{type(error).__name__}: {error}"[:200], None


# -- what comes one by one


def bombs(folder: Path) -> Iterator[tuple[str, Callable[[], object]]]:
    head = "version: 1\ntitle: Back\n"
    one = f"{head}blocks:\n- title: All\n  exercises:\n  - name: Tilt\n    reps: 3\n"
    languages = ", ".join(f"a{letter}" for letter in "abcdefghij")
    most = 256 * 1024
    more = {
        "misspelt keys of one exercise": one + "".join(f"    setps{n}: x\n" for n in range(1400)),
        "wrong words": f"{head}screening: [{','.join(f'chest_pai{n}' for n in range(2900))}]\n",
        "ten languages": f"language: [{languages}]\n"
        + one
        + "".join(f"    stps{n}: x\n" for n in range(1400)),
        "a long breath": f"{one}    breathing_pattern: {'in 4,' * 40_000}\n",
        "a long tempo": f"{one}    tempo: {'-'.join('1' * 60_000)}\n",
        "a long number of reps": one.replace("reps: 3", f"reps: {'9' * 200_000}"),
        "every hidden character": "".join(chr(0xE0000 + n) for n in range(60_000)),
        "hidden behind many lines": "\n" * 200_000 + "\u202e" * 200,
        "accents on an accent": one.replace("Tilt", "e" + "\u0301" * 100_000),
        "directives": "%YAML 1.1\n%TAG ! tag:x,2000:\n" * 4000,
    }
    for name, text in {**BOMBS, **more}.items():
        yield name, partial(reader.read_text, text[:most], "s.yaml")
    long = EXERCISE + "".join(f"setps{n}: x\n" for n in range(1400))
    for number in range(50):
        (folder / f"e{number}.yaml").write_text(long, "utf-8")
    uses = "".join(f"      - use: e{n}.yaml\n" for n in range(50))
    (folder / "uses.yaml").write_text(USES.rpartition("      -")[0] + uses, "utf-8")
    yield "fifty exercise files", lambda: reader.read(folder / "uses.yaml")
    for number in range(200):
        (folder / f"s{number}.yaml").write_text(BOMBS["empty steps"], "utf-8")
    days = ", ".join(f"{{day: 1, session: s{n}.yaml}}" for n in range(14))
    weeks = f"{head}weeks:\n" + f"- days: [{days}]\n" * 40
    (folder / "p.yaml").write_text(weeks, "utf-8")
    yield "a programme of bombs", lambda: reader.read_programme(folder / "p.yaml")
    words = ", ".join(f"'(a{n}b|cd|ef)(gh|ij|kl|mn|op)[qr|st]'" for n in range(50))
    settings = f"words: {{stop: [{words}], pause: [{words}], pain: [{words}]}}"
    yield "own words that multiply", lambda: settings_file.read_text(settings, "settings.yaml")
    brought = {
        "import: lists in lists": '[{"instructions": ' + "[" * 2**20,
        "import: lists": ('[{"name": "a", "instructions": [' + "[]," * 2**20)[: 2**21],
        "import: exercises": "[" + '{"name":"a","instructions":["b"]},' * 60_000,
        "import: a long text": '[{"name":"a","instructions":["' + "a. " * 600_000 + '"]}]',
        "import: sets": "title,start_time,exercise_title,reps,set_index\n"
        + "W,x,S,inf,1\n" * 99_999,
    }
    for name, text in brought.items():
        yield name, partial(bring, text)


def links(folder: Path) -> Iterator[tuple[str, Callable[[], object]]]:
    """Whatever a name can lead to but a file of the session's own."""
    secret = folder / "secret.yaml"
    secret.write_text(EXERCISE, "utf-8")
    box = folder / "box"
    box.mkdir()
    (box / "s.yaml").write_text(USES, "utf-8")
    aim = box / "e.yaml"

    def made(make: Callable[[], object]) -> Callable[[], object]:
        def read() -> object:
            aim.unlink(missing_ok=True)
            make()
            OPENED.clear()
            return reader.read(box / "s.yaml")

        return read

    def sparse() -> None:
        with aim.open("wb") as file:
            file.truncate(2**40)

    def bound() -> None:
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(str(aim))

    yield "a link out of the folder", made(lambda: aim.symlink_to(secret))
    yield "a link to /dev/zero", made(lambda: aim.symlink_to("/dev/zero"))
    yield "a link to /proc/self/environ", made(lambda: aim.symlink_to("/proc/self/environ"))
    yield "a link to itself", made(lambda: aim.symlink_to(aim))
    yield "a link to nothing", made(lambda: aim.symlink_to(box / "nothing"))
    yield "a queue (FIFO)", made(lambda: os.mkfifo(aim))
    yield "a socket", made(bound)
    yield "a terabyte of zeros", made(sparse)
    for name in ("/dev/zero", "/dev/stdin", "/dev/tty", "/proc/self/mem", "/proc/kmsg", "/"):
        yield f"the session is {name}", partial(reader.read, Path(name))
    for name in (str(secret), "../secret.yaml", "~/secret.yaml", "file:e.yaml", "a\\e.yaml", "con"):

        def use(name: str = name) -> object:
            text = USES.replace("e.yaml", json.dumps(name))
            (box / "named.yaml").write_text(text, "utf-8")
            OPENED.clear()
            return reader.read(box / "named.yaml")

        yield f"it uses {Path(name).name} by another way", use


@dataclass(frozen=True)
class Row:
    """One bomb, link or device."""

    name: str
    outcome: str
    seconds: float
    grown_mb: float
    outside: int


def one_by_one(
    cases: Callable[[Path], Iterator[tuple[str, Callable[[], object]]]],
) -> Iterator[Row]:
    """Each in a process of its own, whose memory is then its own."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        for case, read in cases(folder):
            ours, theirs = multiprocessing.Pipe(duplex=False)
            child = multiprocessing.get_context("fork").Process(
                target=alone, args=(case, read, folder, theirs)
            )
            child.start()
            yield ours.recv() if ours.poll(60) else Row(case, "hangs", 60.0, 0.0, 0)
            child.kill()
            child.join()


def alone(case: str, read: Callable[[], object], folder: Path, pipe: Connection) -> None:
    before, start_s = grown_mb(), time.process_time()
    OPENED.clear()
    found, _ = outcome(read)
    took_s = time.process_time() - start_s
    own = folder / "box" if (folder / "box").exists() else folder
    asked = case.removeprefix("the session is ")
    outside = [each for each in OPENED if each != asked and not inside(each, own)]
    pipe.send(Row(case, found, took_s, grown_mb() - before, len(outside)))


def inside(path: str, folder: Path) -> bool:
    """Whether it is the session's own, or the program's: it reads what its words mean."""
    found = Path(path).resolve()
    return any(found.is_relative_to(own) for own in (folder, PACKAGE, Path(sys.base_prefix)))


# -- a million


def many(inputs: int, seed: int) -> Tally:
    tally, lines = Tally(), load("en").lines
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        (folder / "s.yaml").write_text(USES, "utf-8")
        maker = Maker(seed)
        for text in (WHOLE, "x"):  # what is loaded once is loaded now
            outcome(partial(reader.read_text, text, "s.yaml"))
        settings_file.read_text("words: {stop: [basta]}", "settings.yaml")
        outcome(partial(bring, JSON))
        before = grown_mb()
        for number in range(inputs):
            kind, text, read = maker.next(folder)
            OPENED.clear()
            start_s = time.process_time()
            found, whole = outcome(read)
            took_s = time.process_time() - start_s
            tally.inputs += 1
            tally.kinds[kind] = tally.kinds.get(kind, 0) + 1
            tally.seconds += took_s
            tally.over += took_s > LIMIT_S
            tally.outside += sum(not inside(each, folder) for each in OPENED)
            if took_s > tally.slowest_s:
                tally.slowest_s, tally.slowest = took_s, f"{kind}, seed {seed}, number {number}"
            if found in {"read", "refused"}:
                setattr(tally, found, getattr(tally, found) + 1)
            else:
                tally.crashes.append(f"{found} (seed {seed}, number {number}): {text[:300]!r}")
            if isinstance(whole, Session) and number % 10 == 0:
                try:
                    plan(whole, lines)
                    tally.planned += 1
                except Exception as error:  # noqa: BLE001 - each is a finding
                    tally.crashes.append(f"plan: {error!r} (seed {seed}, number {number})")
        tally.grown_mb = grown_mb() - before
    return tally


def show(rows: list[Row], tally: Tally) -> bool:
    """Print it all; whether nothing crashed, and nothing was opened outside."""
    print(f"{'':38} {'came of it':12} {'ms':>7} {'MB':>6} {'outside':>8}")
    for row in rows:
        print(
            f"{row.name:38} {row.outcome[:12]:12} {1000 * row.seconds:7.1f} {row.grown_mb:6.1f}"
            f" {row.outside:8}"
        )
    if tally.inputs:
        print(f"{tally.inputs:,} inputs: {tally.read:,} read, {tally.refused:,} refused, ", end="")
        print(f"{len(tally.crashes)} crashed, {tally.outside} files opened outside; ", end="")
        print(f"{tally.planned:,} of those read were planned")
        print(f"of kinds: {', '.join(f'{n:,} {kind}' for kind, n in tally.kinds.items())}")
        print(f"processor time: mean {1000 * tally.seconds / tally.inputs:.2f} ms", end="")
        print(f", most {1000 * tally.slowest_s:.1f} ms ({tally.slowest})", end="")
        print(f", over {1000 * LIMIT_S:.0f} ms: {tally.over}; grown by {tally.grown_mb:.1f} MB")
    for crash in tally.crashes[:20]:
        print("CRASH", crash)
    fine = {"read", "refused"}
    return (
        not tally.crashes
        and not tally.outside
        and all(row.outcome in fine and not row.outside for row in rows)
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--inputs", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--from", dest="files", type=Path, nargs="+")
    options = parser.parse_args()
    rows: list[Row] = []
    tally = Tally()
    if options.files:
        for file in options.files:
            found: Mapping[str, list[dict[str, object]]] = json.loads(file.read_text("utf-8"))
            rows = rows or [Row(**row) for row in found["rows"]]  # type: ignore[arg-type]
            tally.add(Tally(**found["tally"]))  # type: ignore[arg-type]
    else:
        reader.read_text(WHOLE, "s.yaml")
        sys.addaudithook(listen)
        rows = [*one_by_one(bombs), *one_by_one(links)]
        tally = many(options.inputs, options.seed)
    if options.json:
        told_all = {"rows": [asdict(row) for row in rows], "tally": asdict(tally)}
        options.json.write_text(json.dumps(told_all, indent=1) + "\n")
    return 0 if show(rows, tally) else 1


if __name__ == "__main__":
    sys.exit(main())
