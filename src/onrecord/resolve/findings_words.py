"""How findings name documents and quote words, each in one sentence a person would say."""

from __future__ import annotations

from onrecord.resolve.words import words_of
from onrecord.types.identity import row_id
from onrecord.types.rows import DocumentRow, Finding
from onrecord.types.spans import Evidence

LETTER_KINDS = ("letter", "joint_letter")

_EMPTY = frozenset(
    "a an the this that these those of to in on at by for from with and or as it its their his her our your "
    "be is are was were been being has have had do does did not no all any which who whom into".split()
)


def named(document: DocumentRow | None) -> str:
    """Return a document as a sentence names it: its kind, with its title, date or file name."""
    if document is None:
        return "a document"
    kind = "document" if document.kind == "other" else document.kind.replace("_", " ")
    if document.kind in LETTER_KINDS and document.date is not None:
        return f"the {kind} of {document.date.edtf}"
    title = " ".join(document.title.exact.split()) if document.title else ""
    if title and document.kind not in LETTER_KINDS:
        return f"the {kind} “{short(title, 60)}”"
    return f"the {kind} {document.path.rsplit('/', 1)[-1]}"


def content_words(text: str) -> list[str]:
    """Return the folded words that carry content, cut to their first six letters so that forms meet."""
    return [word.folded[:6] for word in words_of(text) if word.folded not in _EMPTY]


def short(words: str, longest: int) -> str:
    """Return words on one line, cut to a length."""
    flat = " ".join(words.split())
    return flat if len(flat) <= longest else flat[: longest - 1].rstrip() + "…"


def capital(words: str) -> str:
    """Return words as they open a sentence."""
    return words[0].upper() + words[1:]


def finding_of(
    kind: str, severity: str, title: str, rows: tuple[str, ...], anchors: tuple[Evidence, ...]
) -> Finding:
    """Return a finding under an id that its kind and rows make."""
    return Finding(row_id("finding", kind, *rows), kind, severity, title, rows, anchors)
