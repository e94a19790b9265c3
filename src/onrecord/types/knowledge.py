"""What a user knows beforehand of the actors of an issue: names, identifiers, offices with their time."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from onrecord.types.dates import RecordDate
from onrecord.types.identity import folded_name

_DAY = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")


def file_name(path: str) -> str:
    """Return the name of a file, by which an office says where it is known from."""
    return path.replace("\\", "/").rsplit("/", 1)[-1]


@dataclass(frozen=True, slots=True)
class KnowledgeFiles:
    """Paths of the files of knowledge, by their format (docs/knowledge.md)."""

    aliases: tuple[str, ...] = ()
    followthemoney: tuple[str, ...] = ()
    legislators: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Office:
    """An office somebody holds: `since` and `until` are days, months or years, None where it is open.

    `area` is what a legislator sits for ("NJ", "NJ-04"), `party` its party. `source` is the file that
    says so.
    """

    role: str
    since: str | None = None
    until: str | None = None
    area: str | None = None
    party: str | None = None
    source: str | None = None

    def holds_on(self, date: RecordDate | None) -> bool:
        """Tell whether the office may be held at some day of `date`; without a date every one may."""
        days = _DAY.findall(date.edtf) if date else []
        if not days:
            return True
        first, last = min(days), max(days)
        begun = self.since is None or self.since[: len(last)] <= last[: len(self.since)]
        ended = self.until is not None and self.until[: len(first)] < first[: len(self.until)]
        return begun and not ended


@dataclass(frozen=True, slots=True)
class KnownEntry:
    """An actor of the files: a full name, other names, identifiers and offices."""

    name: str
    kind: str
    aliases: tuple[str, ...] = ()
    identifiers: tuple[tuple[str, str], ...] = ()
    offices: tuple[Office, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Every name, the full one first."""
        return tuple(dict.fromkeys((self.name, *self.aliases)))

    @property
    def key(self) -> str:
        """What tells the entry from another of the same name: its first identifier, else nothing."""
        return ":".join(min(self.identifiers)) if self.identifiers else ""

    def with_(self, other: KnownEntry) -> KnownEntry:
        """Return this entry with the names, identifiers and offices of another added."""
        return replace(
            self,
            aliases=tuple(name for name in dict.fromkeys((*self.aliases, *other.names)) if name != self.name),
            identifiers=tuple(sorted({**dict(other.identifiers), **dict(self.identifiers)}.items())),
            offices=tuple(dict.fromkeys((*self.offices, *other.offices))),
        )


@dataclass(frozen=True, slots=True)
class Knowledge:
    """The entries of all files, each actor once; `digest` changes with what the files say."""

    entries: tuple[KnownEntry, ...] = ()

    @classmethod
    def of(cls, entries: Iterable[KnownEntry]) -> Knowledge:
        """Return entries as knowledge: those that share an identifier, or without one name and kind, are one.

        Two of one name with different identifiers of one scheme stay two.
        """
        held: list[KnownEntry] = []
        by_identifier: dict[tuple[str, str], int] = {}
        by_name: dict[tuple[str, str], list[int]] = {}
        for entry in entries:
            named = by_name.setdefault((entry.kind, folded_name(entry.name)), [])
            same = next((by_identifier[pair] for pair in entry.identifiers if pair in by_identifier), None)
            if same is None and len(named) == 1 and not _contradict(held[named[0]], entry):
                same = named[0]
            if same is None:
                same = len(held)
                held.append(entry)
                named.append(same)
            else:
                held[same] = held[same].with_(entry)
            by_identifier.update(dict.fromkeys(held[same].identifiers, same))
        return cls(tuple(held))

    @property
    def digest(self) -> str:
        """A hash of every entry."""
        return hashlib.sha256(repr(self.entries).encode("utf-8", "surrogatepass")).hexdigest()


def _contradict(one: KnownEntry, other: KnownEntry) -> bool:
    """Tell whether two entries have different identifiers of one scheme."""
    held = dict(one.identifiers)
    return any(held.get(scheme, value) != value for scheme, value in other.identifiers)
