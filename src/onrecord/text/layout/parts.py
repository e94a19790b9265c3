"""Parts of releases, articles and pages: datelines, bylines, captions, boilerplate, headings, items."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.text.layout.lines import Line
from onrecord.text.layout.words import LayoutWords
from onrecord.types.spans import Span

DATELINE = re.compile(
    r"\(?(?:[A-Z][A-Z .'’-]{2,30}|[A-Z][\w.'’-]+(?:\s[A-Z][\w.'’-]+){0,3})"
    r"(?:,\s+[\w. ’'-]{2,30}){0,2}\)?(?:\s*[(\[][\w ,./-]{2,30}[)\]])?\s*(?:[–—]|--|\s-\s|-\s)\s*(?=\S)"
)
"""A place, perhaps with a region, date or agency, then a dash: "SEOUL —", "(Washington)—"."""

BYLINE = re.compile(
    r"(?:By|BY|by)\s+((?:[^\W\d_a-z][\w’'.‐-]*|de|van|von|al|el|bin)(?:\s+(?:[^\W\d_a-z][\w’'.‐-]*|de|van|von|al|el|bin)){1,4})"
)
_HONORIFIC = re.compile(r"(?:Mr|Mrs|Ms|Dr|H\.E)\.?\s")
MANY_DATELINES = 4
LONGEST_HEADING = 160
_MARKDOWN_IMAGE = re.compile(r"!\[[^\]\n]*\]\([^)\n]*\)")
_MARKDOWN_HEADING = re.compile(r"#{1,6}\s+")
_EMPHASIS = re.compile(r"[*_]{1,3}([^*_\n]+)[*_]{1,3}")


def dateline_end(line: Line) -> int | None:
    """Return the offset where the dateline that opens a paragraph ends, None where it has none."""
    match = DATELINE.match(line.text)
    if match is None or len(line.text) - match.end() < 40:
        return None
    place = match.group().strip(" –—-")
    if _HONORIFIC.match(place) or (
        match.group().rstrip()[-2].islower() and match.group().rstrip()[-1] == "-"
    ):
        return None
    in_brackets = place.startswith("(") and place.endswith(")")
    if not in_brackets and not re.split(r"[,(\[]", place)[0].strip().isupper() and len(place.split()) > 4:
        return None
    following = line.text[match.end()]
    return line.start + match.end() if following.isupper() or not following.isalpha() else None


def are_of_listing(lines: Sequence[Line]) -> bool:
    """Tell whether lines with datelines are items of a listing: two in brackets or of one place, or many."""
    places = [match.group() for line in lines if (match := DATELINE.match(line.text))]
    names = [re.split(r"[,(\[–—-]", place.lstrip("("))[0].strip(" )") for place in places]
    bracketed = sum(place.startswith("(") for place in places)
    return bracketed >= 2 or len(places) >= MANY_DATELINES or len(set(names)) < len(names)


def byline(line: Line) -> Span | None:
    """Return the place of the author's name in a byline, None for other lines."""
    if len(line.text) > 80:
        return None
    match = BYLINE.match(_EMPHASIS.sub(lambda m: " " * (m.start(1) - m.start()) + m[1], line.text).lstrip())
    if match is None:
        return None
    rest = line.text[match.end() :].strip(" ,|*_")
    if rest and not (
        rest[0] in "|–—-" or rest[0].isupper() or rest.lower().startswith(("and ", "of ", "for "))
    ):
        return None
    offset = line.text.find(match[1])
    return Span(line.start + offset, line.start + offset + len(match[1])) if offset >= 0 else None


def is_caption(line: Line, words: LayoutWords) -> bool:
    """Tell whether a line is a picture or the words under one."""
    if _MARKDOWN_IMAGE.match(line.text) or line.text.startswith("!["):
        return True
    return len(line.text) <= 400 and words.caption_mark.search(line.folded[-60:]) is not None


def is_heading(line: Line, after: Line | None, headings: Sequence[Span]) -> bool:
    """Tell whether a line is a heading: marked so, or short, capital and followed by text."""
    if any(span.start <= line.start < span.end for span in headings) or _MARKDOWN_HEADING.match(line.text):
        return True
    if len(line.text) > LONGEST_HEADING or line.text.endswith((".", ",", ";", ":")) or line.label():
        return False
    words = [word for word in line.text.split() if word[0].isalpha()]
    capitals = [word for word in words if word[0].isupper()]
    named = bool(words) and len(capitals) >= 0.6 * len(words) and len(words) <= 20
    return named and after is not None and len(after.text) > max(60, len(line.text))


def listing_starts(
    lines: Sequence[Line], headings: Sequence[int], datelines: Sequence[int], teasers: Sequence[int]
) -> list[int]:
    """Return the indices of the lines that open an item of a listing page.

    A heading opens one; so does a paragraph with a dateline; and once such one-paragraph items run, so
    does every further paragraph, for teasers carry no other mark of where one ends.
    """
    starts: list[int] = []
    teasing = False
    for index in range(len(lines)):
        if index in headings:
            if index - 1 not in headings or index - 1 not in starts:
                starts.append(index)
            teasing = False
        elif index in datelines:
            if index - 1 not in starts or index - 1 not in headings:
                starts.append(index)
            teasing = index - 1 not in headings
        elif teasing and index not in teasers:
            starts.append(index)
    return starts
