"""Address blocks: to whom a letter goes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from onrecord.text.layout.lines import Line
from onrecord.text.layout.names import PERSON, after_title, cells, name_in
from onrecord.text.layout.page import Page
from onrecord.types.documents import Party

_POSTAL = re.compile(r"\b\d{5}(?:-\d{4})?\b|\bP\.?\s?O\.? Box\b|^\d")
"""What a line of an address has that is no name: a code, a box, a street's number."""

_NUMBER = re.compile(r"[\s,]+\S*\d")
_GOES_ON = re.compile(r"\s(?:the|c/o|\d|u\.s\.|united)(?!\w)", re.IGNORECASE)
"""What a name is not followed by inside itself, where an address was fused with it."""

_NEXT = re.compile(r"\s+(?=the\s+(?:honou?rable|hon\.)\s)", re.IGNORECASE)

LONGEST_FUSED = 4
"""Words of a name that nothing marks off from what follows it."""


def addressees(page: Page, lines: Sequence[Line], greeted: Sequence[Party]) -> list[Party]:
    """Return to whom a letter goes: those of the address block, then whom only the salutation names."""
    block = _Block(page, greeted)
    for line in lines:
        for start, end in _addresses(page.text, line):
            block.read(start, end)
    found = block.found
    if not found and block.organization is not None and not any(party.role for party in greeted):
        found = [block.organization]
    return [*found, *_only_greeted(found, greeted)]


def _addresses(text: str, line: Line) -> Iterator[tuple[int, int]]:
    """Yield the cells of a line, cut again where the next addressee's honorific stands inside one."""
    for start, end in cells(text, line):
        place = start
        for match in _NEXT.finditer(text, start + 1, end):
            yield place, match.start()
            place = match.end()
        yield place, end


def _only_greeted(found: Sequence[Party], greeted: Sequence[Party]) -> Iterator[Party]:
    """Yield those greeted by a name that the address block lacks; an office where nobody is named."""
    named = " ".join(party.name.exact for party in found).casefold()
    for party in greeted:
        if not found or (party.role is not None and party.name.exact.split()[-1].casefold() not in named):
            yield party


class _Block:
    """Reads the cells of an address block one after another."""

    def __init__(self, page: Page, greeted: Sequence[Party]) -> None:
        self._page, self._text, self._words, self._greeted = page, page.text, page.words, greeted
        self._opens = True
        self.found: list[Party] = []
        self.organization: Party | None = None

    def read(self, start: int, end: int) -> None:
        """Add what one cell says: an addressee, the role of one, an organisation, or nothing."""
        if self._words.attention.match(self._text, start, end):
            return
        titled = self._is_titled(start, end)
        if _POSTAL.search(self._text[start:end]) and not (titled or self._opens_with_name(start, end)):
            self._opens = True
            return
        if self.found and not titled and self._words.role.match(self._text, start, end):
            self._give_role(start, end)
        elif titled or (self._opens and (not self.found or self._surname(start, end))):
            self._add(self._addressee(start, end), titled)
        self._opens = False

    def _opens_with_name(self, start: int, end: int) -> bool:
        """Tell whether a whole address on one line opens with an office, or with a name and its role."""
        if self._office(start, end) is not None:
            return True
        name = None if self.found else PERSON.match(self._text, start, end)
        return name is not None and self._words.role.search(self._text, start, name.end() + 2) is not None

    def _add(self, party: Party | None, titled: bool) -> None:
        if party is None:
            return
        if titled or not self._words.organization.search(party.name.exact):
            self.found.append(party)
        else:
            self.organization = self.organization or party

    def _is_titled(self, start: int, end: int) -> bool:
        """Tell whether a cell begins with an honorific, or with a title and a person's name."""
        if self._words.honorific.match(self._text, start, end):
            return True
        title = self._words.title.match(self._text, start, end)
        name = PERSON.match(self._text, title.end(), end) if title else None
        if name is None or self._words.organization.search(name.group()):
            return False
        return self._words.role.match(name.group()) is None

    def _surname(self, start: int, end: int) -> str | None:
        """Return the name of the salutation that a cell has."""
        names = (party.name.exact for party in self._greeted)
        return next((name for name in names if self._text.find(name, start, end) >= 0), None)

    def _give_role(self, start: int, end: int) -> None:
        """Give a role to the first addressee without one: of two columns names stand before roles."""
        bare = next((i for i, party in enumerate(self.found) if party.role is None), None)
        if bare is not None:
            self.found[bare] = Party(self.found[bare].name, self._page.evidence(start, end))

    def _addressee(self, start: int, end: int) -> Party | None:
        """Return the party that opens an address."""
        place, title = after_title(self._page, start, end)
        stop = self._name_end(place, end)
        party = name_in(self._page, place, stop)
        if party is None:
            return self._office(start, end)
        if stop == end and self._is_titled(start, end) and self._is_fused(party):
            return None
        role = self._words.role.search(self._text, stop, end)
        number = _NUMBER.search(self._text, stop, end)
        shown = self._page.evidence(role.start(), number.start() if number else end) if role else None
        return Party(party.name, shown or title or party.role)

    def _is_fused(self, party: Party) -> bool:
        """Tell whether a person's name ran into an organisation's, and nothing tells where."""
        name = party.name
        if len(name.exact.split()) <= LONGEST_FUSED or self._surname(name.start, name.end):
            return False
        return self._words.organization.search(name.exact) is not None

    def _name_end(self, place: int, end: int) -> int:
        """Return where a name ends: at the surname greeted, a role, a comma, or what no name goes on with."""
        text, words = self._text, self._words
        surname, goes_on = self._surname(place, end), _GOES_ON.search(text, place, end)
        stop = goes_on.start() if goes_on else end
        if surname is not None:
            stop = text.find(surname, place, end) + len(surname)
        role = words.role.search(text, place + 1, stop)
        stop = role.start() if role else stop
        comma = text.find(",", place, stop)
        stop = comma if comma > 0 and not words.degree.match(text, comma, stop) else stop
        degree = words.degree.match(text, stop, end)
        return degree.end() if degree else stop

    def _office(self, start: int, end: int) -> Party | None:
        """Return an office addressed without a name: "The President", "The Secretary-General"."""
        match = self._words.office.match(self._text, start, end)
        if match is None or not self._text.startswith(("The ", "the "), start):
            return None
        return self._page.party(match.start(), match.end())
