"""How findings name documents and quote words, each in one sentence a person would say."""

from __future__ import annotations

from collections.abc import Collection

from onrecord.types.findings import Corpus
from onrecord.types.identity import row_id
from onrecord.types.rows import DocumentLink, DocumentRow, Finding
from onrecord.types.spans import Evidence

STAGE = "findings"
"""Under its keys documents stand by what they may be called."""

LETTER_KINDS = ("letter", "joint_letter")

REPORTING_KINDS = ("press_release", "news_article")

KNOWN_BY_DATE = (*LETTER_KINDS, *REPORTING_KINDS, "statement")
"""Kinds of documents that people call by their date; others have a title to be known by."""

TITLE = 48
"""Characters of a title by which a document is called."""


class DocumentNames:
    """Names documents as a sentence does: no two documents of a record are named alike.

    A document is called by its kind with its date or title, by both where another is called the same, and by
    its file where that does not tell it from others either. Names stand as keys in the record, so that a
    document that comes changes those of its namesakes alone.
    """

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._known: dict[str, str] = {}

    def __call__(self, document: DocumentRow | None) -> str:
        """Return how a sentence names a document; "a document" where it is not in the record."""
        if document is None:
            return "a document"
        if document.id not in self._known:
            self._known[document.id] = self._name(document)
        return self._known[document.id]

    def _name(self, document: DocumentRow) -> str:
        names = names_of(document)
        spread = self._corpus.spread(STAGE, names)
        for name in names:
            if spread.get(name) == 1 and document.id in _holders(self._corpus, name):
                return name
        return f"{names[-1]} ({document.path})" if names else f"the {_kind(document)} {document.path}"


def names_of(document: DocumentRow) -> tuple[str, ...]:
    """Return what a document may be called, shorter names first; none where its kind is all that is known.

    "the letter of 2024-05-21", "the letter of 2024-05-21, “On the evictions at the lake”".
    """
    called = f"the {_kind(document)}"
    title = f"“{short(document.title.exact, TITLE)}”" if document.title else ""
    date = document.date.edtf if document.date else ""
    if not (title and date):
        return (f"{called} {title}",) if title else (f"{called} of {date}",) if date else ()
    both = f"{called} of {date}, {title}"
    return (f"{called} of {date}" if document.kind in KNOWN_BY_DATE else f"{called} {title}", both)


def namesakes(corpus: Corpus, documents: Collection[str]) -> set[str]:
    """Return documents that may be named otherwise because some others came, went or changed.

    Those are the ones that alone of all that did not change are called as one that did.
    """
    found: set[str] = set()
    keys = corpus.keys_of(STAGE, documents)
    spread = corpus.spread(STAGE, keys)
    for key in keys:
        if spread.get(key, 0) <= len(documents) + 1:
            unchanged = _holders(corpus, key).difference(documents)
            found |= unchanged if len(unchanged) == 1 else set()
    return found


def _holders(corpus: Corpus, name: str) -> set[str]:
    return {key.document for members in corpus.lookup(STAGE, [name]).values() for key in members}


def _kind(document: DocumentRow) -> str:
    return "document" if document.kind == "other" else document.kind.replace("_", " ")


def letters_reported_by(document: DocumentRow, corpus: Corpus) -> list[DocumentRow]:
    """Return the letters that a press release or an article reports on or quotes, by their ids."""
    if document.kind not in REPORTING_KINDS:
        return []
    links = (link for link in corpus.rows(DocumentLink, document.id) if link.kind in ("reports_on", "quotes"))
    found = (
        corpus.document(name) for name in sorted({link.to_document for link in links if link.to_document})
    )
    return [row for row in found if row is not None and row.kind in LETTER_KINDS]


def short(words: str, longest: int) -> str:
    """Return words on one line, cut between two words to at most a length.

    >>> short("close the gate of the lower harbour", 20)
    'close the gate of…'
    """
    flat = " ".join(words.split())
    if len(flat) <= longest:
        return flat
    cut = flat[:longest].rpartition(" ")[0] or flat[: longest - 1]
    return cut.rstrip(" ,;:–—-") + "…"


def capital(words: str) -> str:
    """Return words as they open a sentence."""
    return words[0].upper() + words[1:]


def finding_of(
    kind: str, severity: str, title: str, rows: tuple[str, ...], anchors: tuple[Evidence, ...]
) -> Finding:
    """Return a finding under an id that its kind and rows make."""
    return Finding(row_id("finding", kind, *rows), kind, severity, title, rows, anchors)
