"""Files of a record named by their SHA-256: bytes as received, and canonical texts beside them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from onrecord.record.folder import SOURCES, TEXTS, write_atomically
from onrecord.types.identity import sha256_of

READ_ONLY = 0o444
"""Evidence is not to be edited by accident."""

_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Stored:
    """One file that a record holds: where, under which hash, and its hash now or why it cannot be read."""

    where: str
    sha256: str
    now: str | None
    error: str = ""


class HashedFiles(Protocol):
    """Files of one kind, each named by the SHA-256 of its bytes."""

    @property
    def is_there(self) -> bool:
        """Tell whether the place of these files exists."""

    def where(self, sha256: str) -> str:
        """Return where in the record the bytes with this hash lie, or would."""

    def put(self, content: bytes, sha256: str | None = None) -> str:
        """Store `content` unless it is there in full; return its hash."""

    def get(self, sha256: str) -> bytes:
        """Return the bytes; raises OSError where they are missing."""

    def holds(self, sha256: str) -> bool:
        """Tell whether there are bytes under this hash."""

    def names(self) -> Iterator[str]:
        """Yield the hashes that files are named by, in order."""

    def stored(self) -> Iterator[Stored]:
        """Yield every file, hashed anew."""


class FolderFiles:
    """A folder of files named by the SHA-256 of their bytes, fanned out by its first two digits."""

    def __init__(self, folder: Path, suffix: str = "") -> None:
        self.folder = folder
        self._suffix = suffix

    @property
    def is_there(self) -> bool:
        """Tell whether there is such a folder."""
        return self.folder.is_dir()

    def path(self, sha256: str) -> Path:
        """Return where the bytes with this hash lie, or would."""
        return self.folder / sha256[:2] / f"{sha256}{self._suffix}"

    def where(self, sha256: str) -> str:
        """Return where in the record the bytes with this hash lie, or would."""
        return str(self.path(sha256).relative_to(self.folder.parent))

    def put(self, content: bytes, sha256: str | None = None) -> str:
        """Store `content` unless it is there in full; return its hash."""
        name = sha256 or sha256_of(content)
        path = self.path(name)
        try:
            if path.stat().st_size == len(content):
                return name
        except FileNotFoundError:
            path.parent.mkdir(exist_ok=True)
        write_atomically(path, content, READ_ONLY)
        return name

    def get(self, sha256: str) -> bytes:
        """Return the bytes; raises OSError where they are missing."""
        return self.path(sha256).read_bytes()

    def holds(self, sha256: str) -> bool:
        """Tell whether there are bytes under this hash."""
        return self.path(sha256).is_file()

    def stored(self) -> Iterator[Stored]:
        """Yield every file, hashed anew; what a build that was killed left is passed over."""
        for path in self._paths():
            where, name = str(path.relative_to(self.folder.parent)), path.name.split(".", 1)[0]
            try:
                yield Stored(where, name, _hash_of(path))
            except OSError as error:
                yield Stored(where, name, None, error.strerror or str(error))

    def names(self) -> Iterator[str]:
        """Yield the hashes that files are named by, in order."""
        yield from (path.name.split(".", 1)[0] for path in self._paths())

    def _paths(self) -> Iterator[Path]:
        yield from (path for path in sorted(self.folder.glob("*/*")) if not path.name.startswith("."))


def _hash_of(path: Path) -> str:
    whole = hashlib.sha256()
    with path.open("rb") as content:
        while block := content.read(_BLOCK):
            whole.update(block)
    return whole.hexdigest()


def source_files(record: Path) -> FolderFiles:
    """Return the sources of the record in the folder `record`."""
    return FolderFiles(record / SOURCES)


def text_files(record: Path) -> FolderFiles:
    """Return the canonical texts of the record in the folder `record`."""
    return FolderFiles(record / TEXTS, ".txt")


def encode_text(text: str) -> bytes:
    """Return a canonical text as the bytes it is stored and hashed as; a lone surrogate is kept."""
    return text.encode("utf-8", "surrogatepass")


def decode_text(content: bytes) -> str:
    """Return the canonical text that `encode_text` wrote; raises UnicodeDecodeError on other bytes."""
    return content.decode("utf-8", "surrogatepass")
