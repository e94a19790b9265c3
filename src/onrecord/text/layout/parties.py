"""Names and roles in a letter's frame: signature blocks, address blocks, bylines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from onrecord.text.layout.lines import Line
from onrecord.text.layout.words import LayoutWords
from onrecord.types.documents import Party
from onrecord.types.spans import Evidence, trimmed

_NAME_WORD = r"(?:[^\W\d_a-z][\w’'‐-]*\.?|de|da|del|della|di|la|le|van|von|der|den|bin|al|el|y|dos|du)"
PERSON = re.compile(rf"[^\W\d_a-z][\w’'‐-]*\.?(?:\s+(?:[“\"(][\w’'.]+[”\")]|{_NAME_WORD})){{1,5}}")
"""A person's name as written in a frame: two to six words with capitals, initials or particles."""

LONGEST_NAME_LINE = 120
_SIGNED_MARK = re.compile(r"^(?:/s/|\[?signed\]?:?)\s*", re.I)
_COLUMNS = re.compile(r"(?:\s{3,}|\t+|\s+_{3,}\s*)")
_SEAT = re.compile(r"\s*\([A-Z]{1,3}[-–][^()\n]{1,20}\)$")
"""Party and seat behind a legislator's name: (R-UT), (D-Calif.), (TX-17)."""

_RULE = re.compile(r"^[\s_*=–—-]+$")


def signatories(document: str, text: str, lines: Sequence[Line], words: LayoutWords) -> list[Party]:
    """Return who signs, in order, each with the role words beside or under the name."""
    found: list[Party] = []
    for line in lines:
        for cell in _cells(text, line):
            found = _add_cell(document, text, cell, words, found)
    return found


def _cells(text: str, line: Line) -> Iterator[tuple[int, int]]:
    """Yield the columns of a line: two signatures side by side are kept apart by wide space."""
    start = line.start
    for gap in [*_COLUMNS.finditer(text, line.start, line.end), None]:
        end = gap.start() if gap else line.end
        if start < end and not _RULE.match(text[start:end]):
            yield start, end
        start = gap.end() if gap else line.end


def _add_cell(
    document: str, text: str, cell: tuple[int, int], words: LayoutWords, found: list[Party]
) -> list[Party]:
    """Add the names of one cell; a cell that is a role alone belongs to the name before it."""
    start, end = cell
    if end - start > LONGEST_NAME_LINE * 4:
        return found
    mark = _SIGNED_MARK.match(text[start:end])
    place = start + (mark.end() if mark else 0)
    while place < end:
        role = words.role.search(text, place, end)
        if role is not None and not text[place : role.start()].strip(" ,;–—-"):
            role_end = _role_end(text, role.end(), end, words)
            found = _give_role(document, text, role.start(), role_end, found)
            place = role_end
            continue
        name_end = role.start() if role is not None else end
        party = _name(document, text, place, name_end, words)
        if party is not None:
            found = [*found, party]
        place = name_end
    return found


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


def _give_role(document: str, text: str, start: int, end: int, found: list[Party]) -> list[Party]:
    span = trimmed(text, start, end)
    if not found or span is None or found[-1].role is not None:
        return found
    role = Evidence(document, span.start, span.end, span.slice(text))
    return [*found[:-1], Party(found[-1].name, role)]


def _name(document: str, text: str, start: int, end: int, words: LayoutWords) -> Party | None:
    """Return the person or organisation named between two offsets, without honorific or title."""
    while end > start and text[end - 1] in " ,;:–—-\t(|":
        end -= 1
    seat = _SEAT.search(text, start, end)
    end = seat.start() if seat else end
    while start < end and text[start] in " ,;:–—-\t)|":
        start += 1
    start, role = _after_title(document, text, start, end, words)
    span = trimmed(text, start, end)
    if span is None or not _looks_like_name(span.slice(text), words):
        return None
    return Party(Evidence(document, span.start, span.end, span.slice(text)), role)


def _after_title(
    document: str, text: str, start: int, end: int, words: LayoutWords
) -> tuple[int, Evidence | None]:
    honorific = words.honorific.match(text, start, end)
    place = honorific.end() if honorific else start
    title = words.title.match(text, place, end)
    if title is None or not PERSON.match(text, title.end(), end):
        return place, None
    span = trimmed(text, title.start(), title.end())
    role = Evidence(document, span.start, span.end, span.slice(text)) if span else None
    return title.end(), role


def _looks_like_name(name: str, words: LayoutWords) -> bool:
    bare = words.degree.sub("", name)
    if len(name) > LONGEST_NAME_LINE or any(char.isdigit() for char in bare) or "@" in name:
        return False
    if PERSON.fullmatch(bare) or PERSON.fullmatch(bare.rstrip(".,")):
        return True
    capitals = [word for word in name.split() if word[0].isupper() or word[0] == "("]
    return bool(words.organization.search(name)) and len(capitals) >= 2 and not name.endswith((".", "?", "!"))


def addressees(
    document: str, text: str, lines: Sequence[Line], greeted: str | None, words: LayoutWords
) -> list[Party]:
    """Return to whom a letter is addressed; `greeted` is the salutation's surname where it has one."""
    found: list[Party] = []
    for line in lines:
        if words.attention.match(line.text) or line.text[0].isdigit():
            continue
        honorific = words.honorific.match(text, line.start, line.end)
        role = words.role.match(text, line.start, line.end)
        if found and role is not None and honorific is None:
            found = _give_role(document, text, line.start, line.end, found)
        elif honorific is not None or not found:
            party = _addressee(document, text, line, greeted, words)
            found = [*found, party] if party else found
    return found


def _addressee(document: str, text: str, line: Line, greeted: str | None, words: LayoutWords) -> Party | None:
    start, title = _after_title(document, text, line.start, line.end, words)
    end = line.end
    role = words.role.search(text, start + 1, end)
    if greeted:
        place = text.find(greeted, start, end)
        end = place + len(greeted) if place >= 0 else end
    if role is not None and role.start() < end:
        end = role.start()
    comma = text.find(",", start, end)
    end = comma if comma > 0 and not words.degree.match(text, comma, end) else end
    party = _name(document, text, start, end, words)
    if party is None:
        return None
    after = trimmed(text, role.start(), line.end) if role is not None and role.start() >= end else None
    shown = Evidence(document, after.start, after.end, after.slice(text)) if after else title or party.role
    return Party(party.name, shown)


def greeted_surname(salutation: str, words: LayoutWords) -> str | None:
    """Return the surname a salutation ends with ("Dear Ambassador Perdue,"), None where it has none."""
    found = re.search(r"([^\W\d_a-z][\w’'‐-]+)\s*[,:;]?\s*$", salutation)
    name = found[1] if found else None
    if name is None or name.casefold() in ("sir", "madam", "colleagues", "colleague", "sirs"):
        return None
    return None if words.role.fullmatch(name) or words.title.fullmatch(name + " ") else name
