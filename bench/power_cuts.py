"""Power cuts, worked out from what a process really did to its files.

A traced run gives every write, fsync, creation and deletion in order. At any moment of it the
power can fail: what was synced by then is on the disk, and of the rest any part, down to single
sectors, in any order. Each such disk is made as real files, to see what a program finds there.
Needs strace (Linux).
"""

import random
import re
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

SECTOR = 512
_CALLS = "openat,pwrite64,write,fdatasync,fsync,ftruncate,unlink,unlinkat"
_LINE = re.compile(r"^(\d+) +(?:<\.\.\. )?(\w+)(?: resumed>|\()(.*)$")
_DESCRIPTOR = re.compile(r"^\d+<([^>]*)>")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')


@dataclass(frozen=True, slots=True)
class Op:
    """One call: its name, the file it was for, and what it did there."""

    call: str
    path: str
    data: bytes = b""
    offset: int = 0


def trace(command: Sequence[str]) -> list[Op]:
    """Run `command`, and return what it did to files, and to its standard output as "write"."""
    with tempfile.NamedTemporaryFile("r", suffix=".trace") as file:
        options = ["-f", "-y", "-xx", "-s", "100000", "-e", f"trace={_CALLS}", "-o", file.name]
        strace = ["strace", "--seccomp-bpf", *options, *command]
        subprocess.run(strace, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - ourselves
        return list(_ops(file))


def _ops(lines: Iterator[str] | Sequence[str]) -> Iterator[Op]:
    begun: dict[str, str] = {}
    for line in lines:
        if (found := _LINE.match(line)) is None:
            continue
        process, call, rest = found.groups()
        synced = call in {"fdatasync", "fsync"}
        if "<unfinished ...>" in rest:
            begun[process] = rest
            if synced:  # it counts when it has returned; everything else from its beginning
                continue
        elif "resumed>" in line:
            rest = begun.pop(process, "")
            if not synced:
                continue
        elif " = -1 " in rest:
            continue
        if (op := _op(call, rest)) is not None:
            yield op


def _op(call: str, rest: str) -> Op | None:
    texts = [bytes.fromhex(text.replace("\\x", "")) for text in _TEXT.findall(rest)]
    descriptor = _DESCRIPTOR.match(rest)
    path = _plain(descriptor[1]) if descriptor else ""
    match call:
        case "openat":
            return Op("create", texts[0].decode()) if "O_CREAT" in rest else None
        case "unlink" | "unlinkat":
            return Op("unlink", texts[0].decode())
        case "write":
            return Op("write", "stdout" if rest.startswith("1<") else path, texts[0])
        case "pwrite64":
            return Op("pwrite64", path, texts[0], _number(rest))
        case "ftruncate":
            return Op("ftruncate", path, offset=_number(rest))
    return Op("sync", path)


def _plain(text: str) -> str:
    return bytes.fromhex(text.replace("\\x", "")).decode() if text.startswith("\\x") else text


def _number(rest: str) -> int:
    """The last argument."""
    found = re.search(r", (\d+)(?:\) += .*| <unfinished.*)?$", rest.strip())
    assert found is not None, rest
    return int(found[1])


@dataclass
class _File:
    """What is surely on the disk, and what may be."""

    safe: bytearray = field(default_factory=bytearray)
    loose: list[Op] = field(default_factory=list)

    def sync(self) -> None:
        for op in self.loose:
            _apply(op, self.safe, None)
        self.loose.clear()

    def after(self, chance: random.Random | None, share: float) -> bytes:
        """Its bytes when the power has failed: of what is loose, a `share`."""
        found = bytearray(self.safe)
        for op in self.loose:
            if share == 1 or (chance is not None and chance.random() < share):
                _apply(op, found, chance if share < 1 else None)
        return bytes(found)


def _apply(op: Op, content: bytearray, chance: random.Random | None) -> None:
    """Do `op`; with `chance`, perhaps only some of the sectors."""
    if op.call == "ftruncate":
        del content[op.offset :]
        content.extend(bytes(op.offset - len(content)))
        return
    content.extend(bytes(max(0, op.offset + len(op.data) - len(content))))
    torn = chance is not None and chance.random() < 0.3
    for start in range(0, len(op.data), SECTOR):
        if torn and chance is not None and chance.random() < 0.5:
            continue
        piece = op.data[start : start + SECTOR]
        content[op.offset + start : op.offset + start + len(piece)] = piece


class Disk:
    """The folder as the power leaves it. `replay` goes on in the trace; `after` cuts the power."""

    def __init__(self, folder: Path) -> None:
        self._folder = str(folder)
        self._files: dict[str, _File] = {}
        self._safe_names: dict[str, _File] = {}
        self._loose_names: list[str] = []

    def replay(self, op: Op) -> None:
        if op.path == self._folder and op.call == "sync":
            self._safe_names = dict(self._files)
            self._loose_names.clear()
        elif Path(op.path).parent != Path(self._folder) or op.path.endswith("-shm"):
            return
        elif op.call == "create":
            if op.path not in self._files:
                self._files[op.path] = _File()
                self._loose_names.append(op.path)
        elif op.call == "unlink":
            self._files.pop(op.path, None)
            self._loose_names.append(op.path)
        elif op.call == "sync":
            self._files[op.path].sync()
        else:
            self._files[op.path].loose.append(op)

    def after(self, chance: random.Random, share: float) -> Mapping[str, bytes]:
        """The files by name; of what was not synced, `share` has reached the disk."""
        names = dict(self._safe_names)
        for name in self._loose_names:
            if share == 1 or chance.random() < share:
                names.pop(name, None)
                if name in self._files:
                    names[name] = self._files[name]
        return {Path(name).name: file.after(chance, share) for name, file in names.items()}
