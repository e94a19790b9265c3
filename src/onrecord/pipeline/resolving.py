"""Phase 2: the resolvers in order over what the record holds, run only where something changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from onrecord.pipeline.progress import Progress, Tell
from onrecord.record.store import Record
from onrecord.types.errors import Issue, RecordCannotBeOpened, RecordCannotBeWritten
from onrecord.types.findings import Redirect, Resolver
from onrecord.types.rows import Row

TEXTS_AT_HAND = 256
"""Texts kept while anchors of resolved rows are checked: a resolver goes through documents in order."""

WHOLE_RECORD = "(whole record)"
"""Stands for the path where an issue is of no single file."""


def stamp_of(record: Record, resolvers: Sequence[Resolver]) -> str:
    """Return a hash of the documents as they were read and the resolvers as they are."""
    whole = hashlib.sha256()
    for row in record.documents():
        whole.update(f"{row.id} {record.fingerprint(row.id)} {row.path}\n".encode())
    for resolver in resolvers:
        whole.update(f"{resolver.name} {resolver.version}\n".encode())
    return whole.hexdigest()


def resolve_all(record: Record, resolvers: Sequence[Resolver], tell: Tell) -> None:
    """Run the resolvers where a document or a rule changed; what goes wrong becomes issues of the record.

    Nothing is marked as done before the last one is, so a killed run starts phase 2 again. A resolver
    that raised would raise again: it is not tried before a document or a rule changes.
    """
    stamp = stamp_of(record, resolvers)
    if not record.needs_resolving(stamp):
        return
    issues: list[Issue] = []
    for done, resolver in enumerate(resolvers):
        tell(Progress("resolve", done, len(resolvers), resolver.name))
        issues.extend(_resolve(record, resolver))
    tell(Progress("resolve", len(resolvers), len(resolvers)))
    record.save_issues(WHOLE_RECORD, issues)
    record.mark_resolved(stamp)


def _resolve(record: Record, resolver: Resolver) -> list[Issue]:
    """Run one resolver; where it raises, its stage is left empty rather than stale."""
    issues: list[Issue] = []
    try:
        items = checked(record, resolver.resolve(record), resolver.name, issues)
        record.replace_resolved(resolver.name, resolver.version, items)
    except (RecordCannotBeOpened, RecordCannotBeWritten, MemoryError):
        raise
    except Exception as error:  # one module must not cost the record
        record.replace_resolved(resolver.name, resolver.version, ())
        issues.append(_failed(resolver, error))
    return issues


def checked(
    record: Record, items: Iterable[Row | Redirect], name: str, issues: list[Issue]
) -> Iterator[Row | Redirect]:
    """Yield the items whose every anchor quotes its document exactly; the others become issues."""
    text_of = lru_cache(TEXTS_AT_HAND)(record.text)
    for item in items:
        if isinstance(item, Redirect) or all(
            anchor.holds_in(text_of(anchor.document)) for anchor in item.anchors()
        ):
            yield item
        else:
            issues.append(_orphan(name, item))


def _orphan(name: str, row: Row) -> Issue:
    return Issue(
        path=WHOLE_RECORD,
        code="anchor_does_not_hold",
        message=f"{name} made a {row.row_type} that does not quote its document exactly; it was left out.",
        remedy="Report this.",
    )


def _failed(resolver: Resolver, error: Exception) -> Issue:
    what = f"{type(error).__name__}: {error}"[:300]
    return Issue(
        path=WHOLE_RECORD,
        code="resolver_failed",
        message=f"Comparing documents failed in {resolver.name} ({what}); its rows are missing.",
        remedy="Report this. Every document's own rows are complete.",
    )
