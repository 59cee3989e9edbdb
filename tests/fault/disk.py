"""A disk that forgets: bytes are durable once they are synced; a cut keeps any part of the others."""

import random
from collections import defaultdict
from pathlib import Path
from typing import Any

import apsw

Change = tuple[int, bytes | None]  # where, what; None: the file ends there


class Disk:
    """What was synced, what waits, and the pictures taken at each cut."""

    def __init__(self, chance: random.Random) -> None:
        self.durable: dict[str, bytes] = {}
        self.waiting: defaultdict[str, list[Change]] = defaultdict(list)
        self.chance = chance
        self.operations = 0
        self.cuts: set[int] = set()
        self.acknowledged = 0
        self.pictures: list[tuple[int, dict[str, bytes]]] = []

    def changed(self, name: str, change: Change) -> None:
        self.waiting[name].append(change)
        self.step()

    def synced(self, name: str) -> None:
        self.durable[name] = replayed(self.durable.get(name, b""), self.waiting.pop(name, []))
        self.step()

    def forgot(self, name: str) -> None:
        self.durable.pop(name, None)
        self.waiting.pop(name, None)

    def step(self) -> None:
        self.operations += 1
        if self.operations in self.cuts:
            self.cut()

    def cut(self) -> None:
        """The power goes: of what was not synced, some is written, in no order that anybody promised."""
        picture = {}
        for name in {*self.durable, *self.waiting}:
            kept = [change for change in self.waiting.get(name, []) if self.chance.random() < 0.5]
            picture[name] = replayed(self.durable.get(name, b""), kept)
        self.pictures.append((self.acknowledged, picture))


def replayed(content: bytes, changes: list[Change]) -> bytes:
    after = bytearray(content)
    for where, what in changes:
        if what is None:
            del after[where:]
            continue
        after.extend(b"\0" * (where + len(what) - len(after)))
        after[where : where + len(what)] = what
    return bytes(after)


class ForgetfulFile(apsw.VFSFile):
    def __init__(self, disk: Disk, name: Any, flags: Any) -> None:
        self.disk = disk
        self.name = Path(name.filename() if isinstance(name, apsw.URIFilename) else str(name)).name
        super().__init__("", name, flags)

    def xWrite(self, data: bytes, offset: int) -> None:
        super().xWrite(data, offset)
        self.disk.changed(self.name, (offset, bytes(data)))

    def xTruncate(self, newsize: int) -> None:
        super().xTruncate(newsize)
        self.disk.changed(self.name, (newsize, None))

    def xSync(self, flags: int) -> None:
        super().xSync(flags)
        self.disk.synced(self.name)


class ForgetfulSystem(apsw.VFS):
    """SQLite's files, on the disk that forgets."""

    def __init__(self, name: str, disk: Disk) -> None:
        self.disk = disk
        super().__init__(name, "")

    def xOpen(self, name: Any, flags: Any) -> ForgetfulFile:
        return ForgetfulFile(self.disk, name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:
        super().xDelete(filename, syncdir)
        self.disk.forgot(Path(filename).name)
