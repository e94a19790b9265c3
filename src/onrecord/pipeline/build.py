"""Building a record: sources into custody, documents read, documents compared, search refreshed.

A build killed at any moment is continued by running it again: each document is saved in one
transaction with the fingerprint of its reading, and one whose fingerprint is unchanged is not read.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from onrecord.config import Config
from onrecord.ingest.addresses import Address, is_address
from onrecord.ingest.discovery import discover, root_of
from onrecord.pipeline.engines import Engine, LocalEngine
from onrecord.pipeline.keying import rekey
from onrecord.pipeline.plan import digest_of, make_tools, read_document, versions
from onrecord.pipeline.progress import Progress, Stopwatch, Tell, tell_nobody
from onrecord.pipeline.resolving import resolve_all
from onrecord.pipeline.units import LIMITS, Outcome, Read, Unit, mark_of
from onrecord.record import build_log
from onrecord.record.address import Address as RecordAddress
from onrecord.record.catalogue import Catalogue
from onrecord.record.passages import passages_of
from onrecord.record.receipts import root_named_in
from onrecord.record.store import Record
from onrecord.types.documents import RawDocument
from onrecord.types.errors import Issue, OnRecordError
from onrecord.types.findings import DocumentFindings

CLEAN, FAILED, WITH_ISSUES = 0, 1, 3
"""Exit statuses of a build; 2 is a usage error, as everywhere."""


class NothingToRead(OnRecordError):
    """None of the paths given to a build exists, or two of them have one name."""


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did: documents in the record, and what became of each; rows by type; issues.

    `took` are the seconds of each stage (rekey, discover, read, resolve, index) and of each resolver.
    """

    documents: int
    read: int
    unchanged: int
    failed: int
    retired: int
    rows: Mapping[str, int]
    issues: tuple[Issue, ...]
    seconds: float
    took: Mapping[str, float] = field(default_factory=dict)

    @property
    def errors(self) -> int:
        """How many issues mean that content was lost to the record."""
        return sum(issue.severity == "error" for issue in self.issues)

    @property
    def exit_status(self) -> int:
        """0 where everything was read, 3 where something could not be."""
        return WITH_ISSUES if self.errors else CLEAN


@dataclass(slots=True)
class _Root:
    """One path given to the build, and what was found under it."""

    name: str
    given: Path | Address
    found: dict[str, str] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)

    @property
    def is_there(self) -> bool:
        return self.given.exists()

    def origin(self, path: str) -> str:
        """Return where a document with this path was received from."""
        whole = self.given.shown if isinstance(self.given, Address) else str(self.given.resolve())
        return f"{whole}{path.removeprefix(self.name)}"


@dataclass(slots=True)
class _Tally:
    read: list[str] = field(default_factory=list)
    unchanged: int = 0
    failed: int = 0


def make_reader(config: Config) -> Read:
    """Return the reader of one process, its models loaded."""
    tools = make_tools(config)
    tools.warm_up()

    def read(raw: RawDocument) -> DocumentFindings:
        return read_document(raw, tools)

    return read


def rules_here(config: Config) -> str:
    """Return the hash of the versions of all that reads a document on this machine."""
    return digest_of(versions(make_tools(config)))


def build(
    paths: Sequence[Path | str],
    output: Path | str | RecordAddress,
    config: Config | None = None,
    progress: Tell | None = None,
    engine: Engine | None = None,
) -> BuildReport:
    """Build or continue the record at `output` from files and folders; return what was done.

    A path with `://` in it is an address of shared storage (`ingest.addresses`).
    Raises OnRecordError where nothing can be built; what single documents suffer is in the report.
    Documents of an earlier build of the same folder that are no longer there are retired, not deleted.
    """
    config, tell = config or Config(), Stopwatch(progress or tell_nobody)
    started = time.monotonic()
    roots = _roots(paths)
    tools = make_tools(config)
    known = versions(tools)
    digest = digest_of(known)
    with Record.create(output) as record:
        record.keep_versions(mark_of(digest), known)
        before = build_log.before(record)
        rekey(record, tools.resolvers, tell)
        units = _take_in(record, roots, config, digest, tell)
        engine = engine or LocalEngine(make_reader, config)
        record.class_documents(config.confidentiality)
        tally = _read(record, units, engine, config, tell)
        for root in roots:
            record.save_issues(root.name, root.issues)
            if root.is_there:  # a disk that is not mounted has not lost its documents
                record.seen(root.name, root.found)
        record.class_documents()
        with engine.hands(record) as hands:
            resolve_all(record, tools.resolvers, tell, hands)
        after = build_log.note(record, before, tally.read, tally.failed).documents
        _index(record, tell)
        tell.stop()
        return BuildReport(
            documents=len(after),
            read=len(tally.read),
            unchanged=tally.unchanged,
            failed=tally.failed,
            retired=len(before.documents - after),
            rows=record.counts(),
            issues=tuple(record.issues()),
            seconds=time.monotonic() - started,
            took=dict(tell.seconds),
        )


