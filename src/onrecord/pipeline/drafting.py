"""A draft read as a source is, and laid over a record without being written into it.

What comparing gives for the draft is led and compared by the same code as a build's; the record is read only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from onrecord.config import Config
from onrecord.ingest.discovery import discover
from onrecord.pipeline.overlay import Overlay
from onrecord.pipeline.plan import RESOLVERS, Tools, make_tools, read_document
from onrecord.record.search import StillPassages
from onrecord.record.store import Record
from onrecord.resolve.drafts import compare_draft
from onrecord.text.reading import read_text
from onrecord.types.documents import RawDocument
from onrecord.types.drafts import Compared
from onrecord.types.errors import FileCannotBeRead, Issue
from onrecord.types.findings import DocumentFindings, Resolver

ASKED = ("actors", "quotations")
"""Resolvers that are run for a draft: who is who in both, and which words are said to be from where.

What the others join to rows over the whole record (sets, ledgers, events) is compared claim by claim instead.
"""

MOST_CHARACTERS = 300_000
"""Characters of a draft, some 50,000 words: what is longer is a book, and is checked in parts."""

LONGEST_PARAGRAPH = 20_000
"""Characters of a paragraph, some seven pages: one takes time with the square of its length."""


@dataclass(frozen=True, slots=True)
class Drafted:
    """A draft laid over a record: what was read of it, and what its claims came to."""

    raw: RawDocument
    findings: DocumentFindings
    corpus: Overlay
    compared: tuple[Compared, ...]
    issues: tuple[Issue, ...]


class DraftReader:
    """Reads drafts with the extractors of a build; models are loaded with the first."""

    def __init__(self, config: Config | None = None) -> None:
        self._config = config or Config()

    @cached_property
    def _tools(self) -> Tools:
        return make_tools(self._config)

    def read(self, path: Path) -> tuple[RawDocument, DocumentFindings]:
        """Return a draft as it was received and as it was read; raises FileCannotBeRead."""
        found = list(discover([path], self._config)) if path.is_file() else []
        documents = [item for item in found if isinstance(item, RawDocument)]
        refused = [item for item in found if isinstance(item, Issue) and item.severity == "error"]
        if len(documents) != 1 or refused:
            raise _no_draft(path, refused, len(documents))
        return documents[0], self.read_raw(documents[0])

    def read_raw(self, raw: RawDocument) -> DocumentFindings:
        """Return what a build would find in a document; raises FileCannotBeRead."""
        text = read_text(raw, self._config).text
        if len(text) > MOST_CHARACTERS:
            message = f"This draft has more than {MOST_CHARACTERS:,} characters."
            raise FileCannotBeRead(raw.path, "draft_too_long", message, "Check it in parts.")
        if max(map(len, text.splitlines()), default=0) > LONGEST_PARAGRAPH:
            message = f"This draft has a paragraph of more than {LONGEST_PARAGRAPH:,} characters."
            raise FileCannotBeRead(raw.path, "paragraph_too_long", message, "Break it into paragraphs.")
        return read_document(raw, self._tools)

    def compare(self, raw: RawDocument, findings: DocumentFindings, record: Record) -> Drafted:
        """Hold what was read of a draft against a record, which is not written to."""
        corpus = Overlay(record, findings)
        failures = corpus.compare(self.resolvers)
        compared = tuple(compare_draft(corpus, StillPassages(record), findings.row.id))
        return Drafted(raw, findings, corpus, compared, (*findings.issues, *failures))

    @cached_property
    def resolvers(self) -> tuple[Resolver, ...]:
        """The resolvers that compare a draft with a record, in order."""
        made = (make() for make in RESOLVERS)
        return tuple(resolver for resolver in made if resolver.name in ASKED)


def _no_draft(path: Path, refused: Sequence[Issue], documents: int) -> FileCannotBeRead:
    if refused:
        first = refused[0]
        return FileCannotBeRead(str(path), first.code, first.message, first.remedy)
    what = "This is no single document." if documents else "There is no draft here."
    return FileCannotBeRead(str(path), "no_draft", what, "Give one file: DOCX, MD, TXT, HTML or PDF.")
