"""A draft read as a source is, and laid over a record without being written into it.

It is read in a process of its own, within the time and memory of the configuration: a hostile draft costs its
writer an answer and nobody else anything. What comparing gives for it is led and compared by the same code as
a build's; the record is read only.
"""

from __future__ import annotations

import time
import weakref
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path

from onrecord.config import Config
from onrecord.ingest.discovery import discover
from onrecord.pipeline.engines import Crew
from onrecord.pipeline.overlay import Overlay
from onrecord.pipeline.plan import make_tools, read_document
from onrecord.pipeline.progress import Clock
from onrecord.pipeline.resolvers import RESOLVERS
from onrecord.pipeline.units import MakeReader, Read, Unit
from onrecord.record.passages import still_passages_of
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

MOST_FOUND = 5
"""Documents and refusals of one file that are looked at: a draft is a single document."""


@dataclass(frozen=True, slots=True)
class Drafted:
    """A draft laid over a record: what was read of it, and what its claims came to."""

    raw: RawDocument
    findings: DocumentFindings
    corpus: Overlay
    compared: tuple[Compared, ...]
    issues: tuple[Issue, ...]


def make_draft_reader(config: Config) -> Read:
    """Return what reads drafts in a process of its own, its models loaded."""
    tools = make_tools(config)
    tools.warm_up()

    def read(raw: RawDocument) -> DocumentFindings:
        check_length(raw, config)
        return read_document(raw, tools)

    return read


def check_length(raw: RawDocument, config: Config) -> None:
    """Raise FileCannotBeRead where a draft is longer than one is checked, or has no text."""
    text = read_text(raw, config).text
    if len(text) > MOST_CHARACTERS:
        message = f"This draft has more than {MOST_CHARACTERS:,} characters."
        raise FileCannotBeRead(raw.path, "draft_too_long", message, "Check it in parts.")
    if max(map(len, text.splitlines()), default=0) > LONGEST_PARAGRAPH:
        message = f"This draft has a paragraph of more than {LONGEST_PARAGRAPH:,} characters."
        raise FileCannotBeRead(raw.path, "paragraph_too_long", message, "Break it into paragraphs.")


class DraftReader:
    """Reads drafts with the extractors of a build, one at a time.

    The process that reads them starts with the first and is kept, its models loaded, until this reader is
    forgotten or this process ends.
    """

    def __init__(
        self,
        config: Config | None = None,
        make_reader: MakeReader = make_draft_reader,
        clock: Clock = time.monotonic,
    ) -> None:
        self._clock = clock
        self._config = config or Config()
        self._crew = Crew(make_reader, self._config, 1)
        self.close = weakref.finalize(self, self._crew.dismiss)
        """Ends the process that reads."""

    def read(self, path: Path) -> tuple[RawDocument, DocumentFindings]:
        """Return a draft as it was received and as it was read; raises FileCannotBeRead."""
        found = list(islice(discover([path], self._config), MOST_FOUND)) if path.is_file() else []
        documents = [item for item in found if isinstance(item, RawDocument)]
        refused = [item for item in found if isinstance(item, Issue) and item.severity == "error"]
        if len(documents) != 1 or refused:
            raise _no_draft(path, refused, len(documents))
        return documents[0], self.read_raw(documents[0])

    def read_raw(self, raw: RawDocument) -> DocumentFindings:
        """Return what a build would find in a document.

        Raises FileCannotBeRead, also where it takes more time or memory than a document may, and
        WorkersCannotStart.
        """
        unit = Unit(raw.id, raw.sha256, raw.path, raw.media_type, raw.metadata, raw.container, "")
        try:
            [outcome] = self._crew.work(deque([unit]), lambda unit: raw.content)
        except BaseException:
            self._crew.dismiss()  # a process that could not start is no good to the next draft either
            raise
        if outcome.findings is not None:
            return outcome.findings
        assert outcome.issue is not None
        told = outcome.issue
        raise FileCannotBeRead(raw.path, told.code, told.message, told.remedy)

    def compare(self, raw: RawDocument, findings: DocumentFindings, record: Record) -> Drafted:
        """Hold what was read of a draft against a record, which is not written to.

        Raises FileCannotBeRead where that takes longer than a document may.
        """
        corpus = Overlay(record, findings)
        failures = corpus.compare(self.resolvers)
        held = compare_draft(corpus, still_passages_of(record), findings.row.id)
        compared = tuple(self._in_time(raw, held))
        return Drafted(raw, findings, corpus, compared, (*findings.issues, *failures))

    def _in_time(self, raw: RawDocument, compared: Iterable[Compared]) -> Iterator[Compared]:
        """Yield claims as they are compared; raises FileCannotBeRead once their time is up."""
        seconds = self._config.document_seconds
        last = self._clock() + seconds
        for one in compared:
            yield one
            if self._clock() > last:
                message = f"Holding this draft against the record took longer than {seconds} s."
                raise FileCannotBeRead(raw.path, "took_too_long", message, "Check it in parts.")

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
