"""Phase 2: the resolvers in order over what the record holds, run only where something changed."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.pipeline.dividing import WHOLE_RECORD, Hands, divided
from onrecord.pipeline.keying import rules_of
from onrecord.pipeline.progress import Progress, Tell
from onrecord.record.store import Record
from onrecord.types.errors import Issue, RecordCannotBeOpened, RecordCannotBeWritten
from onrecord.types.findings import Changes, Resolver


def resolve_all(
    record: Record, resolvers: Sequence[Resolver], tell: Tell, hands: Hands | None = None
) -> None:
    """Run the resolvers over what changed; what goes wrong becomes issues of the record.

    With `hands`, units of the resolvers that can be divided are worked on in several processes.

    Nothing is marked as done before the last one is, so a killed run compares all documents again. Where a
    resolver raises, nothing is marked as compared by it: the next build tries again.
    """
    rules = rules_of(resolvers)
    changes = record.begin_comparing(rules)
    if not changes:
        return
    failures: list[Issue] = []
    for done, resolver in enumerate(resolvers):
        tell(Progress("resolve", done, len(resolvers), resolver.name))
        changes = changes.with_(_resolve(record, resolver, changes, failures, hands))
    tell(Progress("resolve", len(resolvers), len(resolvers)))
    record.save_issues(WHOLE_RECORD, failures)
    record.end_comparing(f"{rules} (not all)" if failures else rules)


def _resolve(
    record: Record, resolver: Resolver, changes: Changes, failures: list[Issue], hands: Hands | None
) -> Changes:
    """Run one resolver over its units; where it raises, its stage is left empty rather than stale."""
    name, version = resolver.name, resolver.version
    try:
        units = None if changes.everything else frozenset(resolver.units(record, changes))
        items = divided(record, resolver, units, hands)
        return record.replace_resolved(name, version, items, units).changes
    except (RecordCannotBeOpened, RecordCannotBeWritten, MemoryError):
        raise
    except Exception as error:  # one module must not cost the record
        record.replace_resolved(name, version, ())
        failures.append(_failed(resolver, error))
        return Changes(everything=True)


def _failed(resolver: Resolver, error: Exception) -> Issue:
    what = f"{type(error).__name__}: {error}"[:300]
    return Issue(
        path=WHOLE_RECORD,
        code="resolver_failed",
        message=f"Comparing documents failed in {resolver.name} ({what}); its rows are missing.",
        remedy="Report this. Every document's own rows are complete.",
    )
