"""How findings name documents and quote words, each in one sentence a person would say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from onrecord.resolve.words import words_of
from onrecord.types.findings import Corpus
from onrecord.types.identity import row_id
from onrecord.types.rows import DocumentLink, DocumentRow, Finding
from onrecord.types.spans import Evidence

LETTER_KINDS = ("letter", "joint_letter")

REPORTING_KINDS = ("press_release", "news_article")

_EMPTY = frozenset(
    "a an the this that these those of to in on at by for from with and or as it its their his her our your "
    "be is are was were been being has have had do does did not no all any which who whom into".split()
)


class DocumentNames:
    """Names documents as a sentence does, by their files too where several would be called the same."""

    def __init__(self, documents: Iterable[DocumentRow]) -> None:
        self._called = Counter(map(_called, documents))

    def __call__(self, document: DocumentRow | None) -> str:
        """Return a document's kind with its title, date or file name: no two are named alike."""
        if document is None:
            return "a document"
        called = _called(document)
        return called if self._called[called] < 2 else f"{called} ({document.path})"


def _called(document: DocumentRow) -> str:
    kind = "document" if document.kind == "other" else document.kind.replace("_", " ")
    if document.kind in LETTER_KINDS and document.date is not None:
        return f"the {kind} of {document.date.edtf}"
    title = " ".join(document.title.exact.split()) if document.title else ""
    if title and document.kind not in LETTER_KINDS:
        return f"the {kind} “{short(title, 60)}”"
    return f"the {kind} {document.path.rsplit('/', 1)[-1]}"


def letters_reported_by(document: DocumentRow, corpus: Corpus) -> list[DocumentRow]:
    """Return the letters that a press release or an article reports on or quotes, by their ids."""
    if document.kind not in REPORTING_KINDS:
        return []
    links = (link for link in corpus.rows(DocumentLink, document.id) if link.kind in ("reports_on", "quotes"))
    found = (
        corpus.document(name) for name in sorted({link.to_document for link in links if link.to_document})
    )
    return [row for row in found if row is not None and row.kind in LETTER_KINDS]


def content_words(text: str) -> list[str]:
    """Return the folded words that carry content, cut to their first six letters so that forms meet."""
    return [word.folded[:6] for word in words_of(text) if word.folded not in _EMPTY]


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
