"""Law cited by number: United Nations resolutions, United States laws, bills and code sections."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple


class NormSeen(NamedTuple):
    """A norm named at a place in the text."""

    start: int
    end: int
    name: str
    kind: str
    provision: str | None = None
    identifiers: tuple[tuple[str, str], ...] = ()


_NUMBERED = r"\d{1,4}\s?\(\d{4}\)"
_SESSIONED = r"\d{1,4}(?:\s[A-Z])?\s?\((?:[IVXLC]{1,7}|E?S-[IVX]{1,5})\)"
_SLASHED = r"(?:S-)?\d{1,3}/\d{1,3}(?:\s?[A-Z]\b)?"
_ITEM = re.compile(rf"(?P<numbered>{_NUMBERED})|(?P<sessioned>{_SESSIONED})|(?P<slashed>{_SLASHED})")
_OPENING = re.compile(r"\bresolutions?\s{1,3}(?:Nos?\.\s?)?(?=[\dS])", re.IGNORECASE)
_DATED = re.compile(r"\s{1,3}(?:of|on|dated)\s{1,3}\d{1,2}\s{1,3}[A-Z][a-z]{2,8}\.?(?:\s{1,3}\d{4})?")
_NEXT = re.compile(
    r"\s{0,3}(?:,|;|/)?\s{0,3}(?:\b(?:and|or|as\s{1,3}well\s{1,3}as|through|to)\b|&)?\s{0,3}"
    r"(?:(?:its|in|of|by|Security\s{1,3}Council)\s{1,3})?(?:resolutions?\s{1,3})?",
    re.IGNORECASE,
)
_ANY_NUMBERED = re.compile(r"(?<![\w/.])(\d{1,4})\s?\((\d{4})\)")
_BARE_NUMBER = re.compile(
    r"\b(?:Security\s{1,3}Council\s{1,3}[Rr]esolutions?|UNSCRs?|UNSC\s{1,3}[Rr]esolutions?)"
    r"\s{1,3}(?:No\.\s?)?(\d{1,4})(?!\s?\(|[\d/])\b"
)
_ORGANS = re.compile(
    r"General\s{1,3}Assembly|Human\s{1,3}Rights\s{1,3}Council|Commission\s{1,3}on\s{1,3}Human\s{1,3}Rights"
    r"|Economic\s{1,3}and\s{1,3}Social\s{1,3}Council|Security\s{1,3}Council"
)
_BEFORE = 80
"""How far before "resolution" the organ that adopted it is looked for."""

_SYMBOL = re.compile(
    r"(?<![\w/])(?:A|S|E|CAT|CCPR|CERD|CEDAW|CRC|CRPD|CED|CMW|HRI|ST)/[A-Z0-9][A-Za-z0-9./\-]{0,40}[A-Za-z0-9]"
    r"(?:\s?\((?P<year>\d{4})\))?"
)
_RESOLUTION_SYMBOLS = (
    (re.compile(r"S/RES/0{0,3}(\d{1,4})(?:[/\s]*\(?(\d{4})\)?)?$"), "Security Council resolution"),
    (re.compile(r"A/RES/(\S{1,20})$"), "General Assembly resolution"),
    (re.compile(r"A/HRC/RES/(\S{1,20})$"), "Human Rights Council resolution"),
)

_Name = Callable[[re.Match[str]], str]


def _chamber(found: re.Match[str]) -> str:
    sort = {"con": "Con.", "j": "J."}.get((found[2] or "").casefold(), "")
    return f"{found[1]}.{sort}Res. {found[3]}"


_NATIONAL: tuple[tuple[re.Pattern[str], str, _Name], ...] = (
    (
        re.compile(
            r"\b(?:P\.\s?L\.|P\.L\.|Pub\.\s?L\.|Public\s{1,3}Law)(?:\s{1,3}Nos?\.)?\s{0,3}(\d{2,3})\s?[-–‑]\s?(\d{1,4})\b"
        ),
        "statute",
        lambda found: f"Public Law {found[1]}-{found[2]}",
    ),
    (
        re.compile(r"\b([HS])\.?\s?(?:(Con|J)\.?\s?)?Res\.?\s?(\d{1,4})\b", re.IGNORECASE),
        "resolution",
        _chamber,
    ),
    (re.compile(r"\b(?:H\.\s?R\.|HR)\s?(\d{1,5})\b"), "statute", lambda found: f"H.R. {found[1]}"),
    (re.compile(r"(?<![\w.’'])S\.\s?(\d{1,4})\b(?![.,]\d)"), "statute", lambda found: f"S. {found[1]}"),
    (
        re.compile(
            r"\b(\d{1,2})\s{1,2}U\.?\s?S\.?\s?C\.?(?:A\.)?\s{0,2}(?:§{1,2}|[Ss]ections?|[Ss]ecs?\.)?\s{0,2}"
            r"(\d{1,5}[a-z]{0,2}(?:[-–]\d{1,3}[a-z]?)?(?:\([0-9A-Za-z]{1,4}\)){0,5})"
        ),
        "statute",
        lambda found: f"{found[1]} U.S.C. {found[2]}",
    ),
    (
        re.compile(
            r"\b(\d{1,2})\s{1,2}C\.?F\.?R\.?\s{0,2}(?:§{1,2}|[Pp]arts?|[Ss]ections?)?\s{0,2}(\d{1,5}(?:\.\d{1,5})?)"
        ),
        "statute",
        lambda found: f"{found[1]} C.F.R. {found[2]}",
    ),
    (
        re.compile(r"\b(?:Executive\s{1,3}Order|E\.O\.)\s{0,3}(?:Nos?\.\s?)?(\d{4,5})\b"),
        "statute",
        lambda found: f"Executive Order {found[1]}",
    ),
)


class CitationReader:
    """Reads citations by number; `last` is the number of the Security Council's last resolution a year."""

    def __init__(self, last: Mapping[str, int]) -> None:
        self._years = sorted((number, int(year)) for year, number in last.items())

    def read(self, text: str) -> Iterator[NormSeen]:
        """Yield the citations in a text, longest where two overlap is for the caller to choose."""
        yield from self._symbols(text)
        yield from self._resolutions(text)
        for found in _BARE_NUMBER.finditer(text):
            year = self._year_of(int(found[1]))
            if year:
                yield _council(found.start(1), found.end(1), found[1], str(year))
        for pattern, kind, name in _NATIONAL:
            for found in pattern.finditer(text):
                yield NormSeen(found.start(), found.end(), name(found), kind)

    def other_documents(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield the United Nations symbols of documents that are no resolution (reports, letters)."""
        for found in _SYMBOL.finditer(text):
            if not _is_resolution(found[0]):
                yield found.span()

    def _symbols(self, text: str) -> Iterator[NormSeen]:
        for found in _SYMBOL.finditer(text):
            for pattern, body in _RESOLUTION_SYMBOLS:
                parts = pattern.match(found[0])
                if parts is None:
                    continue
                if body.startswith("Security"):
                    year = parts[2] or str(self._year_of(int(parts[1])) or "")
                    yield _council(found.start(), found.end(), parts[1], year)
                else:
                    yield NormSeen(found.start(), found.end(), f"{body} {parts[1]}", "resolution")

    def _resolutions(self, text: str) -> Iterator[NormSeen]:
        """Yield "resolution N (YYYY)", every member of a list, and later numbers of the sentence."""
        listed_until = 0
        for opening in _OPENING.finditer(text):
            if opening.end() < listed_until:
                continue
            organ = _organ_before(text, opening.start())
            place = opening.end()
            while item := _ITEM.match(text, place):
                yield self._item(item, organ)
                listed_until = item.end()
                dated = _DATED.match(text, item.end())
                place = _after_separator(text, dated.end() if dated else item.end())
        for found in _ANY_NUMBERED.finditer(text):
            if self._plausible(int(found[1]), int(found[2])) and _speaks_of_resolutions(text, found):
                yield _council(found.start(), found.end(), found[1], found[2])

    def _item(self, item: re.Match[str], organ: str | None) -> NormSeen:
        """Read one member of a list; `N (YYYY)` is the Security Council's where it reached N in that year."""
        if item["numbered"]:
            number, year = re.findall(r"\d+", item["numbered"])
            if organ == "Security Council" or self._plausible(int(number), int(year)):
                return _council(item.start(), item.end(), number, year)
        cited = " ".join(item[0].split())
        organ = "General Assembly" if item["sessioned"] and organ in (None, "Security Council") else organ
        name = f"{organ} resolution {cited}" if organ else f"resolution {cited}"
        return NormSeen(item.start(), item.end(), name, "resolution")

    def _year_of(self, number: int) -> int | None:
        index = bisect_left(self._years, (number, 0))
        return self._years[index][1] if number and index < len(self._years) else None

    def _plausible(self, number: int, year: int) -> bool:
        """Tell whether the Council reached this number in this year, or the year is not in the table yet."""
        known = self._year_of(number)
        return year == known if known is not None else year > self._years[-1][1] if self._years else False


def _council(start: int, end: int, number: str, year: str) -> NormSeen:
    dated = f" ({year})" if year else ""
    name = f"Security Council resolution {int(number)}{dated}"
    symbol = f"S/RES/{int(number)}{dated}"
    return NormSeen(start, end, name, "resolution", None, (("symbol", symbol),))


def _organ_before(text: str, offset: int) -> str | None:
    nearby = text[max(0, offset - _BEFORE) : offset]
    named = [" ".join(found[0].split()) for found in _ORGANS.finditer(nearby)]
    return named[-1] if named else None


def _after_separator(text: str, offset: int) -> int:
    """Return the offset where the next member of a list would stand; -1 reads as nothing there."""
    found = _NEXT.match(text, offset)
    return found.end() if found and found.end() > offset else len(text)


def _speaks_of_resolutions(text: str, found: re.Match[str]) -> bool:
    """Tell whether the words around `N (YYYY)` make it a resolution: named before it, or its own heading."""
    before = text[max(0, found.start() - 300) : found.start()].casefold()
    sentence = before[before.rfind("\n\n") + 1 :]
    after = text[found.end() : found.end() + 20].lstrip(" .").casefold()
    return "resolution" in sentence or after.startswith("resolution")


def _is_resolution(symbol: str) -> bool:
    return any(pattern.match(symbol) for pattern, _ in _RESOLUTION_SYMBOLS)
