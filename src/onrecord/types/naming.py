"""How documents are named in a sentence, so that no two of a record are named alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from onrecord.types.findings import Corpus
from onrecord.types.rows import DocumentRow

STAGE = "findings"
"""Under its keys documents stand by what they may be called."""

KNOWN_BY_DATE = ("letter", "joint_letter", "press_release", "news_article", "statement")
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
            self.look_up([document])
        return self._known[document.id]

    def look_up(self, documents: Iterable[DocumentRow]) -> None:
        """Look the names of some documents up at once, for when they are asked for."""
        held = {document: names_of(document) for document in documents if document.id not in self._known}
        every = {name for names in held.values() for name in names}
        alone = [name for name, many in self._corpus.spread(STAGE, every).items() if many == 1]
        owners = {name: members[0].document for name, members in self._corpus.lookup(STAGE, alone).items()}
        for document, names in held.items():
            self._known[document.id] = _among(document, names, owners)


def _among(document: DocumentRow, names: tuple[str, ...], owners: Mapping[str, str]) -> str:
    """Return the first name that a document alone has, else its longest with its path."""
    alone = next((name for name in names if owners.get(name) == document.id), None)
    fallback = f"{names[-1]} ({document.path})" if names else f"the {_kind(document)} {document.path}"
    return alone or fallback


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


def holders(corpus: Corpus, name: str) -> set[str]:
    """Return the documents that may be called by a name."""
    return {key.document for members in corpus.lookup(STAGE, [name]).values() for key in members}


def _kind(document: DocumentRow) -> str:
    return "document" if document.kind == "other" else document.kind.replace("_", " ")


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
