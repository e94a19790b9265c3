"""Whose document it is: mastheads, speakers named in headings, bodies that resolve, offices that release."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from onrecord.text.layout.frame import is_boilerplate, is_prose
from onrecord.text.layout.lines import Line
from onrecord.text.layout.members import member_at, subjects
from onrecord.text.layout.names import name_in
from onrecord.text.layout.page import Page
from onrecord.text.layout.parts import byline, dateline_end
from onrecord.types.documents import Party

MASTHEAD_LINES = 4
TOP_LINES = 12
LEAST_SENTENCE = 60
LONGEST_MASTHEAD = 90
LONGEST_MASTHEAD_TEXT = 1000
"""Characters at the top of a text that the masthead of the United Nations may fill."""

MOST_WORDS = 6
"""Words of a release's masthead; a longer line in capitals is its headline."""

OPENING = 1000
"""Characters of a first sentence in which its subjects are looked for."""

_OFFICE_OF = re.compile(r"(?<!\w)(?:the\s+)?offices?\s+of\s+", re.IGNORECASE)
_SAID_TODAY = re.compile(
    r",\s(?:the\s+)?([A-Z][\w’'&. -]{2,60}?(?:\s\([A-Z]{2,8}\))?)\ssaid\s(?:today|in a )"
)
_SAID_OF = re.compile(
    r"(?:joint\s+)?(?:statement|testimony|remarks|address|speech|declaration)\s+(?:by|of|from)\s+(?:the\s+)?",
    re.IGNORECASE,
)
_SAID_WHERE = re.compile(r",|\s(?:on|at|before|to|regarding|in|for)\s")
_NAME_WORD = r"(?:[A-Z][\w’'-]*|of|the|and|for|on)"
_ENACTING = re.compile(rf"The ({_NAME_WORD}(?:\s{_NAME_WORD}){{0,8}})[,.:]")


def issuers(page: Page, lines: Sequence[Line], kind: str) -> tuple[Party, ...]:
    """Return whose document it is, nobody where it does not say: to be quoted is not to issue."""
    found: tuple[Party, ...] = ()
    if kind == "report":
        found = tuple(_session(page))
    if not found and kind in ("resolution", "statement", "report", "hearing", "press_release"):
        found = tuple(_masthead(page, lines, kind))
    if not found and kind in ("statement", "testimony"):
        found = tuple(_said_of(page, lines))
    if not found and kind == "resolution":
        found = tuple(_enacting(page, lines))
    if not found and kind in ("press_release", "statement"):
        found = tuple(_office(page, lines)) or _opening(page, lines)
    return found[:1] if kind not in ("press_release", "statement") else found


def authors(page: Page, lines: Sequence[Line]) -> tuple[Party, ...]:
    """Return the names of the bylines."""
    spans = [span for line in lines[:TOP_LINES] if (span := byline(line)) is not None]
    return tuple(party for span in spans if (party := page.party(span.start, span.end)))


def _masthead(page: Page, lines: Sequence[Line], kind: str) -> Iterator[Party]:
    """Yield the body whose name in capitals heads a document; of a release, only over another heading."""
    top = lines[:MASTHEAD_LINES]
    first = next((i for i, line in enumerate(top) if not is_boilerplate(line, page.words)), None)
    for index, line in enumerate(top):
        name = line.text.strip("#*_ ")
        if len(name) > LONGEST_MASTHEAD or line.finished or not name.isupper():
            continue
        below = lines[index + 1 : index + 2]
        heads = bool(below) and len(below[0].text) <= 2 * LONGEST_MASTHEAD and index == first
        if kind == "press_release" and not (heads and len(name.split()) <= MOST_WORDS):
            continue
        start = line.start + line.text.index(name)
        party = page.party(start, start + len(name)) if page.words.body.fullmatch(name) else None
        if party is not None:
            yield party
            return


def _session(page: Page) -> Iterator[Party]:
    """Yield the body of the United Nations to whose session a report goes ("… Council / Eighth session")."""
    head = page.words.session_body.search(page.text, 0, LONGEST_MASTHEAD_TEXT)
    party = page.party(*head.span("body")) if head else None
    if party is not None:
        yield party


def _said_of(page: Page, lines: Sequence[Line]) -> Iterator[Party]:
    """Yield who speaks in "Testimony of Nadia Perrin", "Statement by the Harbour Authority"."""
    for line in lines[:TOP_LINES]:
        opening = _SAID_OF.match(page.text, line.start, line.end)
        if opening is not None and len(line.text) <= 2 * LONGEST_MASTHEAD:
            stop = _SAID_WHERE.search(page.text, opening.end(), line.end)
            party = name_in(page, opening.end(), stop.start() if stop else line.end)
            if party is not None:
                yield party
                return


def _enacting(page: Page, lines: Sequence[Line]) -> Iterator[Party]:
    """Yield the body of a resolution's enacting words ("The Harbour Council,")."""
    for line in lines[:TOP_LINES]:
        match = _ENACTING.fullmatch(page.text, line.start, line.end)
        if match is not None and page.words.organization.search(match[1]):
            party = page.party(*match.span(1))
            if party is not None:
                yield party


def _office(page: Page, lines: Sequence[Line]) -> Iterator[Party]:
    """Yield the member whose office heads a release ("From the Office of Senator Ana Ruiz")."""
    for line in lines[:TOP_LINES]:
        if len(line.text) > LONGEST_MASTHEAD:
            continue
        office = _OFFICE_OF.search(page.text, line.start, line.end)
        title = page.words.official_title.match(page.text, office.end(), line.end) if office else None
        role = page.evidence(*title.span()) if title else None
        member = member_at(page, title.end(), line.end, role) if title else None
        if member is not None:
            yield member.party
            return


def _opening(page: Page, lines: Sequence[Line]) -> tuple[Party, ...]:
    """Return the members whose deed the first sentence tells, else the body that "said today"."""
    line = next((line for line in lines[:TOP_LINES] if _is_opening(page, line)), None)
    if line is None:
        return ()
    end = min(line.end, line.start + OPENING)
    found = tuple(subjects(page, dateline_end(line) or line.start, end))
    if found:
        return found
    said = _SAID_TODAY.search(page.text, line.start, end)
    party = name_in(page, *said.span(1)) if said else None
    return (party,) if party is not None and page.words.organization.search(party.name.exact) else ()


def _is_opening(page: Page, line: Line) -> bool:
    if len(line.text) < LEAST_SENTENCE or is_boilerplate(line, page.words):
        return False
    return is_prose(line.text)
