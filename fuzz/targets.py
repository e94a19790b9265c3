"""What is done with hostile bytes: each target reads them as the product does and holds what must hold.

A target returns where the bytes were read, or refused with a sentence; whatever else it raises is a defect.
"""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

from tests.pipeline.folders import make_unparsed

from fuzz.seeds import LETTER, PROSE, word_file
from onrecord.config import Config
from onrecord.ingest.items import Item
from onrecord.ingest.unpacking import open_file
from onrecord.pipeline.build import build
from onrecord.pipeline.drafting import DraftReader, check_length
from onrecord.pipeline.engines import InlineEngine
from onrecord.pipeline.units import Read
from onrecord.record.store import Record
from onrecord.text.reading import DOCX, PDF, read_text
from onrecord.types.documents import RawDocument
from onrecord.types.errors import FileCannotBeRead, Issue

LIMITS = Config(document_megabytes=2, archive_megabytes=8, archive_members=200)
"""Small limits, so that what goes beyond them is met early."""

FAILURES = frozenset(
    {"extractor_failed", "layout_failed", "parser_failed", "resolver_failed", "reading_failed"}
)
"""Codes of issues by which the plan tells of an exception that it caught."""


class SomethingFailed(AssertionError):
    """A step of the plan raised; its issue was caught and says so."""


def _reads(media_type: str) -> Callable[[bytes], None]:
    def read(content: bytes) -> None:
        try:
            found = read_text(RawDocument("papers/x", content, media_type), LIMITS)
        except FileCannotBeRead:
            return
        found.text.encode()  # half a surrogate pair could not be stored
        at = 0
        for run in found.offset_map.runs:
            assert at <= run.start < run.end <= len(found.text), run
            at = run.end
        assert all(0 <= span.start < span.end <= len(found.text) for span in found.headings)

    return read


def read_word(content: bytes) -> None:
    """Read a Word file, or one made around `content`: a ZIP's checksums stop most changes."""
    _reads(DOCX)(content if content.startswith(b"PK") else word_file(content))


def _opens(name: str) -> Callable[[bytes], None]:
    def unpack(content: bytes) -> None:
        for found in open_file(
            Item(f"papers/{name}", name, io.BytesIO(content)), io.BytesIO(content), LIMITS
        ):
            found.path.encode()
            assert ".." not in found.path.split("/"), found.path
            if isinstance(found, Issue):
                assert found.message
                assert found.remedy
            else:
                _check_document(found)

    return unpack


def _check_document(raw: RawDocument) -> None:
    assert len(raw.content) <= LIMITS.document_megabytes << 20
    for said in (raw.metadata.url, raw.metadata.title, raw.metadata.date, raw.metadata.publisher):
        (said or "").encode()


def check_draft(content: bytes) -> None:
    """Read a draft, without the models, and hold it against a small record."""
    if content.startswith(b"PK"):
        media_type = DOCX
    elif content.startswith(b"<?xml"):
        content, media_type = word_file(content), DOCX
    else:
        media_type = "text/html" if content[:1] == b"<" else "text/markdown"
    record, reader = _record(), _reader()
    raw = RawDocument("draft", content, media_type)
    try:
        check_length(raw, LIMITS)
        drafted = reader.compare(raw, _read()(raw), record)
    except FileCannotBeRead:
        return
    failed = [issue for issue in drafted.issues if issue.code in FAILURES]
    if failed:
        raise SomethingFailed(failed[0].message)
    for compared in drafted.compared:
        assert compared.anchor.holds_in(drafted.findings.text)


@cache
def _reader() -> DraftReader:
    return DraftReader(LIMITS)


@cache
def _read() -> Read:
    return make_unparsed(LIMITS)


@cache
def _record() -> Record:
    folder = Path(tempfile.mkdtemp(prefix="fuzzed-"))
    papers = folder / "papers"
    papers.mkdir()
    (papers / "letter.txt").write_text(LETTER, "utf-8")
    (papers / "note.txt").write_text(PROSE, "utf-8")
    build([papers], folder / "papers.record", LIMITS, engine=InlineEngine(make_unparsed, LIMITS))
    return Record.open(folder / "papers.record")


def read_mail(content: bytes) -> None:
    """Open a mail for what it carries, and read its words."""
    _opens("x.eml")(content)
    _reads("message/rfc822")(content)


TARGETS: dict[str, Callable[[bytes], None]] = {
    "html": _reads("text/html"),
    "pdf": _reads(PDF),
    "docx": read_word,
    "eml": read_mail,
    "warc": _opens("x.warc"),
    "zip": _opens("x.zip"),
    "txt": _reads("text/plain"),
    "draft": check_draft,
}
"""Readers by the name of what they read; mail is both unpacked and read."""
