"""The passages of a record found by their words, wherever the record lies."""

from __future__ import annotations

from onrecord.record.search import Passages, StillPassages
from onrecord.record.store import Record


def passages_of(record: Record) -> Passages:
    """Return the search index of a record, brought up to it when it is asked."""
    return _on_a_server(record) if record.is_on_a_server else Passages(record)


def still_passages_of(record: Record) -> Passages:
    """Return the search index of a record as it lies, which is never written to."""
    return _on_a_server(record) if record.is_on_a_server else StillPassages(record)


def _on_a_server(record: Record) -> Passages:
    from onrecord.record.postgresql_search import ServerPassages  # noqa: PLC0415  (not for a folder)

    return ServerPassages(record)
