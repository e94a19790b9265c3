"""Rows that a person made: kept as rows of a stage of their own, which comparing never takes away.

Each is the value of a decision to `add`; what stands in the tables follows from the decisions that hold, so
that undoing one takes its row away, and a text that changed moves it or leaves it out.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, bindparam, delete, exists, insert, select

from onrecord.record import decisions
from onrecord.record.anchoring import place_value
from onrecord.record.recognising import Texts
from onrecord.record.resolved import BY_HAND, documents_in, resolved_line
from onrecord.record.schema import resolved_documents, resolved_rows, stages
from onrecord.types.codec import decode, to_json
from onrecord.types.rows import (
    Actor,
    Ask,
    DocumentLink,
    Event,
    Figure,
    Norm,
    PartyStatus,
    Response,
    Row,
    Statement,
)

TYPES: tuple[type[Row], ...] = (
    Statement,
    Figure,
    Event,
    Ask,
    Response,
    Norm,
    PartyStatus,
    Actor,
    DocumentLink,
)
"""Classes of rows that can be made by hand: those that stand on words a person selects."""


def settle(connection: Connection, texts: Texts) -> None:
    """Make the rows that stand in the tables those of the decisions that hold, where their words are now."""
    made = [decision for decision in decisions.active(connection) if decision.action == "add"]
    wanted: dict[str, tuple[str, Row]] = {}
    if made:
        shown = list(connection.scalars(select(stages.c.stage)))
        for decision in made:
            value = place_value(connection, shown, texts, decision)
            if value is not None:
                wanted[decision.row] = (str(decision.id), decode(value))
    _replace(connection, wanted)


_MADE_ABOUT = select(
    exists().where(resolved_documents.c.document == bindparam("of"), resolved_documents.c.stage == BY_HAND)
)


def settle_document(connection: Connection, texts: Texts, document: str) -> None:
    """Settle where a row made by hand speaks of a document."""
    if connection.scalar(_MADE_ABOUT, {"of": document}):
        settle(connection, texts)


def _replace(connection: Connection, wanted: Mapping[str, tuple[str, Row]]) -> None:
    query = select(resolved_rows.c.id, resolved_rows.c.payload).where(resolved_rows.c.stage == BY_HAND)
    before = {row.id: row.payload for row in connection.execute(query)}
    gone = [id_ for id_, payload in before.items() if id_ not in wanted or to_json(wanted[id_][1]) != payload]
    new = [id_ for id_, (_, row) in wanted.items() if before.get(id_) != to_json(row)]
    for id_ in gone:
        for table in (resolved_rows, resolved_documents):
            connection.execute(delete(table).where(table.c.stage == BY_HAND, table.c.id == id_))
    if new and not connection.scalar(select(exists().where(stages.c.stage == BY_HAND))):
        connection.execute(insert(stages).values(stage=BY_HAND, version="1", rank=-1))
    for id_ in new:
        unit, row = wanted[id_]
        line = resolved_line(BY_HAND, -1, unit, row)
        connection.execute(insert(resolved_rows).values(line))
        for document in sorted(documents_in(line["payload"])):
            connection.execute(insert(resolved_documents).values(stage=BY_HAND, id=id_, document=document))
