"""Words of a document quoted by hand: in marks, with what they are from and where that can be seen."""

from __future__ import annotations

from onrecord.types.chronology import in_words
from onrecord.types.naming import capital
from onrecord.types.rows import DocumentRow
from onrecord.web.site import Site


def citation_of(site: Site, document: DocumentRow) -> str:
    """Return a document as a footnote cites it: who, what, when, where, and the hash of the bytes.

    What is not known is left out; the hash says which bytes were read, wherever the file lies.
    """
    kind = capital("document" if document.kind == "other" else document.kind.replace("_", " "))
    date = f"{kind} of {in_words(document.date.edtf)}" if document.date else f"{kind}, date not known"
    title = " ".join(document.title.exact.split()) if document.title else ""
    parts = [
        ", ".join(site.names.many(document.issuers)),
        f"“{title}”" if title else "",
        date,
        document.url or document.path,
        f"SHA-256 {document.sha256}",
    ]
    return ", ".join(part for part in parts if part)


def quotation(site: Site, document: DocumentRow, words: str, address: str) -> str:
    """Return exact words in quotation marks with their citation and the address where they are marked."""
    return f"“{words}”\n— {citation_of(site, document)}\n{address}"
