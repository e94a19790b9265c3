"""Which documents hold the same text: passages in common that neither of them quotes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from onrecord.resolve.passages import SharedPassage
from onrecord.resolve.reuse import LEAST_OWN, Reuse
from onrecord.resolve.sources import later
from onrecord.resolve.words import words_of
from onrecord.types.findings import Corpus
from onrecord.types.identity import row_id
from onrecord.types.rows import DocumentLink, DocumentRow, Quotation
from onrecord.types.spans import Evidence, Span


def same_text_links(document: DocumentRow, corpus: Corpus, reuse: Reuse) -> Iterator[DocumentLink]:
    """Yield a link to each document that holds a passage of this one as its own words, not as a quotation.

    Two documents that quote the same words, or of which one quotes the other, are no same text. The link
    starts from the later document, and shows all passages of the two.
    """
    for other, passages in reuse.passages(document.id).items():
        source = corpus.document(other)
        if source is None or not _comes_first(source, document):
            continue
        if any(_is_own(passage, document.id, other, corpus) for passage in passages):
            yield _link(document.id, other, passages, corpus)


def _is_own(passage: SharedPassage, document: str, other: str, corpus: Corpus) -> bool:
    """Tell whether enough words of a passage stand outside quotation marks in both documents."""
    return all(
        _unquoted(corpus.text(holder), span, _quoted(holder, corpus)) >= LEAST_OWN
        for holder, span in ((document, passage.here), (other, passage.there))
    )


def _quoted(document: str, corpus: Corpus) -> list[Span]:
    return [piece.span for row in corpus.rows(Quotation, document) for piece in row.pieces]


def _unquoted(text: str, passage: Span, quoted: Sequence[Span]) -> int:
    return sum(
        not any(span.overlaps(Span(word.start, word.end)) for span in quoted)
        for word in words_of(text, passage.start, passage.end)
    )


def _comes_first(source: DocumentRow, document: DocumentRow) -> bool:
    """Tell whether the link of two documents starts from `document`: the later one, else by id."""
    if later(document, source) != later(source, document):
        return later(document, source)
    return source.id < document.id


def _link(document: str, other: str, passages: Sequence[SharedPassage], corpus: Corpus) -> DocumentLink:
    here, there = corpus.text(document), corpus.text(other)
    shown = [
        evidence
        for passage in passages
        for evidence in (_evidence(document, passage.here, here), _evidence(other, passage.there, there))
    ]
    return DocumentLink(
        id=row_id("document_link", document, "same_text", other),
        from_document=document,
        kind="same_text",
        to_document=other,
        wanted=None,
        evidence=tuple(dict.fromkeys(shown)),
    )


def _evidence(document: str, span: Span, text: str) -> Evidence:
    return Evidence(document, span.start, span.end, span.slice(text))
