"""The norms of the vocabulary, found by any of their names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from onrecord.extract.actors_names import NameTable, Word, word_index
from onrecord.extract.norms_seen import NormSeen

_ORGANISATION = (("united", "nations"), ("un",), ("u", "n"))
"""What may stand before a treaty's name without being part of it."""


@dataclass(frozen=True, slots=True)
class KnownNorm:
    """One entry of norms.toml."""

    name: str
    kind: str
    names: tuple[str, ...] = ()
    year: str | None = None
    protocol_to: str | None = None
    identifiers: tuple[tuple[str, str], ...] = ()

    def seen(self, start: int, end: int) -> NormSeen:
        """Return this norm as named between two offsets."""
        return NormSeen(start, end, self.name, self.kind, None, self.identifiers)


def known_norms(table: Mapping[str, Any]) -> tuple[KnownNorm, ...]:
    """Return the `[[norm]]` entries of norms.toml."""
    return tuple(
        KnownNorm(
            entry["name"],
            entry["kind"],
            tuple(entry.get("names", ())),
            str(entry["adopted"])[:4] if "adopted" in entry else None,
            entry.get("protocol_to"),
            tuple(sorted(entry.get("identifiers", {}).items())),
        )
        for entry in table.get("norm", ())
    )


class NormNames:
    """Finds known norms by name, with the year or "United Nations" before it inside the mention."""

    def __init__(self, norms: Iterable[KnownNorm], bare: Iterable[Mapping[str, Any]]) -> None:
        self.norms = tuple(norms)
        self.by_name = {norm.name: norm for norm in self.norms}
        self.table = NameTable((form, norm) for norm in self.norms for form in _forms(norm))
        self._bare = tuple(bare)
        self._protocols: dict[str, list[KnownNorm]] = {}
        for norm in self.norms:
            if norm.protocol_to:
                self._protocols.setdefault(norm.protocol_to, []).append(norm)

    def read(self, text: str, words: Sequence[Word]) -> Iterator[NormSeen]:
        """Yield the known norms of a text in text order."""
        for found in self.table.find(text, words):
            seen = self._widened(text, words, found.entry.seen(found.start, found.end), found.entry)
            yield seen
            protocol = self._protocol_after(text, seen)
            if protocol:
                yield protocol

    def bare_names(self, text: str) -> NameTable[KnownNorm]:
        """Return the short names that this text gives the company they need."""
        folded = text.casefold()
        fitting = [
            (form, self.by_name[entry["norm"]])
            for entry in self._bare
            if entry["norm"] in self.by_name and any(need.casefold() in folded for need in entry["needs"])
            for form in entry["names"]
        ]
        return NameTable(fitting)

    def _widened(self, text: str, words: Sequence[Word], seen: NormSeen, norm: KnownNorm) -> NormSeen:
        if norm.kind in ("principle", "crime"):
            return seen
        first = word_index(words, seen.start)
        while first:
            step = self._lead_length(text, words, first, norm)
            if not step:
                break
            first -= step
        return seen._replace(start=words[first].start, end=_with_year(text, seen.end, norm.year))

    def _lead_length(self, text: str, words: Sequence[Word], first: int, norm: KnownNorm) -> int:
        """Return how many words before index `first` belong to the mention."""
        before = words[first - 1]
        gap = text[before.end : words[first].start]
        if gap.strip(" .\n\r\t\u00a0") or len(gap) > 4 or gap.count("\n") > 1:
            return 0
        if norm.year and before.folded == norm.year and "." not in gap:
            return 1
        for lead in _ORGANISATION:
            held = tuple(word.folded for word in words[max(0, first - len(lead)) : first])
            if held == lead and text[words[first - len(lead)].start].isupper():
                return len(lead)
        return 0

    def _protocol_after(self, text: str, seen: NormSeen) -> NormSeen | None:
        """Return the protocol of "the X Convention and (its) Protocol"."""
        protocols = self._protocols.get(seen.name, [])
        found = _AND_PROTOCOL.match(text, seen.end)
        return protocols[0].seen(*found.span(1)) if found and len(protocols) == 1 else None


def _forms(norm: KnownNorm) -> Iterator[str]:
    """Yield every written form of a norm's names, each also after the year of its adoption."""
    for form in (norm.name, *norm.names):
        yield form
        if norm.year and norm.kind not in ("principle", "crime"):
            yield f"{norm.year} {form}"


_AND_PROTOCOL = re.compile(
    r"\s{1,3}and\s{1,3}(?:(?:the|its)\s{1,3})?((?:Optional\s{1,3}|Additional\s{1,3})?Protocols?)\b"
    r"(?!\s{1,3}(?:to|on|relating|against|I|II|[12])\b)"
)


def _with_year(text: str, end: int, year: str | None) -> int:
    """Return the end of a mention with "of 1951" after the name inside it."""
    following = f" of {year}"
    return end + len(following) if year and text.startswith(following, end) else end
