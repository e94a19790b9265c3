"""How confidential documents are: by rules over paths, by what stands beside them, by what people decided.

The strictest of what rules and sidecars say is a document's class, `public` where they say nothing; what lies
inside a document, as an attachment in a mail, is at least as confidential as that. What a person decided last
(`classify`) stands above all of these. A document that took the place of another under its path
is as confidential as people decided that one is, until they say otherwise. A document has its class from the
moment its first reading is stored.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Any

from sqlalchemy import Connection, bindparam, exists, func, select, update

from onrecord.record import decisions
from onrecord.record.database import change_counter, read_meta, set_meta
from onrecord.record.receipts import in_parts
from onrecord.record.schema import decisions as decided_table
from onrecord.record.schema import documents, receipts
from onrecord.types.access import CLASSES

RULES = "confidentiality"
"""The name under which the rules of the last build that had any are kept."""

CLASSED = "classed"
"""The name under which it is kept which change last gave a document another class."""

INSIDE = "!/"
"""What stands in a path between a file and what lies inside it."""

Rules = tuple[tuple[str, str], ...]
"""Patterns of paths (`*`, `?`, `[…]`; `*` goes across folders) with the class each gives."""


def rules_of(connection: Connection, given: Rules | None) -> Rules:
    """Return the rules that hold from now on: those `given`, else those of the build before."""
    if given is None:
        kept = json.loads(read_meta(connection, RULES) or "[]")
        return tuple((pattern, name) for pattern, name in kept)
    set_meta(connection, RULES, json.dumps(given))
    return given


def class_by_rules(rules: Rules, path: str) -> int:
    """Return the strictest class that rules give a path; one below a folder may leave out its name.

    >>> class_by_rules((("*.eml", "restricted"), ("letters/*", "internal")), "inbox/letters/a.eml")
    2
    """
    inside = path.partition("/")[2]
    found = (
        CLASSES.index(name)
        for pattern, name in rules
        if fnmatchcase(path, pattern) or (inside and fnmatchcase(inside, pattern))
    )
    return max(found, default=0)


def settle(connection: Connection, given: Rules | None = None) -> int:
    """Class every document anew, by the rules `given` or those kept; return how many classes changed."""
    rules = rules_of(connection, given)
    if not rules and not _anything_said(connection):
        return 0
    held = select(documents.c.id, documents.c.path, documents.c.given, documents.c.confidentiality)
    lines = list(_other(connection, rules, connection.execute(held).all()))
    changed = update(documents).where(documents.c.id == bindparam("id_"))
    changed = changed.values(
        given=bindparam("given_"),
        confidentiality=bindparam("now_"),
        changed=change_counter(connection) + 1,
    )
    if lines:
        connection.execute(changed, lines)
        set_meta(connection, CLASSED, str(change_counter(connection) + 1))
    return len(lines)


def last_classed(connection: Connection) -> int:
    """Return the change that last gave a document another class, 0 where none did."""
    return int(read_meta(connection, CLASSED) or 0)


def _anything_said(connection: Connection) -> bool:
    """Tell whether any document was classed before, or a sidecar says what one is."""
    classed = exists().where((documents.c.confidentiality > 0) | (documents.c.given > 0))
    said = exists().where(receipts.c.metadata.contains('"confidentiality"'))
    decided = exists().where(decided_table.c.action == "classify")
    return any(connection.scalar(select(one)) for one in (classed, decided, said))


def _other(connection: Connection, rules: Rules, held: Sequence[Any]) -> Iterator[dict[str, object]]:
    """Yield what the documents are whose class is other than the one they have."""
    places = _places(connection)
    decided = _decided(connection, places)
    beside = {path: rank for told in places.values() for path, rank in told.items()}
    classed: dict[str, int] = {}
    where = [(row, places.get(row.id) or {row.path: 0}) for row in held]
    for row, said in sorted(where, key=lambda one: _depth(one[1])):  # what holds others comes before these
        holders = {path: beside.get(path, 0) for path in _around(said)}  # an archive is no document
        around = max(
            (classed.get(path, _by_rules(rules, {path: at})) for path, at in holders.items()), default=0
        )
        by_rules = max(_by_rules(rules, said), around)
        now = decided.get(row.id, by_rules)
        for path in said:
            classed[path] = max(now, classed.get(path, 0))
        if (by_rules, now) != (row.given, row.confidentiality):
            yield {"id_": row.id, "given_": by_rules, "now_": now}


def _depth(paths: Iterable[str]) -> int:
    """Return how deep a document lies inside others where it lies deepest: it may lie by itself as well."""
    return max(path.count(INSIDE) for path in paths)


def first_class(connection: Connection, document: str, path: str) -> dict[str, int]:
    """Return the class a document has from its first reading on, as its line holds it."""
    rules = rules_of(connection, None)
    said = _places(connection, [document]).get(document) or {path: 0}
    by_rules = max(_by_rules(rules, said), _class_around(connection, rules, list(_around(said))))
    if not connection.scalar(_CLASSIFIED):
        return {"given": by_rules, "confidentiality": by_rules}
    decided = _decided(connection, _places(connection))
    return {"given": by_rules, "confidentiality": decided.get(document, by_rules)}


_CLASSIFIED = select(exists().where(decided_table.c.action == "classify"))


def _class_around(connection: Connection, rules: Rules, holders: Collection[str]) -> int:
    """Return the strictest class of the files in which a document lies."""
    if not holders:
        return 0
    around = select(func.max(documents.c.confidentiality)).where(
        documents.c.id.in_(select(receipts.c.document).where(receipts.c.path.in_(holders)))
    )
    return max(_by_rules(rules, _said_at(connection, holders)), connection.scalar(around) or 0)


def _said_at(connection: Connection, paths: Collection[str]) -> dict[str, int]:
    """Return the class that is said beside each of some files, of which not all need be documents."""
    found = dict.fromkeys(paths, 0)
    query = select(receipts.c.path, receipts.c.metadata).where(receipts.c.path.in_(paths))
    for row in connection.execute(query):
        found[row.path] = max(found[row.path], _said(row.metadata))
    return found


def _said(metadata: str | None) -> int:
    name = json.loads(metadata).get("confidentiality") if metadata else None
    return CLASSES.index(name) if name else 0


def _around(paths: Iterable[str]) -> Iterator[str]:
    """Yield the paths of the files in which others lie: a mail around its attachment.

    >>> list(_around(["a.zip!/b.eml!/c.pdf"]))
    ['a.zip', 'a.zip!/b.eml']
    """
    for path in paths:
        parts = path.split(INSIDE)
        yield from (INSIDE.join(parts[:depth]) for depth in range(1, len(parts)))


def _by_rules(rules: Rules, said: Mapping[str, int]) -> int:
    return max(max(class_by_rules(rules, path), rank) for path, rank in said.items())


def _places(connection: Connection, ids: Collection[str] | None = None) -> dict[str, dict[str, int]]:
    """Return where each document was found, with the class that was said beside it there.

    A document that lies nowhere any more is where it was.
    """
    found: dict[str, dict[str, int]] = defaultdict(dict)
    gone: dict[str, dict[str, int]] = defaultdict(dict)
    query = select(receipts.c.document, receipts.c.path, receipts.c.metadata, receipts.c.present)
    if ids is not None:
        query = query.where(receipts.c.document.in_(ids))
    for row in connection.execute(query):
        kept = gone if row.present is False else found
        kept[row.document][row.path] = _said(row.metadata)
    return {**gone, **found}


def _decided(connection: Connection, places: Mapping[str, Mapping[str, int]]) -> dict[str, int]:
    """Return the class that people decided of documents, and of those that stand in the place of others."""
    made = decisions.active(connection)
    own = {one.row: CLASSES.index(one.value) for one in made if one.action == "classify"}
    there: dict[str, int] = {}
    for document, rank in own.items():
        for path in places.get(document, ()):
            there[path] = max(rank, there.get(path, 0))
    replacing = {
        document: max(there[path] for path in told if path in there)
        for document, told in places.items()
        if document not in own and not there.keys().isdisjoint(told)
    }
    return {**replacing, **own}


def class_of(connection: Connection, document: str) -> str | None:
    """Return the class of a document that may be read over a connection, None where there is none."""
    query = select(documents.c.confidentiality).where(
        documents.c.id == document, documents.c.retired.is_(False), documents.c.payload.is_not(None)
    )
    rank = connection.scalar(query)
    return None if rank is None else CLASSES[rank]


def classes_of(connection: Connection, ids: Iterable[str], least: str) -> dict[str, str]:
    """Return the class of those of some documents whose class is `least` or stricter."""
    found: dict[str, str] = {}
    for some in in_parts(sorted(set(ids))):
        query = select(documents.c.id, documents.c.confidentiality).where(
            documents.c.id.in_(some), documents.c.confidentiality >= CLASSES.index(least)
        )
        found.update((row.id, CLASSES[row.confidentiality]) for row in connection.execute(query))
    return found


def counted(connection: Connection) -> dict[str, int]:
    """Return how many documents that are shown are of each class that any is of."""
    query = (
        select(documents.c.confidentiality, func.count().label("many"))
        .where(documents.c.retired.is_(False), documents.c.payload.is_not(None))
        .group_by(documents.c.confidentiality)
    )
    return {CLASSES[row.confidentiality]: row.many for row in connection.execute(query)}


def highest(connection: Connection, up_to: str = CLASSES[-1]) -> str:
    """Return the strictest class that any document up to a class has; `public` where there is none."""
    query = select(func.max(documents.c.confidentiality)).where(
        documents.c.confidentiality <= CLASSES.index(up_to)
    )
    return CLASSES[connection.scalar(query) or 0]
