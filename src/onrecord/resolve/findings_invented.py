"""Words that a document gives as those of a letter which has none of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from onrecord.data import Vocabularies
from onrecord.resolve.claims import ClaimReader, Frames, Held
from onrecord.resolve.findings_words import finding_of
from onrecord.resolve.originals import LETTERS
from onrecord.resolve.words import words_of
from onrecord.types.findings import Corpus
from onrecord.types.naming import DocumentNames, capital, short
from onrecord.types.rows import DocumentLink, DocumentRow, Finding, Quotation, QuotationCheck, Statement

LEAST_WORDS = 6
"""Words below which a quotation is too short to be called invented."""

ROW_OF_WORDS = 5
"""Words in a row that a quotation and a letter have in common which may be where it was taken from."""

SHOWN = 60
"""Characters shown of quoted words."""

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def on_invented_quotations(document: DocumentRow, corpus: Corpus, named: DocumentNames) -> Iterator[Finding]:
    """Tell of each quotation given as words of a letter of the record that are not in it.

    Only where no other letter can be meant: its check says that this one is claimed, and others of the
    document's quotations stand in it; the document tells of no second letter; and the sentence itself says
    that the letter says so.
    """
    absent = [check for check in corpus.rows(QuotationCheck, document.id) if check.verdict == "absent"]
    if not absent or _tells_of_several_letters(document, corpus):
        return
    statements = corpus.rows(Statement, document.id)
    frames = Frames(corpus.text(document.id), corpus.rows(Quotation, document.id), statements)
    held = {one.evidence: one for one in frames.held()}
    for check in absent:
        letter = corpus.document(check.claimed_source) if check.claimed_source else None
        if letter is None or letter.kind not in LETTERS or not letter.signatories:
            continue
        quoted = held.get(check.quotation)
        if (
            quoted is None
            or not _is_given_as_of(quoted, letter)
            or _may_be_in(quoted, corpus.text(letter.id))
        ):
            continue
        words = short(check.quotation.exact.rstrip(" ,"), SHOWN)
        who = capital(named(document))
        title = f"{who} attributes to {named(letter)} words that it does not have: “{words}”."
        yield finding_of("altered_quotation", "high", title, (check.id,), (check.quotation,))


def _tells_of_several_letters(document: DocumentRow, corpus: Corpus) -> bool:
    """Tell whether a document is linked to two letters, here or missing, or to one of a kind not known."""
    letters: set[str] = set()
    for link in corpus.rows(DocumentLink, document.id):
        other = corpus.document(link.to_document) if link.to_document else None
        if other is not None and other.kind in LETTERS and link.kind != "same_ask":
            letters.add(other.id)
        elif link.wanted is not None and link.wanted.kind in (None, *LETTERS):
            letters.add(link.id)
    return len(letters) > 1


def _is_given_as_of(held: Held, letter: DocumentRow) -> bool:
    """Tell whether the sentence of a quotation says that "the letter" says so, or its signatories in it."""
    statement = held.statement
    if statement is None or statement.source is None or statement.cue is None:
        return False
    if any(part.exact not in held.frame for part in (statement.source, statement.cue)):
        return False
    day = letter.date.edtf if letter.date else ""
    if any(year not in day for year in _YEAR.findall(held.frame)):
        return False
    reader, own, theirs, writing = _reading()
    if reader.document_noun(statement.source.exact) is not None:
        described = statement.source.exact
    elif reader.document_noun(statement.cue.exact) or not writing.isdisjoint(_folded(statement.cue.exact)):
        described = reader.claim(held).described or ""
    else:
        return False
    return _is_plain(described, own | theirs if set(held.speakers) & set(letter.signatories) else own)


def _is_plain(described: str, plain: frozenset[str]) -> bool:
    """Tell whether words name a letter by nothing but itself and whom it goes to: "the joint letter to …"."""
    words = _folded(described)
    named = words[: words.index("to")] if "to" in words else words
    return len(named) > 1 and plain.issuperset(named)


def _may_be_in(held: Held, text: str) -> bool:
    """Tell whether a quotation is short, or some of its words stand in a row in a letter, wherever."""
    quoted, there = _folded(held.words), _folded(text)
    if len(quoted) < LEAST_WORDS:
        return True
    return not _rows(quoted).isdisjoint(_rows(there))


def _folded(words: str) -> list[str]:
    return [word.folded for word in words_of(words)]


def _rows(words: list[str]) -> set[tuple[str, ...]]:
    return {tuple(words[at : at + ROW_OF_WORDS]) for at in range(len(words) - ROW_OF_WORDS + 1)}


@cache
def _reading() -> tuple[ClaimReader, frozenset[str], frozenset[str], frozenset[str]]:
    table = Vocabularies().table("quotations")
    claims = table["claims"]
    lists = (frozenset(claims[name]) for name in ("plainly", "plainly_theirs", "writing"))
    own, theirs, writing = lists
    return ClaimReader(table), own, theirs, writing
