"""What a reader should look at first in links between documents: what is cited and is not here."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.resolve.findings_words import DocumentNames, capital, finding_of
from onrecord.types.findings import Corpus
from onrecord.types.rows import DocumentLink, DocumentRow, Finding


def on_wanted_documents(document: DocumentRow, corpus: Corpus, named: DocumentNames) -> Iterator[Finding]:
    """Tell of each document that this one cites or reports on and that is not in the record."""
    for link in corpus.rows(DocumentLink, document.id):
        if link.wanted is not None:
            what = f"a {link.wanted.description}, which is not in this record"
            title = f"{capital(named(document))} tells of {what}."
            yield finding_of("wanted_document", "low", title, (link.id,), link.evidence)
