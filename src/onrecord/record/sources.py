"""Files of a record named by their SHA-256: bytes as received, and canonical texts beside them."""

from __future__ import annotations

from pathlib import Path

from onrecord.record.folder import SOURCES, TEXTS, write_atomically
from onrecord.types.identity import sha256_of

READ_ONLY = 0o444
"""Evidence is not to be edited by accident."""


class HashedFiles:
    """A folder of files named by the SHA-256 of their bytes, fanned out by its first two digits."""

    def __init__(self, folder: Path, suffix: str = "") -> None:
        self.folder = folder
        self._suffix = suffix

    def path(self, sha256: str) -> Path:
        """Return where the bytes with this hash lie, or would."""
        return self.folder / sha256[:2] / f"{sha256}{self._suffix}"

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


def source_files(record: Path) -> HashedFiles:
    """Return the sources of the record at `record`."""
    return HashedFiles(record / SOURCES)


def text_files(record: Path) -> HashedFiles:
    """Return the canonical texts of the record at `record`."""
    return HashedFiles(record / TEXTS, ".txt")


def encode_text(text: str) -> bytes:
    """Return a canonical text as the bytes it is stored and hashed as; a lone surrogate is kept."""
    return text.encode("utf-8", "surrogatepass")


def decode_text(content: bytes) -> str:
    """Return the canonical text that `encode_text` wrote; raises UnicodeDecodeError on other bytes."""
    return content.decode("utf-8", "surrogatepass")
