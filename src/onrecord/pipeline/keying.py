"""Keys under which documents meet, made anew from what reading found where the rules for them changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from onrecord.pipeline.progress import Progress, Tell
from onrecord.record.store import Record
from onrecord.types.errors import RecordCannotBeOpened, RecordCannotBeWritten
from onrecord.types.findings import BlockKey, DocumentFindings, Resolver


def rules_of(resolvers: Sequence[Resolver]) -> str:
    """Return the resolvers as they are, in order: their names and versions."""
    return ", ".join(f"{resolver.name} {resolver.version}" for resolver in resolvers)


def keys_of(findings: DocumentFindings, resolver: Resolver) -> Iterator[BlockKey]:
    """Yield the keys that one resolver gives a document, each once, in order."""
    yield from sorted(set(resolver.keys(findings)))


def rekey(record: Record, resolvers: Sequence[Resolver], tell: Tell) -> None:
    """Make the keys of all documents anew where the resolvers are not those that made them.

    No document is read again for it. A resolver that raises on a document leaves it without its keys, as
    it does when the document is read.
    """
    rules = rules_of(resolvers)
    if record.keyed_by() == rules:
        return
    documents = record.read_documents()
    for done, document in enumerate(documents):
        tell(Progress("rekey", done, len(documents)))
        record.replace_keys(document, _all_keys(record.findings(document), resolvers))
    record.mark_keyed(rules)


def _all_keys(findings: DocumentFindings, resolvers: Sequence[Resolver]) -> Iterator[BlockKey]:
    for resolver in resolvers:
        try:
            yield from list(keys_of(findings, resolver))
        except (RecordCannotBeOpened, RecordCannotBeWritten, MemoryError):
            raise
        except Exception:  # noqa: S112  (one module must not cost the record; reading told of it)
            continue
