"""Resolutions of United Nations bodies, cited by number and year, session or document symbol."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from onrecord.extract.norms_seen import NormSeen

_ITEM = re.compile(
    r"(?P<number>\d{1,4})(?:\s(?P<part>[A-Z])\b)?\s?\((?P<year>(?:19|20)\d{2})\)"
    r"|(?P<sessioned>\d{1,4}(?:\s?[A-Z])?\s?\((?:[IVXLC]{1,7}|E?S-[IVX]{1,5})\))"
    r"|(?P<slashed>(?:S-)?(?P<session>\d{1,3})/\d{1,3}(?:\s?[A-Z]\b)?)"
    r"|(?P<dated>\d{1,4})\s{1,3}of\s{1,3}(?:\d{1,2}\s{1,3}[A-Z][a-z]{2,8}\s{1,3})?(?P<of>(?:19|20)\d{2})\b"
)
"""One resolution: "1234 (2005)", "1514 (XV)", "60/251", "1234 of 5 June 2005"."""

_WORD = r"reso(?:-\s{1,2})?lutions?"
_OPENING = re.compile(rf"\b{_WORD}\s{{1,3}}(?:Nos?\.?\s{{1,3}})?(?=[\dS])", re.IGNORECASE)
_DATED = re.compile(
    r"\s{1,3}(?:of|on|dated)\s{1,3}\d{1,2}(?:\s{1,3}and\s{1,3}\d{1,2})?\s{1,3}[A-Z][a-z]{2,8}\.?(?:\s{1,3}\d{4}\b)?"
)
_NEXT = re.compile(
    r"\s{0,3}(?:,|;|/)?\s{0,3}(?:\b(?:and|or|as\s{1,3}well\s{1,3}as|through|to)\b|&)?\s{0,3}"
    rf"(?:(?:its|in|of|by|Security\s{{1,3}}Council)\s{{1,3}})?(?:{_WORD}\s{{1,3}})?",
    re.IGNORECASE,
)
_ANY_NUMBERED = re.compile(
    r"(?<![\w/.$])(?P<number>\d{1,4})(?:\s(?P<part>[A-Z])\b)?\s?\((?P<year>(?:19|20)\d{2})\)"
)
_ANY_SESSIONED = re.compile(r"(?<![\w/.$])\d{1,4}(?:\s?[A-Z])?\s?\((?:[IVX]{1,7}|E?S-[IVX]{1,5})\)")
_ASSEMBLY_RESOLUTION = re.compile(rf"\bAssembly\s{{1,3}}(?:in\s{{1,3}}its\s{{1,3}})?{_WORD}\b")
_BARE = re.compile(
    rf"\b(?P<organ>Security\s{{1,3}}Council\s{{1,3}}{_WORD}|UNSCRs?|UNSC\s{{1,3}}{_WORD}|{_WORD})\s{{1,3}}(?:Nos?\.?\s{{1,3}})?"
    r"(?P<numbers>\d{2,4}(?![\d/]|\s?[A-Z]?\s?\(|,\d)(?:(?:\s?,\s?|,?\s{1,3}and\s{1,3})\d{2,4}(?![\w/]|\s?\(|,\d)){0,20})\b",
    re.IGNORECASE,
)
_BARE_NUMBER = re.compile(r"\d{2,4}")
_ASSEMBLY, _COUNCIL = "General Assembly", "Security Council"
_BEFORE = 80
"""How far before "resolution" the organ that adopted it is looked for."""

_SENTENCE = 300
"""How far before `N (YYYY)` the word "resolution" is looked for."""

_LIST_STEP = 60
"""Characters between two members of a long list: ", dated 26 September 1997, and "."""

_ASSEMBLY_ALONE = 62
"""From this session on a bare `N/M` is the Assembly's: the Human Rights Council has not met so often."""

_SYMBOL = re.compile(
    r"(?<![\w/])(?:A|S|E|CAT|CCPR|CERD|CEDAW|CRC|CRPD|CED|CMW|HRI|ST)/[A-Z0-9][A-Za-z0-9./\-]{0,40}[A-Za-z0-9]"
    r"(?:\s?\((?P<year>\d{4})\))?"
)
_RESOLUTION_SYMBOLS = (
    (re.compile(r"S/RES/0{0,3}(\d{1,4})(?:[/\s]*\(?(\d{4})\)?)?$"), _COUNCIL),
    (re.compile(r"A/RES/(\S{1,20})$"), _ASSEMBLY),
    (re.compile(r"A/HRC/RES/(\S{1,20})$"), "Human Rights Council"),
)


