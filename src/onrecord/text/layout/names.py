"""Names of people and organisations as they stand in the frame of a letter or at the head of a page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord.text.layout.lines import Line
from onrecord.text.layout.page import Page
from onrecord.text.layout.words import LayoutWords
from onrecord.types.documents import Party
from onrecord.types.spans import Evidence

_NAME_WORD = r"(?:[^\W\d_a-z][\w’'‐-]*\.?|de|da|del|della|di|la|le|van|von|der|den|bin|al|el|y|dos|du)"
_NICKNAME = r"[“\"(][\w’'.]+[”\")]"
PERSON = re.compile(rf"[^\W\d_a-z][\w’'‐-]*\.?(?:\s+(?:{_NICKNAME}|{_NAME_WORD})){{1,5}}")
"""A person's name as written in a frame: two to six words with capitals, initials or particles."""

SEAT = re.compile(r"[,\s]*\([A-Z]{1,3}\s?[-–][^()\n]{1,20}\)\.?$")
"""Party and seat behind a legislator's name: (R-UT), (D-Calif.), (TX-17)."""

COLUMNS = re.compile(r"(?:\s{2,}|\t+|\s+_{3,}\s*)")
"""The gap between two columns, and between lines whose ends were lost."""

LONGEST_NAME = 120
_SURNAME = re.compile(r"[^\W\d_a-z][\w’'‐-]{2,}")
_RULE = re.compile(r"^[\s_*=–—-]+$")


def cells(text: str, line: Line) -> Iterator[tuple[int, int]]:
    """Yield the columns of a line: two signatures side by side are kept apart by wide space."""
    start = line.start
    for gap in [*COLUMNS.finditer(text, line.start, line.end), None]:
        end = gap.start() if gap else line.end
        if start < end and not _RULE.match(text[start:end]):
            yield start, end
        start = gap.end() if gap else line.end


def name_in(page: Page, start: int, end: int) -> Party | None:
    """Return the person or organisation named between two offsets, without honorific, title or seat."""
    text, words = page.text, page.words
    while end > start and text[end - 1] in " ,;:–—-\t(|":
        end -= 1
    seat = SEAT.search(text, start, end)
    end = seat.start() if seat else end
    if text[start:end].endswith(".") and not words.degree.search(text, max(start, end - 8), end):
        last = text[start : end - 1].rpartition(" ")[2]
        end -= len(last) > 2
    while start < end and text[start] in " ,;:–—-\t)|":
        start += 1
    start, role = after_title(page, start, end)
    party = page.party(start, end, role)
    if party is None:
        return None
    is_surname = (seat or role) and _SURNAME.fullmatch(party.name.exact)
    return party if is_surname or _looks_like_name(party.name.exact, words) else None


def after_title(page: Page, start: int, end: int) -> tuple[int, Evidence | None]:
    """Return where a name begins behind honorifics and a title, and the title where one stands there."""
    text = page.text
    honorific = page.words.honorific.match(text, start, end)
    place = honorific.end() if honorific else start
    title = page.words.title.match(text, place, end)
    behind = title.end() if title else place
    if title is None or not (PERSON.match(text, behind, end) or _SURNAME.fullmatch(text, behind, end)):
        return place, None
    return behind, page.evidence(title.start(), behind)


def _looks_like_name(name: str, words: LayoutWords) -> bool:
    bare = words.degree.sub("", name)
    if len(name) > LONGEST_NAME or any(char.isdigit() for char in bare) or "@" in name:
        return False
    if PERSON.fullmatch(bare) or PERSON.fullmatch(bare.rstrip(".,")):
        return True
    capitals = [word for word in name.split() if word[0].isupper() or word[0] == "("]
    return bool(words.organization.search(name)) and len(capitals) >= 2 and not name.endswith((".", "?", "!"))
