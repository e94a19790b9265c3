"""What one archive may unpack to, counted on the bytes that come out, never on what headers say."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import IO, Protocol

from onrecord.config import Config
from onrecord.ingest.refusals import ArchiveIsRefused, MemberIsRefused

MEGABYTE = 1 << 20

BOMB_RATIO = 200
"""Text rarely packs 50 times, logs 100 times; deflate's own limit, which bombs use, is 1,032 times."""

BOMB_FLOOR = MEGABYTE
"""Below this a high ratio does no harm: a short file of blanks is no bomb."""


class Readable(Protocol):
    """Anything bytes are read from."""

    def read(self, size: int = -1, /) -> bytes:
        """Return at most `size` bytes, none at the end."""


@dataclass
class Allowance:
    """What is left of the bytes and members that one archive, with all inside it, may unpack to."""

    config: Config
    bytes_left: int = field(init=False)
    members_left: int = field(init=False)

    def __post_init__(self) -> None:
        self.bytes_left = self.config.archive_megabytes * MEGABYTE
        self.members_left = self.config.archive_members

    def spend_bytes(self, count: int) -> None:
        """Take `count` unpacked bytes off; raises ArchiveIsRefused when none are left."""
        self.bytes_left -= count
        if self.bytes_left < 0:
            raise ArchiveIsRefused("archive_too_large", limit=self.config.archive_megabytes)

    def spend_member(self) -> None:
        """Take one member off; raises ArchiveIsRefused when none are left."""
        self.members_left -= 1
        if self.members_left < 0:
            raise ArchiveIsRefused("too_many_members", limit=self.config.archive_members)


@dataclass
class Unpacked:
    """A stream of unpacked bytes that stops where its allowance ends or its ratio is that of a bomb.

    `packed` is the number of bytes it is unpacked from; `refusal` says how much a bomb ends.
    """

    stream: Readable
    packed: int
    allowance: Allowance
    refusal: type[MemberIsRefused] = MemberIsRefused
    count: int = 0

    def read(self, size: int = -1, /) -> bytes:
        """Return at most `size` bytes; raises MemberIsRefused or ArchiveIsRefused."""
        if size < 0:
            return b"".join(iter(lambda: self.read(MEGABYTE), b""))
        content = self.stream.read(size)
        self.count += len(content)
        self.allowance.spend_bytes(len(content))
        if self.count > BOMB_FLOOR and self.count > BOMB_RATIO * max(self.packed, 1):
            raise self.refusal("archive_bomb", ratio=BOMB_RATIO)
        return content


def size_of(stream: IO[bytes]) -> int:
    """Return the number of bytes of a seekable stream, and go back to its start."""
    size = stream.seek(0, 2)
    stream.seek(0)
    return size
