"""Salutations: lines and places that open a letter, and the names they greet."""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord.text.layout.lines import Line
from onrecord.text.layout.page import Page
from onrecord.text.layout.words import LayoutWords
from onrecord.types.documents import Party
from onrecord.types.spans import Span

LONGEST_SALUTATION = 200
MOST_WORDS_BARE = 5
"""A salutation without a comma or colon behind it is this short."""

_ENDS = (",", ":", ";", "–", "—", "-")
_PARTS = re.compile(r"\s*(?:[,;:]|(?<!\w)(?:and|&)(?!\w)|[–—-]+\s*$)\s*")
_SURNAME = re.compile(
    r"[^\W\d_a-z][\w’'.‐-]*(?:\s+(?:[^\W\d_a-z][\w’'.‐-]*|de|da|del|la|van|von|der|al|el|bin)){0,3}"
)
_NOBODY = frozenset("sir madam sirs madams colleague colleagues friend friends all".split())


def is_salutation(line: Line, words: LayoutWords) -> bool:
    """Tell whether a line greets: "Dear …", or another salutation that ends in a comma or colon."""
    if len(line.text) > LONGEST_SALUTATION:
        return False
    closed = line.text.endswith(_ENDS)
    if words.dear.match(line.text):
        return closed or (len(line.text.split()) <= MOST_WORDS_BARE and not line.finished)
    return closed and bool(words.salutation.match(line.text))


def is_bare_greeting(line: Line, words: LayoutWords) -> bool:
    """Tell whether a line is no more than a title with a name and a colon ("Secretary Ruiz:")."""
    return line.text.endswith((",", ":")) and bool(words.bare_greeting.fullmatch(line.text[:-1].rstrip()))


def greetings_in(text: str, line: Line, words: LayoutWords) -> Iterator[Span]:
    """Yield the places inside a line where a letter's salutation stands, its own line end lost.

    None is one behind a quotation mark or comma, nor one that goes on in lower case.
    """
    if "Dear" not in line.text:
        return
    for match in words.inline_salutation.finditer(text, line.start, line.end):
        before = text[line.start : match.start()].rstrip()
        after = text[match.end() : line.end].lstrip()
        if not before.endswith(("“", '"', "‘", "'", ",")) and not after[:1].islower():
            yield Span(match.start(), match.end())


def greeted(page: Page, line: Line) -> list[Party]:
    """Return whom a salutation names, in order: names without titles, else the office ("Madam Secretary").

    General ones ("Dear Sir or Madam", "Dear Colleagues") name nobody.
    """
    opening = page.words.dear.match(page.text, line.start, line.end)
    if opening is None:
        return []
    found: list[Party] = []
    start = opening.end()
    for part in [*_PARTS.finditer(page.text, start, line.end), None]:
        end = part.start() if part else line.end
        party = _greeted_part(page, start, end)
        found = [*found, party] if party else found
        start = part.end() if part else end
    return found


def _greeted_part(page: Page, start: int, end: int) -> Party | None:
    if page.words.office.fullmatch(page.text, start, end):
        return page.party(start, end)
    titles = page.words.address.match(page.text, start, end)
    place = titles.end() if titles else start
    name = _SURNAME.fullmatch(page.text, place, end)
    if name is None or name.group().casefold() in _NOBODY:
        return None
    titled = page.words.honorific.fullmatch(page.text, start, place) is None
    return page.party(place, end, page.evidence(start, place) if titled else None)
