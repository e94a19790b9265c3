"""What changed since documents were last compared: which documents, by which rules, after which decisions."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, delete, func, select

from onrecord.record.database import change_counter, read_meta, set_meta
from onrecord.record.decisions import TELLING, Decision, active, all_of
from onrecord.record.receipts import in_parts
from onrecord.record.schema import (
    block_keys,
    documents,
    meta,
    resolved_documents,
    rows,
    stale_keys,
)
from onrecord.types.findings import Changes

STAMP = "resolved"
"""The name under which it is kept how the record stood when documents were last compared."""

MOST_CHANGED = 0.1
"""Share of the documents beyond which comparing all of them anew costs less than telling what to redo."""

FEW = 50
"""Documents that may change in a small record before all are compared anew."""


_NUMBERS = select(documents.c.number).where(documents.c.id.in_(bindparam("ids", expanding=True)))

_KEYS = tuple(
    select(table.c.key).where(
        table.c.document_number == bindparam("number"), table.c.stage.concat("") == bindparam("stage")
    )
    for table in (block_keys, stale_keys)
)
"""Keys of one document. Were the stage asked for as it is, SQLite would go through all of its keys."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a record stood when documents were last compared."""

    counter: int
    rules: str
    decisions: tuple[int, ...]


EVERYTHING = Changes(everything=True)
"""Changes after which every unit is resolved anew."""


def last_standing(connection: Connection) -> Standing | None:
    """Return how the record stood, None where documents were never compared, or not to the end."""
    kept = read_meta(connection, STAMP)
    if not kept or not kept.startswith("["):
        return None
    counter, rules, made = json.loads(kept)
    return Standing(counter, rules, tuple(made))


def keep_standing(connection: Connection, rules: str, decided: Iterable[int] | None = None) -> None:
    """Keep how the record stands, now that documents are compared after the decisions `decided`.

    A decision that came while they were compared is not among these: it calls for another comparison.
    """
    known = telling(connection) if decided is None else sorted(decided)
    standing = [change_counter(connection) + 1, rules, known]
    set_meta(connection, STAMP, json.dumps(standing))
    connection.execute(delete(stale_keys))


def forget_standing(connection: Connection) -> None:
    """Take away how the record stood: until `keep_standing`, nothing is known to be compared."""
    connection.execute(delete(meta).where(meta.c.name == STAMP))


def changed(connection: Connection, rules: str) -> Changes:
    """Return what changed since documents were last compared; EVERYTHING where that is too much to tell."""
    last = last_standing(connection)
    if last is None or last.rules != rules:
        return EVERYTHING
    found = set(connection.scalars(select(documents.c.id).where(documents.c.changed > last.counter)))
    here = {made.id: made for made in all_of(connection)}
    ids = set(telling(connection)) ^ set(last.decisions)
    found |= _documents_of(connection, [here[made] for made in ids if made in here])
    total = connection.scalar(select(func.count()).select_from(documents)) or 0
    return EVERYTHING if len(found) > max(FEW, MOST_CHANGED * total) else Changes(frozenset(found))


def telling(connection: Connection) -> list[int]:
    """Return the decisions that hold and that comparing has to know of."""
    return sorted(made.id for made in active(connection) if made.action in TELLING)


def _documents_of(connection: Connection, made: Iterable[Decision]) -> set[str]:
    """Return the documents whose rows some decisions are on."""
    ids: set[str] = set()
    for decision in made:
        ids.add(decision.row)
        if isinstance(decision.value, Mapping) and "other" in decision.value:
            ids.add(decision.value["other"])
        if decision.action == "add":
            ids.add(decision.value["document"])
    return documents_with(connection, ids)


def documents_with(connection: Connection, ids: Iterable[str]) -> set[str]:
    """Return the documents in which rows with some ids stand, or that such rows speak of."""
    found: set[str] = set()
    for some in in_parts(sorted(set(ids))):
        found.update(some_id for some_id in some if some_id.startswith("d-"))
        found.update(connection.scalars(select(rows.c.document).where(rows.c.id.in_(some))))
        query = select(resolved_documents.c.document).where(resolved_documents.c.id.in_(some))
        found.update(connection.scalars(query))
    return found


def keys_of(connection: Connection, stage: str, ids: Iterable[str]) -> set[str]:
    """Return the keys of a stage that documents have, in sight or not, or had when last compared."""
    found: set[str] = set()
    for some in in_parts(sorted(set(ids))):
        for number in connection.scalars(_NUMBERS, {"ids": some}).all():
            for keys in _KEYS:
                found.update(connection.scalars(keys, {"number": number, "stage": stage}).all())
    return found
