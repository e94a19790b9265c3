"""Words of documents as a page quotes them: near ones together, long ones cut where it shows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from onrecord.types.spans import Evidence, Span, hull

NEAR = 60
"""Characters between two places of one document that are quoted together with what is between them."""

CUT = " […] "
"""What stands for words that are left out of a quotation."""


def together(anchors: Iterable[Evidence], text: Callable[[str], str]) -> list[Evidence]:
    """Return places in the order given, each once, those that stand near the one before as one with it.

    `text` gives the canonical text of a document.
    """
    found: list[Evidence] = []
    for anchor in dict.fromkeys(anchors):
        if not found or not _are_near(found[-1], anchor, text):
            found.append(anchor)
            continue
        span = hull([found[-1].span, anchor.span])
        found[-1] = Evidence(anchor.document, span.start, span.end, span.slice(text(anchor.document)))
    return found


def _are_near(one: Evidence, other: Evidence, text: Callable[[str], str]) -> bool:
    """Tell whether two places stand in one document with few words of one paragraph between them."""
    if one.document != other.document:
        return False
    first, second = sorted((one.span, other.span))
    between = text(one.document)[first.end : second.start]
    return len(between) <= NEAR and "\n\n" not in between


def in_middle(flat: str, width: int) -> str:
    """Return words of one line, their middle left out where they are longer than `width`."""
    if len(flat) <= width:
        return flat
    head = (width - 1) * 2 // 3
    return f"{flat[:head].rstrip()}…{flat[len(flat) - (width - 1 - head) :].lstrip()}"


def between_words(flat: str, width: int) -> str:
    """Return words of one line; what is left out of long ones is marked [...] and stands between words.

    The brackets say that the cut is not an ellipsis of the document.

    >>> between_words("open the northern gate of the harbour", 25)
    'open the […] harbour'
    """
    if len(flat) <= width:
        return flat
    head = (width - len(CUT)) * 2 // 3
    tail = len(flat) - (width - len(CUT) - head)
    before = flat[: flat.rfind(" ", 0, head + 1)] if " " in flat[: head + 1] else flat[:head]
    after = flat[flat.find(" ", tail) :] if " " in flat[tail:] else flat[tail:]
    return f"{before.rstrip()}{CUT}{after.lstrip()}"


LONGEST_SENTENCE = 320
"""Characters around words that are given with them, on both sides together."""

_ENDS = re.compile(
    r"(?<![A-Z]\.)(?<=[.!?])[”’\"')]*\s+(?=[“‘\"'(]*[A-Z0-9])|\n\s*\n|\n(?=[A-Z][\w-]{1,20}: )"
)
"""Where a sentence ends: at its mark before a capital, an initial left out, with its paragraph, or before a
line of a head ("Date: …")."""


class Sentence(NamedTuple):
    """The place of a sentence; whether its beginning and its end were cut off since it is long."""

    span: Span
    cut_before: bool
    cut_after: bool


def sentence_around(anchor: Evidence, text: str) -> Sentence:
    """Return the sentence that words stand in, less of it where that is long.

    >>> text = "It rained. Police evicted nine families in May. It stopped."
    >>> sentence_around(Evidence("d-1", 18, 25, "evicted"), text).span.slice(text)
    'Police evicted nine families in May.'
    """
    room = LONGEST_SENTENCE // 2
    low, high = max(anchor.start - room, 0), min(anchor.end + room, len(text))
    starts = [end.end() for end in _ENDS.finditer(text, low, anchor.start)]
    start = starts[-1] if starts else _at_word(text, low, anchor.start)
    found = _ENDS.search(text, anchor.end, high)
    end = found.start() + len(found.group().rstrip()) if found else _at_word(text, high, anchor.end)
    cut_before = not starts and start > 0
    return Sentence(Span(start, end), cut_before, found is None and end < len(text))


def _at_word(text: str, at: int, towards: int) -> int:
    """Return the place nearest to `at`, on the side of `towards`, that cuts no word."""
    if at in (0, len(text)):
        return at
    step = 1 if towards > at else -1
    while at != towards and not (text[at - 1].isspace() or text[at].isspace()):
        at += step
    return at
