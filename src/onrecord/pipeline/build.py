"""Building a record: sources into custody, documents read, documents compared, search refreshed.

A build killed at any moment is continued by running it again: each document is saved in one
transaction with the fingerprint of its reading, and one whose fingerprint is unchanged is not read.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from onrecord.config import Config
from onrecord.ingest.discovery import discover, root_of
from onrecord.pipeline.engines import Engine, LocalEngine
from onrecord.pipeline.plan import digest_of, fingerprint_of, make_tools, read_document, versions
from onrecord.pipeline.progress import Progress, Tell, tell_nobody
from onrecord.pipeline.resolving import resolve_all
from onrecord.pipeline.units import Outcome, Read, Unit
from onrecord.record.search import Passages
from onrecord.record.store import Record
from onrecord.types.documents import RawDocument
from onrecord.types.errors import Issue, OnRecordError
from onrecord.types.findings import DocumentFindings

CLEAN, FAILED, WITH_ISSUES = 0, 1, 3
"""Exit statuses of a build; 2 is a usage error, as everywhere."""


class NothingToRead(OnRecordError):
    """A path given to a build does not exist, or two of them have one name."""


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did: documents in the record, and what became of each; rows by type; issues."""

    documents: int
    read: int
    unchanged: int
    failed: int
    retired: int
    rows: Mapping[str, int]
    issues: tuple[Issue, ...]
    seconds: float

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
    given: Path
    found: dict[str, str] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)


@dataclass(slots=True)
class _Tally:
    read: int = 0
    unchanged: int = 0
    failed: int = 0


def make_reader(config: Config) -> Read:
    """Return the reader of one process, its models loaded."""
    tools = make_tools(config)
    tools.warm_up()

    def read(raw: RawDocument) -> DocumentFindings:
        return read_document(raw, tools)

    return read


def build(
    paths: Sequence[Path | str],
    output: Path | str,
    config: Config | None = None,
    progress: Tell | None = None,
    engine: Engine | None = None,
) -> BuildReport:
    """Build or continue the record at `output` from files and folders; return what was done.

    Raises OnRecordError where nothing can be built; what single documents suffer is in the report.
    Documents of an earlier build of the same folder that are no longer there are retired, not deleted.
    """
    config, tell = config or Config(), progress or tell_nobody
    started = time.monotonic()
    roots = _roots(paths)
    tools = make_tools(config)
    digest = digest_of(versions(tools))
    with Record.create(Path(output)) as record:
        before = {row.id for row in record.documents()}
        units = _take_in(record, roots, config, digest, tell)
        tally = _read(record, units, engine or LocalEngine(make_reader, config), tell)
        for root in roots:
            record.save_issues(root.name, root.issues)
            record.seen(root.name, root.found)
        resolve_all(record, tools.resolvers, tell)
        tell(Progress("index", 0, 1))
        Passages(record).refresh()
        tell(Progress("index", 1, 1))
        after = {row.id for row in record.documents()}
        return BuildReport(
            documents=len(after),
            read=tally.read,
            unchanged=tally.unchanged,
            failed=tally.failed,
            retired=len(before - after),
            rows=record.counts(),
            issues=tuple(record.issues()),
            seconds=time.monotonic() - started,
        )


def _roots(paths: Sequence[Path | str]) -> list[_Root]:
    roots: dict[str, _Root] = {}
    for given in map(Path, paths):
        if not given.exists():
            raise NothingToRead(f"{given}: there is no such file or folder. Check the path.")
        name = root_of(given)
        known = roots.get(name)
        if known is not None and known.given.resolve() != given.resolve():
            raise NothingToRead(
                f"{given}: {known.given} has the same name. Rename one, or build from the folder above them."
            )
        roots[name] = _Root(name, given)
    return list(roots.values())


def _take_in(record: Record, roots: list[_Root], config: Config, digest: str, tell: Tell) -> list[Unit]:
    """Put every source into custody; return one unit a document, in path order.

    Of several files with the same bytes the first by path is the document.
    """
    chosen: dict[str, Unit] = {}
    for root in roots:
        for item in discover([root.given], config):
            if isinstance(item, Issue):
                root.issues.append(item)
            elif not _is_our_own(item, root, record.path):
                unit = _put_source(record, item, root, digest)
                chosen[unit.document] = min(chosen.get(unit.document, unit), unit, key=_by_path)
                root.found[item.path] = unit.document
                tell(Progress("discover", len(chosen), None, item.path))
    for root in roots:
        root.issues.extend(_same_bytes(root.found, chosen))
    return sorted(chosen.values(), key=_by_path)


def _is_our_own(raw: RawDocument, root: _Root, record: Path) -> bool:
    """Tell whether a file belongs to the record being built, where that lies inside the folder read."""
    place = record.resolve()
    if not place.is_relative_to(root.given.resolve()):
        return False
    return raw.path.startswith(f"{root.name}/{place.relative_to(root.given.resolve()).as_posix()}/")


def _put_source(record: Record, raw: RawDocument, root: _Root, digest: str) -> Unit:
    sha256 = record.put_source(
        raw.content,
        path=raw.path,
        media_type=raw.media_type,
        metadata=raw.metadata,
        container=raw.container,
        origin=f"{root.given.resolve()}{raw.path.removeprefix(root.name)}",
    )
    fingerprint = fingerprint_of(sha256, raw.path, raw.media_type, raw.metadata, digest)
    return Unit(raw.id, sha256, raw.path, raw.media_type, raw.metadata, raw.container, fingerprint)


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


def _read(record: Record, units: Sequence[Unit], engine: Engine, tell: Tell) -> _Tally:
    """Read what changed and save each document as it is finished."""
    changed = [unit for unit in units if record.fingerprint(unit.document) != unit.fingerprint]
    tally = _Tally(unchanged=len(units) - len(changed))
    tell(Progress("read", 0, len(changed)))
    outcomes = engine.run(changed, lambda unit: record.source(unit.sha256))
    for done, outcome in enumerate(outcomes, start=1):
        _save(record, outcome, tally)
        tell(Progress("read", done, len(changed), outcome.unit.path))
    return tally


def _save(record: Record, outcome: Outcome, tally: _Tally) -> None:
    unit = outcome.unit
    if outcome.findings is not None:
        record.save_document(outcome.findings, unit.fingerprint)
        tally.read += 1
    elif outcome.issue is not None:
        record.save_failure(unit.document, unit.path, unit.sha256, outcome.issue, unit.fingerprint)
        tally.failed += 1


def _by_path(unit: Unit) -> str:
    return unit.path
