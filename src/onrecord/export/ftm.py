"""FollowTheMoney 4 entities, one a line: who, which documents, what happened, and what is said where.

Actors are Person, Organization, PublicBody or LegalEntity; letters are Message with sender, recipients and
what they answer; other documents Document or Article; events Event. What the model has no schema for
(statements, figures, asks, responses, findings …) is a Note that tells the row, tied to its exact words by a
Documentation. Dates are ISO prefixes with the EDTF form in the notes. Ids are those of the record, the same
in every export.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import BinaryIO

from onrecord.export.excerpt import Excerpt, Outcome
from onrecord.export.ftm_actors import actor_entities, mention_entities
from onrecord.export.ftm_documents import document_entities, is_message
from onrecord.export.ftm_entities import Entity
from onrecord.export.ftm_rows import event_entities, note_entities
from onrecord.export.json_bytes import compact
from onrecord.types.rows import (
    EXPORTED_TYPES,
    ROW_TYPES,
    Actor,
    DocumentLink,
    DocumentRow,
    Event,
    Row,
)

_OTHERS = (Actor.row_type, DocumentRow.row_type, Event.row_type)


def write(excerpt: Excerpt, out: BinaryIO) -> Outcome:
    """Write the entities of every row; return how many rows they are of."""
    count = 0
    seen: set[str] = set()
    for row, entities in _all(excerpt):
        count += row is not None
        for entity in entities:
            if entity.id not in seen:  # a position is told once for each who holds it
                if entity.schema in ("Position", "Occupancy"):
                    seen.add(entity.id)
                out.write(compact(entity.written()) + b"\n")
    return Outcome(count)


def _all(excerpt: Excerpt) -> Iterator[tuple[Row | None, Iterator[Entity]]]:
    for actor in excerpt.rows(Actor):
        yield actor, actor_entities(actor, excerpt)
        yield None, mention_entities(actor, excerpt)
    answers = _answered(excerpt)
    for document in excerpt.rows(DocumentRow):
        yield document, document_entities(document, excerpt, answers.get(document.id, ()))
    for event in excerpt.rows(Event):
        yield event, event_entities(event, excerpt)
    for row in excerpt.rows(*(ROW_TYPES[name] for name in EXPORTED_TYPES if name not in _OTHERS)):
        yield row, note_entities(row, excerpt)


def _answered(excerpt: Excerpt) -> dict[str, list[str]]:
    """Return the messages that each message answers."""
    found: dict[str, list[str]] = defaultdict(list)
    for link in excerpt.rows(DocumentLink):
        if link.kind == "replies_to" and link.to_document is not None:
            answered = excerpt.document(link.to_document)
            if answered is not None and is_message(answered):
                found[link.from_document].append(link.to_document)
    return found
