"""The norms of the vocabulary, found by any of their names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from onrecord.extract.actors_names import NameTable, Word, word_index
from onrecord.extract.norms_seen import NormSeen
from onrecord.extract.norms_short_forms import goes_on, is_of_another
from onrecord.types.identity import folded_name

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

    def __init__(self, table: Mapping[str, Any]) -> None:
        self.norms = known_norms(table)
        self.by_name = {norm.name: norm for norm in self.norms}
        self._bare: tuple[Mapping[str, Any], ...] = tuple(table.get("bare", ()))
        letters = {entry["norm"]: entry["names"] for entry in self._bare}
        protocols = (
            (form, norm)
            for norm in self.norms
            for treaty in [norm.protocol_to or ""]
            for form in _protocol_forms(norm, self.by_name.get(treaty), letters.get(treaty, ()))
        )
        listed = ((form, norm) for norm in self.norms for form in _forms(norm))
        self.table = NameTable((*protocols, *listed))
        self._regional = frozenset(table.get("regional", ()))
        self._leads = frozenset(table.get("bare_after", ()))
        self._like = _by_content(self.norms)
        self._protocols: dict[str, list[KnownNorm]] = {}
        for norm in self.norms:
            if norm.protocol_to and not norm.name.startswith(_ORDINALS):
                self._protocols.setdefault(norm.protocol_to, []).append(norm)

    def read(self, text: str, words: Sequence[Word]) -> Iterator[NormSeen]:
        """Yield the known norms of a text in text order."""
        for found in self.table.find(text, words):
            lead = _lead_of(text, found.start)
            if lead in self._regional and "ets" not in dict(found.entry.identifiers):
                yield _regional_norm(text, lead, found.start, found.end, found.entry.kind)
                continue
            seen = self._widened(text, words, found.entry.seen(found.start, found.end), found.entry)
            yield _numbered_protocol(text, seen) or seen
            protocol = self._protocol_after(text, seen)
            if protocol:
                yield protocol

    def read_bare(self, text: str, words: Sequence[Word]) -> Iterator[NormSeen]:
        """Yield the short names that have the company they need in this text and are no part of others."""
        folded = text.casefold()
        fitting = [
            (form, self.by_name[entry["norm"]])
            for entry in self._bare
            if entry["norm"] in self.by_name and any(need.casefold() in folded for need in entry["needs"])
            for form in entry["names"]
        ]
        for found in NameTable(fitting).find(text, words):
            titled = text[found.start : found.end].istitle()
            if titled and (goes_on(text, found.end) or is_of_another(text, found.start, self._leads)):
                continue
            yield found.entry.seen(found.start, found.end)

    def known(self, title: NormSeen) -> NormSeen:
        """Return a title as the known norm of which it is another wording, else itself."""
        norm = self._like.get(_content_of(title.name))
        return norm.seen(title.start, title.end) if norm else title

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


def _lead_of(text: str, start: int) -> str:
    """Return the word right before a place, "" where a mark stands between."""
    found = _LEAD.search(text, max(0, start - 30), start)
    return found[1] if found else ""


def _regional_norm(text: str, lead: str, start: int, end: int, kind: str) -> NormSeen:
    """Return the norm of a region that is named like a known one."""
    first = text.rfind(lead, 0, start)
    return NormSeen(first, end, " ".join(text[first:end].split()), kind)


_LEAD = re.compile(r"([\w-]+)\s{1,2}$")


def _numbered_protocol(text: str, treaty: NormSeen) -> NormSeen | None:
    """Return "Protocol No. 4 to the X Convention" as the norm it is."""
    found = _NUMBERED_PROTOCOL.search(text, max(0, treaty.start - 40), treaty.start)
    if found is None or treaty.kind != "treaty":
        return None
    return NormSeen(found.start(), treaty.end, f"Protocol No. {found[1]} to the {treaty.name}", "treaty")


_NUMBERED_PROTOCOL = re.compile(
    r"\bProtocol\s{1,3}(?:[Nn]o\.?\s{0,3})?(\d{1,2})\s{1,3}(?:to|of)\s{1,3}(?:the\s{1,3})?$"
)


def _by_content(norms: Iterable[KnownNorm]) -> dict[frozenset[str], KnownNorm]:
    """Return the norms by the long words of their names, without words that two of them have."""
    found: dict[frozenset[str], list[KnownNorm]] = {}
    for norm in norms:
        for form in (norm.name, *norm.names):
            content = _content_of(form)
            if len(content) >= _LEAST_CONTENT and norm not in found.setdefault(content, []):
                found[content].append(norm)
    return {content: held[0] for content, held in found.items() if len(held) == 1}


def _content_of(name: str) -> frozenset[str]:
    """Return the long words of a name, in the singular and without "international" and its year."""
    words = re.findall(r"[^\W\d_]{3,}", folded_name(name))
    return frozenset(word.rstrip("s") for word in words if word not in _NOT_CONTENT)


_LEAST_CONTENT = 3
"""Long words that a name must have to be known by them."""

_NOT_CONTENT = frozenset(
    "the and for from with against its all their other concerning relating regarding relative international"
    " united nations".split()
)


def _forms(norm: KnownNorm) -> Iterator[str]:
    """Yield every written form of a norm's names, each also after the year of its adoption."""
    for form in (norm.name, *norm.names):
        yield form
        if norm.year and norm.kind not in ("principle", "crime"):
            yield f"{norm.year} {form}"


def _protocol_forms(norm: KnownNorm, treaty: KnownNorm | None, letters: Iterable[str]) -> Iterator[str]:
    """Yield "Optional Protocol to X", "OP to X" and "OP-X" for each name X of a protocol's treaty."""
    opening, protocol, _ = norm.name.partition("Optional Protocol")
    if treaty is None or not protocol:
        return
    ordered = (f"{opening.casefold()}{protocol}",) if opening else (protocol, "OP")
    for form in (treaty.name, *treaty.names, *letters):
        for words in ordered:
            yield from (f"{words} {join} {form}" for join in _JOINTS)
        if form.isupper() and not opening:
            yield from (f"OP-{form}", f"{form}-OP")


_JOINTS = ("to", "to the", "of", "of the", "on the")
_ORDINALS = ("First ", "Second ", "Third ")
"""What opens the name of a protocol that "and its Protocol" does not mean."""

_AND_PROTOCOL = re.compile(
    r"(?:\s{1,3}\([A-Z-]{2,9}\))?,?\s{1,3}(?:and|or|as\s{1,3}well\s{1,3}as|together\s{1,3}with)\s{1,3}(?:to\s{1,3})?"
    r"(?:(?:the|its)\s{1,3})?((?:[Oo]ptional|Additional)\s{1,3}[Pp]rotocol|Protocols?)\b(?:\s{1,3}thereto\b)?"
    r"(?!\s{1,3}(?:to|on|relating|against|for|concerning|I|II|[12])\b)"
)


def _with_year(text: str, end: int, year: str | None) -> int:
    """Return the end of a mention with "of 1951" after the name inside it."""
    following = f" of {year}"
    return end + len(following) if year and text.startswith(following, end) else end
