"""RIS: every document for a reference manager.

Tags as EndNote and Zotero read them: the recipient of a letter is A2, the kind of work M3, the record's own
date and the hash of the file a note.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from onrecord.export.citing import Citation, citations
from onrecord.export.coarse_dates import iso_prefix
from onrecord.export.excerpt import Excerpt, Outcome
from onrecord.types.shown import shown

TYPES = {
    "letter": "PCOMM",
    "joint_letter": "PCOMM",
    "press_release": "RPRT",
    "news_article": "NEWS",
    "hearing": "HEAR",
    "testimony": "HEAR",
    "report": "RPRT",
    "resolution": "RPRT",
    "statement": "RPRT",
    "listing_page": "ELEC",
    "other": "GEN",
}
"""The RIS type of each kind of document."""


def write(excerpt: Excerpt, out: BinaryIO) -> Outcome:
    """Write the references one after the other."""
    count = 0
    for citation in citations(excerpt):
        lines = "".join(f"{tag}  - {_one_line(value)}\r\n" for tag, value in _tags(citation))
        out.write(f"{lines}ER  - \r\n\r\n".encode())
        count += 1
    return Outcome(count)


def _tags(citation: Citation) -> Iterator[tuple[str, str]]:
    yield "TY", TYPES[citation.kind]
    yield "ID", citation.id
    yield "TI", citation.title
    yield from (("AU", name) for name in citation.authors)
    yield from (("A2", name) for name in citation.recipients)
    first = citation.ends.first or citation.ends.last
    if first:
        year, month, day = (*first.split("-"), "", "")[:3]
        yield "PY", year
        yield "DA", f"{year}/{month}/{day}/"
    yield "M3", citation.genre
    accessed = iso_prefix(citation.retrieved[:10]) if citation.retrieved else None
    optional = (
        ("PB", citation.publisher),
        ("LA", citation.language),
        ("UR", citation.url),
        ("UR", citation.link),
        ("Y2", accessed.replace("-", "/") if accessed else None),
        ("N1", citation.note),
    )
    yield from ((tag, value) for tag, value in optional if value)


def _one_line(value: str) -> str:
    """Return a value that ends where its line does: RIS has no escape for a line break."""
    return shown(" ".join(value.split()))
