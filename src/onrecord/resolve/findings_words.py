"""What findings share: the letters that releases report on, and the finding itself."""

from __future__ import annotations

from collections.abc import Collection

from onrecord.types.findings import Corpus
from onrecord.types.identity import row_id
from onrecord.types.naming import STAGE, holders
from onrecord.types.rows import DocumentLink, DocumentRow, Finding
from onrecord.types.spans import Evidence

LETTER_KINDS = ("letter", "joint_letter")

REPORTING_KINDS = ("press_release", "news_article")


def namesakes(corpus: Corpus, documents: Collection[str]) -> set[str]:
    """Return documents that may be named otherwise because some others came, went or changed.

    Those are the ones that alone of all that did not change are called as one that did.
    """
    found: set[str] = set()
    keys = corpus.keys_of(STAGE, documents)
    spread = corpus.spread(STAGE, keys)
    for key in keys:
        if spread.get(key, 0) <= len(documents) + 1:
            unchanged = holders(corpus, key).difference(documents)
            found |= unchanged if len(unchanged) == 1 else set()
    return found


def letters_reported_by(document: DocumentRow, corpus: Corpus) -> list[DocumentRow]:
    """Return the letters that a press release or an article reports on or quotes, by their ids."""
    if document.kind not in REPORTING_KINDS:
        return []
    links = (link for link in corpus.rows(DocumentLink, document.id) if link.kind in ("reports_on", "quotes"))
    found = (
        corpus.document(name) for name in sorted({link.to_document for link in links if link.to_document})
    )
    return [row for row in found if row is not None and row.kind in LETTER_KINDS]


def finding_of(
    kind: str, severity: str, title: str, rows: tuple[str, ...], anchors: tuple[Evidence, ...]
) -> Finding:
    """Return a finding under an id that its kind and rows make."""
    return Finding(row_id("finding", kind, *rows), kind, severity, title, rows, anchors)
