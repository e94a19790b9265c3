"""Words of documents as a page quotes them: near ones together, long ones cut where it shows."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from onrecord.types.spans import Evidence, hull

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
