"""What a citation says of a document, before a format has its word for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.export.coarse_dates import Ends, ends_of
from onrecord.export.excerpt import Excerpt
from onrecord.types.naming import capital
from onrecord.types.rows import DocumentRow

GENRES = {
    "letter": "Letter",
    "joint_letter": "Joint letter",
    "press_release": "Press release",
    "news_article": "News article",
    "hearing": "Hearing",
    "testimony": "Testimony",
    "report": "Report",
    "resolution": "Resolution",
    "statement": "Statement",
    "listing_page": "Listing page",
    "other": "Document",
}
"""What each kind of document is called in a bibliography."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A document as it is cited: who wrote it to whom, when, under which title, where it is found.

    What a sentence calls a document stands for the title where it has none. `link` is the permalink, `url`
    where it was published.
    """

    id: str
    kind: str
    title: str
    authors: tuple[str, ...]
    recipients: tuple[str, ...]
    publisher: str | None
    edtf: str | None
    ends: Ends
    language: str | None
    url: str | None
    retrieved: str | None
    link: str | None
    path: str
    sha256: str

    @property
    def genre(self) -> str:
        """What kind of document it is, in a bibliography's words."""
        return GENRES[self.kind]

    @property
    def note(self) -> str:
        """The date as the record has it, the file and its hash: what no field of a citation holds."""
        dated = f"EDTF {self.edtf}; " if self.edtf else ""
        return f"{dated}{self.path}; SHA-256 {self.sha256}"


def citations(excerpt: Excerpt) -> Iterator[Citation]:
    """Yield the documents that are handed on as they are cited."""
    for row in excerpt.rows(DocumentRow):
        yield citation_of(row, excerpt)


def citation_of(row: DocumentRow, excerpt: Excerpt) -> Citation:
    """Return a masked document as it is cited."""
    edtf = row.date.edtf if row.date else None
    authors = excerpt.names(row.signatories or row.authors or row.issuers)
    issuers = [name for name in excerpt.names(row.issuers) if name not in authors]
    return Citation(
        row.id,
        row.kind,
        " ".join(row.title.exact.split()) if row.title else capital(excerpt.name(row.id)),
        authors,
        excerpt.names(row.addressees),
        row.publisher or "; ".join(issuers) or None,
        edtf,
        ends_of(edtf),
        row.language,
        row.url,
        row.retrieved,
        excerpt.link(row.id),
        row.path,
        row.sha256,
    )