def _index(record: Record, tell: Tell) -> None:
    """Bring what pages and search go by up to the record."""
    tell(Progress("index", 0, 2))
    passages_of(record).refresh()
    tell(Progress("index", 1, 2))
    catalogue = Catalogue(record)
    catalogue.refresh()
    catalogue.close()
    tell(Progress("index", 2, 2))


def _roots(paths: Sequence[Path | str]) -> list[_Root]:
    roots: dict[str, _Root] = {}
    places = [_place(given) for given in paths]
    if not any(given.exists() for given in places):
        named = ", ".join(str(given) for given in places)
        raise NothingToRead(f"{named}: there is no such file or folder. Check the path.")
    for given in places:
        if isinstance(given, Path) and (given / "record.toml").is_file():
            raise NothingToRead(f"{given}: this is a record. Give the folder of documents it was built from.")
        root = _Root(root_of(given), given)
        known = roots.setdefault(root.name, root)
        if known.origin(root.name) != root.origin(root.name):
            raise NothingToRead(
                f"{given}: {known.given} has the same name. Rename one, or build from the folder above them."
            )
    return list(roots.values())


def _place(given: Path | str) -> Path | Address:
    return Address(str(given)) if is_address(given) else Path(given)


def _take_in(record: Record, roots: list[_Root], config: Config, digest: str, tell: Tell) -> list[Unit]:
    """Put every source into custody; return one unit a document, in path order.

    Of several files with the same bytes the first by path is the document.
    """
    chosen: dict[str, Unit] = {}
    for root in roots:
        if not root.is_there:
            root.issues.append(_missing(root))
            continue
        for item in discover([root.given], config):
            if isinstance(item, Issue):
                root.issues.append(item)
            else:
                unit = _put_source(record, item, root, digest)
                chosen[unit.document] = min(chosen.get(unit.document, unit), unit, key=_by_path)
                root.found[item.path] = unit.document
                tell(Progress("discover", len(chosen), None, item.path))
    for root in roots:
        root.issues.extend(_same_bytes(root.found, chosen))
    return sorted(chosen.values(), key=_by_path)


def _missing(root: _Root) -> Issue:
    return Issue(
        path=str(root.given),
        code="no_such_path",
        message="There is no such file or folder.",
        remedy="Check the path. What the record holds of it from an earlier build stays.",
    )


def _put_source(record: Record, raw: RawDocument, root: _Root, digest: str) -> Unit:
    sha256 = record.put_source(
        raw.content,
        path=raw.path,
        media_type=raw.media_type,
        metadata=raw.metadata,
        container=raw.container,
        origin=root.origin(raw.path),
    )
    return Unit(raw.id, sha256, raw.path, raw.media_type, raw.metadata, raw.container, digest)


def _same_bytes(found: Mapping[str, str], chosen: Mapping[str, Unit]) -> Iterator[Issue]:
    for path, document in sorted(found.items()):
        first = chosen[document].path
        if path != first:
            yield Issue(
                path=path,
                code="same_bytes",
                message=f"This file has the same bytes as {first}: they are one document.",
                remedy="Nothing needs doing; the copy is counted once.",
                severity="notice",
            )


def _read(record: Record, units: Sequence[Unit], engine: Engine, config: Config, tell: Tell) -> _Tally:
    """Read what changed and save each document as it is finished."""
    limits = f"-{config.document_seconds}s-{config.worker_megabytes}MB"
    roots = {root_named_in(unit.path) for unit in units}
    known = record.fingerprints(unit.document for unit in units)
    changed = [unit for unit in units if not _is_read(record, unit, known.get(unit.document), roots, limits)]
    tally = _Tally(unchanged=len(units) - len(changed))
    tell(Progress("read", 0, len(changed)))
    outcomes = engine.run(changed, lambda unit: record.source(unit.sha256))
    for done, outcome in enumerate(outcomes, start=1):
        _save(record, outcome, limits, tally)
        tell(Progress("read", done, len(changed), outcome.unit.path))
    return tally


def _is_read(record: Record, unit: Unit, known: str | None, roots: Collection[str], limits: str) -> bool:
    """Tell whether the record holds this unit's reading, or knows that it cannot be read within the limits.

    `known` is the fingerprint of the last attempt. A document that lies as well in a folder of an earlier
    build, under a path that comes first, was read as that one.
    """
    if known is None or known in (unit.fingerprint, unit.fingerprint + limits):
        return known is not None
    shown = record.document(unit.document) if known.startswith(unit.rules_mark) else None
    return shown is not None and shown.path < unit.path and root_named_in(shown.path) not in roots


def _save(record: Record, outcome: Outcome, limits: str, tally: _Tally) -> None:
    unit = outcome.unit
    if outcome.findings is not None:
        record.save_document(outcome.findings, unit.fingerprint)
        tally.read.append(unit.document)
    elif outcome.issue is not None:
        fingerprint = unit.fingerprint + (limits if outcome.issue.code in LIMITS else "")
        record.save_failure(unit.document, unit.path, unit.sha256, outcome.issue, fingerprint)
        tally.failed += 1


def _by_path(unit: Unit) -> str:
    return unit.path
