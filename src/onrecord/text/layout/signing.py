"""Signature blocks: who signs a letter, in what role."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from onrecord.text.layout.lines import Line
from onrecord.text.layout.names import LONGEST_NAME, PERSON, SEAT, after_title, cells, name_in
from onrecord.text.layout.page import Page
from onrecord.text.layout.words import LayoutWords
from onrecord.types.documents import Party
from onrecord.types.spans import Evidence

LONGEST_LIST = 2000
MOST_IDLE = 3
"""Lines of a signature block that name nobody, one after another, behind which it is over."""

LEAST_LISTED = 3
"""Names with commas alone between them from which a line is a list: two may be a name and a place."""

_SIGNED_MARK = re.compile(r"(?:/s/|[(\[]?signed[)\]]?:?(?=\s))\s*", re.I)
_BETWEEN = re.compile(r"\s*(?:[,;](?:\s*(?:and|&)(?!\w))?|(?<!\w)(?:and|&)(?!\w))\s*")
LEAST_NAME = 3
"""Letters of a word that is no initial."""

_WORD = re.compile(r"\S+")
_PLURAL_ROLE = re.compile(r"s\W*$", re.I)


@dataclass(frozen=True, slots=True)
class _Mark:
    """One thing a signature block says: a name, perhaps with its role, or a role alone."""

    party: Party | None = None
    role: Evidence | None = None


def signatories(page: Page, lines: Sequence[Line]) -> tuple[tuple[Party, ...], int]:
    """Return who signs, in order, each with the role beside or under the name, and how many lines it took."""
    block = _Block(page)
    last = idle = 0
    for index, line in enumerate(lines):
        count = len(block.marks)
        for start, end in cells(page.text, line):
            block.read(start, end)
        idle = 0 if len(block.marks) > count else idle + 1
        if idle > MOST_IDLE:
            break
        last = last if idle else index + 1
    return tuple(_with_roles(page, block.marks)), last


def _with_roles(page: Page, marks: Sequence[_Mark]) -> Iterator[Party]:
    """Yield the parties, roles that stand alone given to the names before them.

    As many roles as names: one each (two columns, whose gap may be lost). One role in the plural: to all.
    Else to the last name.
    """
    names: list[Party] = []
    for is_role, run in groupby(marks, key=lambda mark: mark.party is None):
        if not is_role:
            names += [mark.party for mark in run if mark.party]
            continue
        roles = [mark.role for mark in run]
        bare = len(names)
        while bare > 0 and names[bare - 1].role is None:
            bare -= 1
        names[bare:] = _parted(page, names[bare:], len(roles))
        count = len(names) - bare
        if len(roles) == count:
            names[bare:] = [Party(p.name, role) for p, role in zip(names[bare:], roles, strict=True)]
        elif count > 1 and len(roles) == 1 and roles[0] and _PLURAL_ROLE.search(roles[0].exact):
            names[bare:] = [Party(party.name, roles[0]) for party in names[bare:]]
        elif count:
            names[-1] = Party(names[-1].name, roles[0])
    yield from names


def _parted(page: Page, names: list[Party], roles: int) -> list[Party]:
    """Return the names of two columns apart where one "name" has two words for each role under it."""
    if len(names) != 1 or roles < 2:
        return names
    words = list(_WORD.finditer(page.text, names[0].name.start, names[0].name.end))
    if len(words) != 2 * roles or any(len(word.group()) < LEAST_NAME for word in words):
        return names
    pairs = zip(words[::2], words[1::2], strict=True)
    return [party for first, second in pairs if (party := page.party(first.start(), second.end()))]


class _Block:
    """Reads the cells of a signature block one after another."""

    def __init__(self, page: Page) -> None:
        self._page, self._text, self._words = page, page.text, page.words
        self.marks: list[_Mark] = []

    def read(self, start: int, end: int) -> None:
        """Add what one cell says: names listed with commas, or names each followed by a role."""
        signed = _SIGNED_MARK.match(self._text, start, end)
        place = signed.end() if signed else start
        listed = self._listed(place, end)
        if listed:
            self.marks += listed
        elif end - start <= LONGEST_NAME * 4:
            while place < end:
                place = self._read_one(place, end)

    def _read_one(self, place: int, end: int) -> int:
        """Add the name or role that stands at a place; return where the next one is looked for."""
        text, words = self._text, self._words
        role = words.role.search(text, self._behind_title(place, end), end)
        if role is not None and not text[place : role.start()].strip(" ,;–—-"):
            role_end = _role_end(text, role.end(), end, words)
            self._add_role(role.start(), role_end)
            return role_end
        name_end = role.start() if role is not None else end
        party = name_in(self._page, place, name_end)
        if party is not None:
            self.marks.append(_Mark(party))
        return name_end

    def _behind_title(self, place: int, end: int) -> int:
        """Return where a name behind a title begins, else the place: "President …" under a name is a role."""
        behind, title = after_title(self._page, place, end)
        if title is None:
            return place
        if self._words.member.match(title.exact):
            return behind
        bare = bool(self.marks) and self.marks[-1].party is not None and self.marks[-1].party.role is None
        return place if bare or self._words.organization.search(self._text, behind, end) else behind

    def _add_role(self, start: int, end: int) -> None:
        role = self._page.evidence(start, end)
        if role is not None:
            self.marks.append(_Mark(role=role))

    def _listed(self, start: int, end: int) -> list[_Mark]:
        """Return the names of a list ("Ana Ruiz, Peter Lang (D-VA) and Maria Jensen")."""
        if end - start > LONGEST_LIST:
            return []
        text, words = self._text, self._words
        marks: list[_Mark] = []
        joined = False
        place = start
        for between in [*_BETWEEN.finditer(text, start, end), None]:
            stop = between.start() if between else end
            part = text[place:stop].strip(" .")
            joined = joined or (between is not None and between.group().strip(" ,;") != "")
            if part and not words.degree.fullmatch(f", {part}") and not SEAT.fullmatch(f" {part}"):
                mark = self._listed_part(place, stop)
                if mark is None:
                    return []
                marks.append(mark)
            place = between.end() if between else end
        parties = [mark.party for mark in marks if mark.party]
        organizations = sum(1 for party in parties if words.organization.search(party.name.exact))
        alike = organizations == 0 or (organizations == len(marks) and len(marks) >= LEAST_LISTED)
        enough = len(parties) >= LEAST_LISTED or (joined and len(parties) == 2 and not organizations)
        return marks if alike and enough else []

    def _listed_part(self, start: int, end: int) -> _Mark | None:
        text, words = self._text, self._words
        role = words.role.match(text, start, end)
        if role is not None and not text[role.end() : end].strip(" ."):
            return _Mark(role=self._page.evidence(start, role.end()))
        party = name_in(self._page, start, end)
        if party is None:
            return None
        known = " " in party.name.exact or party.role is not None or SEAT.search(text[start:end])
        return _Mark(party) if known else None


def _role_end(text: str, place: int, end: int, words: LayoutWords) -> int:
    """Return where a role ends: before the next name of a fused block, else at the end of the cell.

    "Member of Congress Ami Roe, M.D." goes on with a name; "Director of the Lake Clinic" with an office.
    """
    rest = text[place:end]
    if re.match(r"\s*(?:,|of\b|for\b|to\b|at\b|on\b|and\b|the\b|&|–|-)", rest):
        following = words.role.search(text, place, end)
        return end if following is None else _before_name(text, place, following.start())
    return place


def _before_name(text: str, place: int, end: int) -> int:
    """Return where the last run of name words before `end` begins."""
    names = list(PERSON.finditer(text, place, end))
    return names[-1].start() if names and len(names[-1].group().split()) <= 4 else end
