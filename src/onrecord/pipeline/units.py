"""The unit of work every engine maps: one document in, its findings or the reason there are none out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass

from onrecord.config import Config
from onrecord.types.documents import Metadata, RawDocument
from onrecord.types.errors import FileCannotBeRead, Issue
from onrecord.types.findings import DocumentFindings


@dataclass(frozen=True, slots=True)
class Unit:
    """One document to read, without its bytes: those lie in the record under `sha256`.

    `rules` is a hash of the versions of all that reads it.
    """

    document: str
    sha256: str
    path: str
    media_type: str
    metadata: Metadata
    container: str | None
    rules: str

    def raw(self, content: bytes) -> RawDocument:
        """Return the document as discovery found it."""
        return RawDocument(self.path, content, self.media_type, self.metadata, self.container)

    @property
    def fingerprint(self) -> str:
        """Hashes of all that its reading depends on, the rules first; equal ones give equal readings."""
        parts = [self.sha256, self.path, self.media_type, _read_from(self.metadata), self.container]
        own = hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()
        return f"{self.rules_mark}{own[:32]}"

    @property
    def rules_mark(self) -> str:
        """What the fingerprints of all documents read by the same rules begin with."""
        return f"{mark_of(self.rules)}-"


def _read_from(metadata: Metadata) -> dict[str, str | None]:
    """Return what of a document's metadata its reading depends on: not how confidential it is."""
    return {name: value for name, value in asdict(metadata).items() if name != "confidentiality"}


def mark_of(rules: str) -> str:
    """Return the part of a digest of rules that stands in fingerprints."""
    return rules[:32]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one unit: findings, or the issue that says why not."""

    unit: Unit
    findings: DocumentFindings | None = None
    issue: Issue | None = None


Fetch = Callable[[Unit], bytes]
"""Gives the bytes of a unit."""

Read = Callable[[RawDocument], DocumentFindings]
"""Reads one document."""

MakeReader = Callable[[Config], Read]
"""Makes the reader of one process: models and vocabularies are loaded here, once."""


LIMITS = frozenset({"took_too_long", "needs_more_memory", "worker_died"})
"""Codes of documents that may be read after all where the configuration allows more."""


def attempt(read: Read, unit: Unit, content: bytes) -> Outcome:
    """Return what reading `unit` gives; an exception becomes an issue, a lack of memory is passed on."""
    try:
        return Outcome(unit, findings=read(unit.raw(content)))
    except MemoryError:
        raise
    except FileCannotBeRead as error:
        return Outcome(unit, issue=error.issue)
    except Exception as error:  # one document must not end the build
        return Outcome(unit, issue=_unexpected(unit, error))


def _unexpected(unit: Unit, error: Exception) -> Issue:
    what = f"{type(error).__name__}: {error}"[:300]
    return Issue(
        path=unit.path,
        code="reading_failed",
        message=f"Reading this file failed unexpectedly ({what}).",
        remedy="Its bytes are kept in the record. Report this with the file, if you may share it.",
    )


def out_of_memory(unit: Unit, megabytes: int) -> Issue:
    """Return the issue of a document that needs more memory than a worker may use."""
    return Issue(
        path=unit.path,
        code="needs_more_memory",
        message=f"Reading this file needs more than the {megabytes} MB a worker may use.",
        remedy="Raise worker_megabytes in the configuration, or split the file.",
    )


def took_too_long(unit: Unit, seconds: int) -> Issue:
    """Return the issue of a document that was still being read when its time was up."""
    return Issue(
        path=unit.path,
        code="took_too_long",
        message=f"Reading this file took longer than {seconds} s and was stopped.",
        remedy="Raise document_seconds in the configuration, or split the file.",
    )


def worker_died(unit: Unit, how: str) -> Issue:
    """Return the issue of a document that ended the process reading it, twice."""
    return Issue(
        path=unit.path,
        code="worker_died",
        message=f"The process reading this file ended twice without an answer ({how}).",
        remedy="The file may be damaged: open it in another program and save it anew.",
    )
