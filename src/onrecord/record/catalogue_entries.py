"""Entries read from the catalogue with their rows, and the first of each list that have some words."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from heapq import nsmallest

from onrecord.record.catalogue_conditions import matching
from onrecord.record.catalogue_opened import Opened
from onrecord.record.catalogue_query import RowEntry
from onrecord.record.catalogue_tables import SHELF, TYPES
from onrecord.record.lookup import rows_with
from onrecord.record.query import understand
from onrecord.types.codec import from_json
from onrecord.types.identity import LETTERS
from onrecord.types.rows import Row

MOST_TOGETHER = 100_000
"""Entries with some words that are gone through for the beginnings of all lists: some 100 ms."""


def entries_of(opened: Opened, keys: Sequence[int]) -> Iterator[tuple[int, tuple[str, RowEntry]]]:
    """Yield of each of some keys its entry with the id of its row, without what reviewers left beside it."""
    columns = "key, id, shelf, state, mentions, documents, payload"
    query = f"SELECT {columns} FROM entries WHERE key IN (SELECT value FROM json_each(?))"
    lines = opened.catalogue.execute(query, (json.dumps(keys),)).fetchall()
    rows: dict[str, Row] = {
        id_: opened.shown(from_json(payload)) for _, id_, *_, payload in lines if payload is not None
    }
    rows |= rows_with(opened.reader, (line[1] for line in lines if line[-1] is None))
    for key, id_, shelf, state, mentions, documents, _ in lines:
        if id_ in rows:
            of_an_ask = state if shelf == SHELF["ask"] else None
            yield key, (id_, RowEntry(rows[id_], mentions, documents, of_an_ask))


def actors_with(opened: Opened, ids: Iterable[str]) -> dict[str, Row]:
    """Return the actors that are shown under some ids, with their first mentions alone.

    One that the catalogue keeps in no entry is left out.
    """
    asked = {id_: end for id_, end in opened.ends(ids).items() if end[:1] == LETTERS["actor"]}
    query = "SELECT key FROM entries WHERE id IN (SELECT value FROM json_each(?)) AND payload IS NOT NULL"
    keys = [key for (key,) in opened.catalogue.execute(query, (json.dumps(sorted(set(asked.values()))),))]
    rows = {id_: entry.row for _, (id_, entry) in entries_of(opened, keys)}
    return {id_: rows[end] for id_, end in asked.items() if end in rows}


def beginnings(opened: Opened, words: str, limit: int) -> dict[str, tuple[list[int], int]] | None:
    """Return of each list but links the first entries with some words, and how many of them it has.

    None where more than MOST_TOGETHER entries have the words.
    """
    part = understand(words).part
    if part is None:
        return {}
    query = (
        "SELECT e.shelf, e.key FROM words w CROSS JOIN entries e ON e.key = w.rowid"
        f" WHERE words MATCH ? AND e.shelf > 0 LIMIT {MOST_TOGETHER + 1}"
    )
    found = opened.catalogue.execute(query, (matching(part),)).fetchall()
    if len(found) > MOST_TOGETHER:
        return None
    keys: dict[int, list[int]] = {}
    for shelf, key in found:
        keys.setdefault(shelf, []).append(key)
    listed = {name: keys.get(SHELF[name], []) for name in TYPES if name != "document_link"}
    return {name: (nsmallest(limit, held), len(held)) for name, held in listed.items()}
