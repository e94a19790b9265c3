"""From one row to others: what it leads to and what leads to it, the ledger, links, and who is named."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

from onrecord.record.catalogue_counting import end_of
from onrecord.record.catalogue_entries import actors_with
from onrecord.record.catalogue_opened import Opened
from onrecord.record.catalogue_rows import edges_of, link_role, reversed_relation
from onrecord.record.catalogue_tables import ROWS_OF_A_DOCUMENT, SHELF, TYPES
from onrecord.record.lookup import rows_with
from onrecord.types.ledger import LedgerEntry, ledger
from onrecord.types.rows import Ask, DocumentLink, Response, Row

R = TypeVar("R", bound=Row)

MOST_RELATED = 500
"""Rows of one relation that are told."""

MOST_LINKS = 5000
"""Links between documents that are given at once."""

MOST_SAID = 20_000
"""Statements and asks of one actor that are gone through to count whom they name."""

LINKS = (SHELF["document_link"], SHELF["wanted"], -SHELF["wanted"])

Related = dict[str, tuple[str, ...]]
"""Rows by their relation to another."""


def related_to(opened: Opened, ids: Iterable[str]) -> dict[str, Related]:
    """Return the rows that some lead to, and those that lead to them, MOST_RELATED of each relation."""
    asked = list(dict.fromkeys(ids))
    found: dict[str, dict[str, dict[str, None]]] = {id_: {} for id_ in asked}
    actors = actors_with(opened, asked)  # thousands of mentions lead nowhere
    others = rows_with(opened.reader, (id_ for id_ in asked if id_ not in actors))
    for id_, row in (actors | others).items():
        for relation, other in edges_of(row):
            found[id_].setdefault(relation, {})[other] = None
    for id_ in asked:
        for row_type, relation, other in _leading_to(opened, opened.same_as([id_])):
            held = found[id_].setdefault(reversed_relation(row_type, relation), {})
            if len(held) < MOST_RELATED:
                held[other] = None
    return {id_: {name: tuple(held) for name, held in every.items()} for id_, every in found.items()}


def _leading_to(opened: Opened, ids: list[str]) -> Iterator[tuple[str, str, str]]:
    query = (
        "SELECT e.shelf, x.relation, e.id FROM edges x JOIN entries e ON e.key = x.key"
        " WHERE x.other IN (SELECT value FROM json_each(?)) ORDER BY e.key"
    )
    for shelf, relation, id_ in opened.catalogue.execute(query, (json.dumps(ids),)):
        row_type = TYPES[abs(shelf) - 1]
        yield "document_link" if row_type == "wanted" else row_type, relation, id_


def asks(opened: Opened, ids: Iterable[str]) -> dict[str, LedgerEntry]:
    """Return the whole entries of the ledger that some asks belong to, under the ids that were asked for."""
    firsts = _firsts(opened, ids)
    restated = related_to(opened, firsts.values())
    groups = {first: (first, *held.get("restatements", ())) for first, held in restated.items()}
    tied = related_to(opened, (ask for group in groups.values() for ask in group))
    other = (
        id_ for held in tied.values() for name in ("responses", "also_asked") for id_ in held.get(name, ())
    )
    rows = rows_with(opened.reader, [*tied, *other])
    found = {first: _entry(rows, tied, group) for first, group in groups.items()}
    return {id_: entry for id_, first in firsts.items() if (entry := found[first]) is not None}


def _entry(
    rows: Mapping[str, Row], tied: Mapping[str, Related], group: tuple[str, ...]
) -> LedgerEntry | None:
    """Return the entry of the ledger that some mentions of one ask make."""
    also = {id_ for ask in group for id_ in tied[ask].get("also_asked", ())}
    answers = dict.fromkeys(id_ for ask in group for id_ in tied[ask].get("responses", ()))
    held = _of(Ask, rows, (*group, *sorted(also - set(group))))
    entries = ledger(held, _of(Response, rows, answers))
    return next((entry for entry in entries if entry.first.id == group[0]), None)


def _of(kind: type[R], rows: Mapping[str, Row], ids: Iterable[str]) -> list[R]:
    return [row for id_ in ids if isinstance(row := rows.get(id_), kind)]


def _firsts(opened: Opened, ids: Iterable[str]) -> dict[str, str]:
    """Return the mention under which each of some asks is listed: the first one, else the ask itself."""
    query = (
        "SELECT f.id FROM entries e JOIN entries f ON f.id IN (e.leads, e.id)"
        " WHERE e.id = ? AND f.shelf = ? ORDER BY f.id <> e.leads LIMIT 1"
    )
    found: dict[str, str] = {}
    for id_, end in opened.ends(ids).items():
        line = opened.catalogue.execute(query, (end, SHELF["ask"])).fetchone()
        if line is not None:
            found[id_] = line[0]
    return found


def documents_of(
    opened: Opened, id_: str, after: int, limit: int
) -> tuple[tuple[tuple[str, int], ...], int | None]:
    """Return documents that tell of an actor, norm or event, by path, with how often each does."""
    found = opened.catalogue.execute(
        "SELECT d.place, d.id, SUM(p.mentions) FROM parts p"
        f" JOIN papers d ON d.place = p.key >> {ROWS_OF_A_DOCUMENT}"
        " WHERE p.target IN (SELECT value FROM json_each(?)) AND d.place > ?"
        " GROUP BY d.place ORDER BY d.place LIMIT ?",
        (json.dumps(opened.things([id_])), after, limit + 1),
    ).fetchall()
    shown = tuple((document, int(n)) for _, document, n in found[:limit])
    return shown, found[limit - 1][0] if len(found) > limit else None


def said_with(opened: Opened, actor: str, roles: Iterable[str]) -> dict[str, int]:
    """Return whom the statements and asks of an actor name in some roles, with how many of them do."""
    counts = opened.catalogue.execute(
        "SELECT t.id, COUNT(DISTINCT o.key) FROM ("
        "SELECT DISTINCT key FROM named WHERE thing IN (SELECT value FROM json_each(?)) AND shelf IN (?, ?)"
        " AND role IN ('speaker', 'requester') LIMIT ?"
        ") n CROSS JOIN named o ON o.key = n.key JOIN things t ON t.n = o.thing"
        " WHERE o.role IN (SELECT value FROM json_each(?)) GROUP BY t.id",
        (
            json.dumps(opened.things([actor])),
            SHELF["statement"],
            SHELF["ask"],
            MOST_SAID,
            json.dumps(list(roles)),
        ),
    )
    named: dict[str, int] = {}
    for id_, n in counts:
        end = end_of(id_, opened.steps)
        named[end] = named.get(end, 0) + int(n)
    return named


def links(opened: Opened, documents: Iterable[str], kinds: Iterable[str]) -> list[DocumentLink]:
    """Return the links of some kinds from or to any of some documents, MOST_LINKS at most, in text order."""
    found = opened.catalogue.execute(
        "SELECT DISTINCT e.key, e.id FROM things t JOIN named n ON n.thing = t.n"
        " JOIN entries e ON e.key = n.key WHERE t.id IN (SELECT value FROM json_each(?))"
        " AND n.shelf IN (?, ?, ?) AND n.role IN (SELECT value FROM json_each(?)) ORDER BY e.key LIMIT ?",
        (json.dumps(list(documents)), *LINKS, json.dumps(list(map(link_role, kinds))), MOST_LINKS),
    ).fetchall()
    ids = [id_ for _, id_ in found]
    return _of(DocumentLink, rows_with(opened.reader, ids), ids)


def most_linked(opened: Opened, kinds: Iterable[str], limit: int) -> list[str]:
    """Return the documents that most links of some kinds lead from or to."""
    query = (
        "SELECT t.id, y.n FROM tallies y INDEXED BY tallies_by_count JOIN things t ON t.n = y.value"
        " WHERE y.shelf = ? AND y.facet = ? AND y.n > 0 ORDER BY y.n DESC LIMIT ?"
    )
    counts: dict[str, int] = {}
    for role in map(link_role, kinds):
        for shelf in LINKS:
            for id_, n in opened.catalogue.execute(query, (shelf, role, 4 * limit)):
                counts[id_] = counts.get(id_, 0) + n
    return [id_ for id_, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:limit]]
