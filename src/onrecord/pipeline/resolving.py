"""Phase 2: the resolvers in order over what the record holds, run only where something changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from onrecord.pipeline.keying import rules_of
from onrecord.pipeline.progress import Progress, Tell
from onrecord.record.store import Record
from onrecord.types.errors import Issue, RecordCannotBeOpened, RecordCannotBeWritten
from onrecord.types.findings import Changes, Made, Redirect, Resolver, Told
from onrecord.types.rows import Row

TEXTS_AT_HAND = 256
"""Texts kept while anchors of resolved rows are checked: a resolver goes through documents in order."""

WHOLE_RECORD = "(whole record)"
"""Stands for the path where an issue is of no single file."""


def resolve_all(record: Record, resolvers: Sequence[Resolver], tell: Tell) -> None:
    """Run the resolvers over what changed; what goes wrong becomes issues of the record.

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
        changes = changes.with_(_resolve(record, resolver, changes, failures))
    tell(Progress("resolve", len(resolvers), len(resolvers)))
    record.save_issues(WHOLE_RECORD, failures)
    record.end_comparing(f"{rules} (not all)" if failures else rules)


def _resolve(record: Record, resolver: Resolver, changes: Changes, failures: list[Issue]) -> Changes:
    """Run one resolver over its units; where it raises, its stage is left empty rather than stale."""
    name, version = resolver.name, resolver.version
    try:
        units = None if changes.everything else frozenset(resolver.units(record, changes))
        items = checked(record, resolver.resolve(record, units), name)
        return record.replace_resolved(name, version, items, units).changes
    except (RecordCannotBeOpened, RecordCannotBeWritten, MemoryError):
        raise
    except Exception as error:  # one module must not cost the record
        record.replace_resolved(name, version, ())
        failures.append(_failed(resolver, error))
        return Changes(everything=True)


def checked(record: Record, items: Iterable[Made], name: str) -> Iterator[Made | Told]:
    """Yield the items whose every anchor quotes its document exactly; the others become issues."""
    text_of = lru_cache(TEXTS_AT_HAND)(record.text)
    for made in items:
        item = made.item
        if isinstance(item, Redirect) or all(
            anchor.holds_in(text_of(anchor.document)) for anchor in item.anchors()
        ):
            yield made
        else:
            yield Told(made.unit, _orphan(name, item))


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
