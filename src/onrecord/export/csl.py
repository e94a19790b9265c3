"""CSL-JSON: every document as a citation processor takes it.

Names are literal: which part of a name is the family's is not known, and a guess would be wrong for half the
world.
"""

from __future__ import annotations

from typing import Any, BinaryIO

from onrecord.export.citing import Citation, citations
from onrecord.export.coarse_dates import date_parts, iso_prefix
from onrecord.export.excerpt import Excerpt, Outcome
from onrecord.export.json_bytes import compact
from onrecord.types.shown import shown

TYPES = {
    "letter": "personal_communication",
    "joint_letter": "personal_communication",
    "press_release": "report",
    "news_article": "article-newspaper",
    "hearing": "hearing",
    "testimony": "hearing",
    "report": "report",
    "resolution": "report",
    "statement": "report",
    "listing_page": "webpage",
    "other": "document",
}
"""The CSL 1.0.2 type of each kind of document; a press release is a report with its genre."""

_DOUBT = ("~", "?", "%")


def write(excerpt: Excerpt, out: BinaryIO) -> Outcome:
    """Write the items, one a line of one array."""
    count = 0
    out.write(b"[")
    for citation in citations(excerpt):
        out.write((b",\n" if count else b"\n") + compact(_item(citation)))
        count += 1
    out.write(b"\n]\n")
    return Outcome(count)


def _item(citation: Citation) -> dict[str, Any]:
    item = {
        "id": citation.id,
        "type": TYPES[citation.kind],
        "title": shown(citation.title),
        "author": _names(citation.authors),
        "recipient": _names(citation.recipients),
        "issued": _issued(citation),
        "accessed": _accessed(citation),
        "genre": citation.genre,
        "publisher": shown(citation.publisher) if citation.publisher else None,
        "language": citation.language,
        "URL": citation.url or citation.link,
        "archive_location": citation.link,
        "note": shown(citation.note),
    }
    return {name: value for name, value in item.items() if value}


def _names(names: tuple[str, ...]) -> list[dict[str, str]]:
    return [{"literal": shown(name)} for name in names]


def _issued(citation: Citation) -> dict[str, Any] | None:
    """Return the date; one that a processor cannot place stands as it is written."""
    if citation.edtf is None:
        return None
    ends = [end for end in dict.fromkeys(citation.ends) if end]
    if not ends or (len(ends) == 1 and "/" in citation.edtf):
        return {"literal": citation.edtf}
    issued: dict[str, Any] = {"date-parts": [date_parts(end) for end in ends]}
    return {**issued, "circa": True} if citation.edtf.endswith(_DOUBT) else issued


def _accessed(citation: Citation) -> dict[str, Any] | None:
    day = iso_prefix(citation.retrieved[:10]) if citation.retrieved else None
    return {"date-parts": [date_parts(day)]} if day else None