class _Cited(NamedTuple):
    """A number after "resolution" without a year, which only its company can tell."""

    start: int
    end: int
    number: int
    by_council: bool


class ResolutionReader:
    """Reads resolutions by the words of `[resolutions]` in norms.toml."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        last: Mapping[str, int] = table.get("council_last", {})
        self._years = sorted((number, int(year)) for year, number in last.items())
        bodies = sorted((*table.get("bodies", ()), _ASSEMBLY, _COUNCIL), key=len, reverse=True)
        any_body = "|".join(r"\s{1,3}".join(map(re.escape, body.split())) for body in bodies)
        self._bodies = re.compile(any_body)
        self._of_body = re.compile(rf"\s{{1,3}}of\s{{1,3}}the\s{{1,3}}({any_body})\b")

    def read(self, text: str) -> Iterator[NormSeen]:
        """Yield the resolutions a text cites; where two overlap, the longer is for the caller to choose."""
        yield from self._symbols(text)
        listed = list(self._lists(text))
        yield from listed
        yield from self._unnamed(text, {seen.end for seen in listed})
        yield from _of_sessions(text)
        by_number = _by_number(listed)
        for cited in _without_year(text):
            yield from self._completed(cited, by_number)

    def other_documents(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield the United Nations symbols of documents that are no resolution (reports, letters)."""
        for found in _SYMBOL.finditer(text):
            if not _is_resolution(found[0]):
                yield found.span()

    def unexplained(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield the numbers after "resolution" of which the text tells neither body nor year."""
        by_number = _by_number(list(self._lists(text)))
        for cited in _without_year(text):
            if not any(self._completed(cited, by_number)):
                yield cited.start, cited.end

    def _symbols(self, text: str) -> Iterator[NormSeen]:
        for found in _SYMBOL.finditer(text):
            for pattern, organ in _RESOLUTION_SYMBOLS:
                parts = pattern.match(found[0])
                if parts is None:
                    continue
                if organ == _COUNCIL:
                    year = parts[2] or str(self._year_of(int(parts[1])) or "")
                    yield _council(found.start(), found.end(), parts[1], year)
                else:
                    yield NormSeen(found.start(), found.end(), f"{organ} resolution {parts[1]}", "resolution")

    def _lists(self, text: str) -> Iterator[NormSeen]:
        """Yield "resolution N (YYYY)" and every member of a list."""
        listed_until = 0
        for opening in _OPENING.finditer(text):
            if opening.end() < listed_until:
                continue
            before = self._body_before(text, opening.start())
            place = opening.end()
            while item := _ITEM.match(text, place):
                after = self._of_body.match(text, item.end())
                yield self._item(item, " ".join(after[1].split()) if after else before)
                listed_until = item.end()
                dated = _DATED.match(text, item.end())
                place = _after_separator(text, dated.end() if dated else item.end())

    def _unnamed(self, text: str, listed: set[int]) -> Iterator[NormSeen]:
        """Yield each `N (YYYY)` that the words around it, or a list, make a resolution."""
        last = -_LIST_STEP
        for found in _ANY_NUMBERED.finditer(text):
            if found.end() in listed:
                last = found.end()
                continue
            follows = found.start() - last < _LIST_STEP and "\n\n" not in text[last : found.start()]
            if not self._plausible(int(found["number"]), int(found["year"])):
                continue
            if follows or _speaks_of_resolutions(text, found):
                yield _council(found.start(), found.end(), found["number"], found["year"], found["part"])
                last = found.end()

    def _body_before(self, text: str, offset: int) -> str | None:
        nearby = text[max(0, offset - _BEFORE) : offset]
        named = [" ".join(found[0].split()) for found in self._bodies.finditer(nearby)]
        return named[-1] if named else None

    def _item(self, item: re.Match[str], organ: str | None) -> NormSeen:
        """Read one member of a list; `N (YYYY)` is the Security Council's where it reached N in that year."""
        number, year = item["number"] or item["dated"], item["year"] or item["of"]
        if number:
            if organ == _COUNCIL or self._plausible(int(number), int(year)):
                return _council(item.start(), item.end(), number, year, item["part"])
            cited = f"{number} ({year})"
        else:
            cited = " ".join(item[0].split())
        if item["sessioned"] and organ in (None, _COUNCIL):
            organ = _ASSEMBLY
        if item["slashed"] and (
            organ == _COUNCIL or (organ is None and int(item["session"]) >= _ASSEMBLY_ALONE)
        ):
            organ = _ASSEMBLY if int(item["session"]) >= _ASSEMBLY_ALONE else None
        name = f"{organ} resolution {cited}" if organ else f"resolution {cited}"
        return NormSeen(item.start(), item.end(), name, "resolution")

    def _completed(self, cited: _Cited, by_number: Mapping[int, NormSeen]) -> Iterator[NormSeen]:
        """Yield a number without a year as the resolution that the text names in full, or the Council's."""
        year = self._year_of(cited.number) if cited.by_council else None
        if year:
            yield _council(cited.start, cited.end, str(cited.number), str(year))
        elif cited.number in by_number:
            yield by_number[cited.number]._replace(start=cited.start, end=cited.end)

    def _year_of(self, number: int) -> int | None:
        index = bisect_left(self._years, (number, 0))
        return self._years[index][1] if number and index < len(self._years) else None

    def _plausible(self, number: int, year: int) -> bool:
        """Tell whether the Council reached this number in this year, or the year is not in the table yet."""
        known = self._year_of(number)
        return year == known if known is not None else year > self._years[-1][1] if self._years else False


def _council(start: int, end: int, number: str, year: str, part: str | None = None) -> NormSeen:
    cited = str(int(number)) + (f" {part}" if part else "") + (f" ({year})" if year else "")
    symbol = (("symbol", f"S/RES/{int(number)}" + (f" ({year})" if year else "")),)
    return NormSeen(start, end, f"{_COUNCIL} resolution {cited}", "resolution", None, symbol)


def _of_sessions(text: str) -> Iterator[NormSeen]:
    """Yield each `N (XX)` behind "Assembly resolution" in the same sentence."""
    for found in _ANY_SESSIONED.finditer(text):
        before = text[max(0, found.start() - _SENTENCE) : found.start()]
        if _ASSEMBLY_RESOLUTION.search(before[before.rfind("\n\n") + 1 :]):
            cited = " ".join(found[0].split())
            yield NormSeen(found.start(), found.end(), f"{_ASSEMBLY} resolution {cited}", "resolution")


def _by_number(listed: list[NormSeen]) -> dict[int, NormSeen]:
    """Return the resolutions named in full by number, without those numbers that two bodies gave."""
    named: dict[int, set[str]] = {}
    seen: dict[int, NormSeen] = {}
    for item in listed:
        number = re.match(r"\d{1,4}(?![\d/])", item.name.rpartition("resolution ")[2])
        if number:
            named.setdefault(int(number[0]), set()).add(item.name)
            seen[int(number[0])] = item
    return {number: item for number, item in seen.items() if len(named[number]) == 1}


def _without_year(text: str) -> Iterator[_Cited]:
    for found in _BARE.finditer(text):
        by_council = "c" in found["organ"].casefold()
        for number in _BARE_NUMBER.finditer(text, *found.span("numbers")):
            yield _Cited(number.start(), number.end(), int(number[0]), by_council)


def _after_separator(text: str, offset: int) -> int:
    """Return the offset where the next member of a list would stand; the text's end where none can."""
    found = _NEXT.match(text, offset)
    return found.end() if found and found.end() > offset else len(text)


def _speaks_of_resolutions(text: str, found: re.Match[str]) -> bool:
    """Tell whether the words around `N (YYYY)` make it a resolution: named before it, or its own heading."""
    before = text[max(0, found.start() - _SENTENCE) : found.start()].casefold()
    sentence = before[before.rfind("\n\n") + 1 :]
    after = text[found.end() : found.end() + 20].lstrip(" .").casefold()
    return "resolution" in sentence or after.startswith("resolution")


def _is_resolution(symbol: str) -> bool:
    return any(pattern.match(symbol) for pattern, _ in _RESOLUTION_SYMBOLS)
