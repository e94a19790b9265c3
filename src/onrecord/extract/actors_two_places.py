"""Names that a state of the world shares with a province of a federal country: which of the two is meant."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from onrecord.extract.actors_names import NameFound, NameTable, Word

_BETWEEN = re.compile(r"\s*(?:,|;|,?\s(?:and|or)|&)\s+(?:the\s+)?")
_MANY = 5
"""Other states named from which a text is one on the states of the world."""


class TwoPlaces:
    """Tells the state from the province of one name; `proofs` are words that only the state is known by.

    `provinces` leads a shared name to the code of the province (ISO 3166-2), `seats` a postal code to the
    ways it is written in the tag after a legislator's name. In doubt it is neither.
    """

    def __init__(
        self,
        provinces: Mapping[str, str],
        proofs: Mapping[str, Iterable[str]],
        seats: Mapping[str, Sequence[str]],
    ) -> None:
        self._proofs = {name: NameTable((form, form) for form in proofs.get(name, ())) for name in provinces}
        self._seated = {name: _seated(name, code, seats) for name, code in provinces.items()}
        self._formal = {
            name: re.compile(rf"\b(?:[Rr]epublic|[Gg]overnment)\s+of\s+{re.escape(name)}\b")
            for name in provinces
        }

    def doubted(self, text: str, words: Sequence[Word], names: Sequence[NameFound[Any]]) -> frozenset[str]:
        """Return the shared names that nothing in a text makes the state's."""
        written = {text[found.start : found.end] for found in names} & self._seated.keys()
        return frozenset(name for name in written if not self._is_state(name, text, words, names))

    def _is_state(self, name: str, text: str, words: Sequence[Word], names: Sequence[NameFound[Any]]) -> bool:
        if self._formal[name].search(text):
            return True
        if self._seated[name].search(text):
            return False
        if next(self._proofs[name].find(text, words), None) is not None:
            return True
        others = {found.entry.name for found in names if _is_other(found, text, name)}
        return len(others) >= _MANY or any(
            _is_other(found, text, name) and _stands_beside(found, text, name, names) for found in names
        )


def _is_other(found: NameFound[Any], text: str, name: str) -> bool:
    return found.entry.kind == "state" and text[found.start : found.end] != name


def _stands_beside(found: NameFound[Any], text: str, name: str, names: Sequence[NameFound[Any]]) -> bool:
    """Tell whether a state is joined to the shared name by a comma or "and"."""
    for shared in names:
        if text[shared.start : shared.end] == name:
            first, second = sorted((found, shared))
            if first.end < second.start and _BETWEEN.fullmatch(text, first.end, second.start):
                return True
    return False


def _seated(name: str, code: str, seats: Mapping[str, Sequence[str]]) -> re.Pattern[str]:
    """Return what shows that legislators of the province are spoken of: "(R-XX)", "Senators from NAME"."""
    postal = code.rpartition("-")[2]
    forms = "|".join(re.escape(form) for form in (name, postal, *seats.get(postal, ())))
    return re.compile(
        rf"\([A-Z][A-Za-z]{{0,3}}[-–](?:{forms})\b|\b{postal}[-–]\d{{1,2}}\b"
        rf"|\b(?:[Ss]enators?|[Rr]epresentatives?|[Cc]ongress(?:wo)?m[ae]n|[Gg]overnor|[Ss]tate|delegation)"
        rf"\s+(?:from|of|for)\s+{re.escape(name)}\b"
        rf"|\b{re.escape(name)}['’]?s?\s+(?:[Ss]enators?|[Gg]overnor|[Cc]ongressional)\b"
    )
