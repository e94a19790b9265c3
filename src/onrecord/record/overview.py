"""What a record holds at a glance, told from the catalogue where it is up to date."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from onrecord.record.catalogue_building import known_of
from onrecord.record.catalogue_tables import NAME, SHELF, TYPES, connect_to_read
from onrecord.record.store import Record
from onrecord.types.ranking import OF_ONE_KIND, first_of_each_kind
from onrecord.types.rows import EXPORTED_TYPES, Finding

MET_FIRST = 8
"""Findings that are told: what a person reads before they scroll."""


@dataclass(frozen=True, slots=True)
class Overview:
    """Documents by kind, most first, with their first and last dates; rows by type; what to look at first."""

    kinds: Mapping[str, int]
    dates: tuple[str, str] | None
    rows: Mapping[str, int]
    findings: tuple[Finding, ...]


def overview_of(record: Record) -> Overview:
    """Return what a record holds at a glance; where its catalogue is behind, all of it is gone through."""
    path = record.index / NAME
    known = known_of(path)
    if known is None or (known.record, known.counter) != record.standing():
        return gone_through(record)
    connection = connect_to_read(path)
    try:
        return _told_by(connection, record)
    finally:
        connection.close()


def gone_through(record: Record) -> Overview:
    """Return what a record holds, from its documents and findings themselves."""
    documents = tuple(record.documents())
    kinds = Counter(row.kind for row in documents)
    dates = sorted(row.date.edtf for row in documents if row.date is not None)
    return Overview(
        dict(sorted(kinds.items(), key=lambda item: (-item[1], item[0]))),
        (dates[0], dates[-1]) if dates else None,
        {name: count for name, count in record.counts().items() if count and name in EXPORTED_TYPES},
        tuple(first_of_each_kind(record.rows(Finding))[:MET_FIRST]),
    )


def _told_by(connection: sqlite3.Connection, record: Record) -> Overview:
    shelves = dict(connection.execute("SELECT shelf, SUM(n) FROM cube GROUP BY shelf").fetchall())
    kinds = connection.execute(
        "SELECT kind, SUM(n) AS many FROM cube WHERE shelf = ? GROUP BY kind HAVING many > 0"
        " ORDER BY many DESC, kind",
        (SHELF["document"],),
    ).fetchall()
    dates = connection.execute("SELECT min(edtf), max(edtf) FROM papers WHERE edtf <> ''").fetchone()
    return Overview(
        dict(kinds), dates if dates[0] else None, _by_type(shelves), _first_findings(connection, record)
    )


def _by_type(shelves: Mapping[int, int]) -> dict[str, int]:
    """Return how many rows of each type there are, those that no list shows among them."""
    counts = {name: shelves.get(SHELF[name], 0) + shelves.get(-SHELF[name], 0) for name in TYPES}
    counts["document_link"] += counts.pop("wanted")
    return {name: count for name, count in counts.items() if count}


def _first_findings(connection: sqlite3.Connection, record: Record) -> tuple[Finding, ...]:
    """Return the findings that are met first: a few of each kind are looked at, more where these are few."""
    for of_each in (OF_ONE_KIND, MET_FIRST):
        ids = connection.execute(
            "SELECT id FROM (SELECT id, key, row_number() OVER (PARTITION BY severity, kind ORDER BY key)"
            " AS turn FROM entries WHERE shelf = ?) WHERE turn <= ? ORDER BY key",
            (SHELF["finding"], of_each),
        ).fetchall()
        if len(ids) >= MET_FIRST:
            break
    found = record.rows_with(id_ for (id_,) in ids)
    findings = [row for row in found.values() if isinstance(row, Finding)]
    return tuple(first_of_each_kind(findings)[:MET_FIRST])
