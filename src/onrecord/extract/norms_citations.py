"""Law cited by number: United Nations resolutions, United States laws, bills and code sections."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from onrecord.extract.norms_resolutions import ResolutionReader
from onrecord.extract.norms_seen import NormSeen

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


_LABOUR = re.compile(
    r"\b(?:ILO|International\s{1,3}Labou?r\s{1,3}Organi[sz]ation(?:\s\(ILO\))?)(?:['’]s)?\s{1,3}Conventions?\s{1,3}"
    r"(?=(?:[Nn]os?\.?|[Nn]umbers?|N°)?\s{0,3}\d)"
)
_LABOUR_NUMBER = re.compile(
    r"(?:[\s,;]|and|or|[Nn]os?\.?|[Nn]umbers?|N°|ILO|Conventions?|to|the){0,8}(?<![\d])(\d{1,3})(?![\d/(%])\b"
)


class CitationReader:
    """Reads citations by number; `table` is norms.toml."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        self.resolutions = ResolutionReader(table.get("resolutions", {}))
        self._labour = {
            entry["identifiers"]["ilo"]: entry["name"]
            for entry in table.get("norm", ())
            if "ilo" in entry.get("identifiers", {})
        }

    def read(self, text: str) -> Iterator[NormSeen]:
        """Yield the citations in a text, longest where two overlap is for the caller to choose."""
        yield from self.resolutions.read(text)
        yield from self._labour_conventions(text)
        for pattern, kind, name in _NATIONAL:
            for found in pattern.finditer(text):
                yield NormSeen(found.start(), found.end(), name(found), kind)

    def _labour_conventions(self, text: str) -> Iterator[NormSeen]:
        """Yield the conventions of the International Labour Organization cited by number."""
        for opening in _LABOUR.finditer(text):
            place, start = opening.end(), opening.start()
            while number := _LABOUR_NUMBER.match(text, place):
                code = f"C{int(number[1]):03d}"
                name = self._labour.get(code, f"ILO Convention No. {int(number[1])}")
                yield NormSeen(start, number.end(), name, "treaty", None, (("ilo", code),))
                place = number.end()
                following = _LABOUR_NUMBER.match(text, place)
                start = following.start(1) if following else place
