"""What a reader should look at first in links between documents: what is cited and is not here."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.resolve.findings_words import finding_of
from onrecord.types.findings import Corpus
from onrecord.types.naming import DocumentNames
from onrecord.types.rows import DocumentLink, DocumentRow, Finding

MOST_NAMED = 3
"""Documents that a sentence names of those that cite one; it counts the others."""


def on_wanted_documents(document: DocumentRow, corpus: Corpus, named: DocumentNames) -> Iterator[Finding]:
    """Tell once of each document that is cited and not in the record, in the first document that cites it."""
    told: set[str | None] = set()
    for link in corpus.rows(DocumentLink, document.id):
        wanted = link.wanted
        if wanted is None or (wanted.cited_by and wanted.cited_by[0] != document.id) or wanted.id in told:
            continue
        if wanted.id is not None:
            told.add(wanted.id)
        links = _links_to(link, corpus)
        citing = [corpus.document(one) for one in wanted.cited_by or (document.id,)]
        told_of = _told_of([named(one) for one in citing])
        title = f"Not in this record: {_with_article(wanted.description)}, {told_of}."
        anchors = tuple(dict.fromkeys(anchor for one in links for anchor in one.evidence))
        yield finding_of("wanted_document", "low", title, tuple(one.id for one in links), anchors)


def _links_to(link: DocumentLink, corpus: Corpus) -> list[DocumentLink]:
    """Return all links to the wanted document that one leads to, by the documents they start from."""
    wanted = link.wanted
    if wanted is None or wanted.id is None:
        return [link]
    found = {link.id: link}
    for document in wanted.cited_by:
        for other in corpus.rows(DocumentLink, document):
            if other.wanted is not None and other.wanted.id == wanted.id:
                found[other.id] = other
    return sorted(found.values(), key=lambda one: (one.from_document, one.id))


def _with_article(description: str) -> str:
    numbered = description.partition(" ")[0] not in ("letter", "report", "reply", "memo")
    return description if numbered else f"a {description}"


def _told_of(names: list[str]) -> str:
    """Return by whom a document is told of: "told of by X and Y", the rest counted."""
    shown = names[:MOST_NAMED] if len(names) > MOST_NAMED + 1 else names
    left = len(names) - len(shown)
    parts = [*shown, f"{left} other documents"] if left else shown
    listed = parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
    return f"told of by {listed}"
