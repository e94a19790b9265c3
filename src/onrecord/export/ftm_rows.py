"""Events and all that is said in documents, as FollowTheMoney can hold them."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.export.coarse_dates import ends_of
from onrecord.export.excerpt import Excerpt, masked
from onrecord.export.ftm_entities import Entity, derived_id, described
from onrecord.types.rows import (
    Ask,
    DocumentLink,
    Event,
    Figure,
    Finding,
    PartyStatus,
    QuotationCheck,
    Response,
    Row,
    Statement,
)
from onrecord.types.spans import Evidence

_LOCATION = "location"
_MASKED = "Names of private persons are masked in the words."


def event_entities(row: Event, excerpt: Excerpt) -> Iterator[Entity]:
    """Yield an event and the documents that tell of it.

    Whether it happened, is feared or asked for stands in its name and keywords: it is no count.
    """
    entity = Entity(row.id, "Event").add("name", excerpt.told(row))
    first, last = ends_of(row.date)
    if first == last:
        entity.add("date", first)
    else:
        entity.add("startDate", first).add("endDate", last)
    involved = (actor for part in row.participants if part.role != _LOCATION for actor in part.actors)
    entity.add("involved", *involved).add("location", row.place).add("keywords", row.kind, row.factuality)
    entity.add("summary", *(mention.exact for mention in row.mentions))
    entity.add("proof", *(mention.document for mention in row.mentions)).add("recordId", row.id)
    entity.add("notes", _MASKED if masked(row) else None)
    yield described(entity, row, excerpt, [row.date, *(date.edtf for date in row.dates)])
    yield from _documentation(row, excerpt)


def note_entities(row: Row, excerpt: Excerpt) -> Iterator[Entity]:
    """Yield a note that tells a row and, for each document it quotes, what ties the note to its words."""
    entity = Entity(row.id, "Note").add("name", excerpt.told(row))
    entity.add("description", *(anchor.exact for anchor in row.anchors()))
    entity.add("keywords", row.row_type, *_keywords(row)).add("entity", *_about(row))
    if isinstance(row, DocumentLink) and row.wanted is not None:
        entity.add("summary", f"Wanted: {row.wanted.description}")
    entity.add("notes", _MASKED if masked(row) else None)
    yield described(entity, row, excerpt, [getattr(row, "date", None)])
    yield from _documentation(row, excerpt)


def _keywords(row: Row) -> Iterator[str | None]:
    """Yield the words of the vocabularies that tell what sort of row it is."""
    for name in ("kind", "mode", "act", "strength", "verdict", "bound", "measure", "severity"):
        yield getattr(row, name, None)


def _about(row: Row) -> Iterator[str]:
    """Yield who and what a note is about: who speaks, asks, is asked or answers, rows and documents."""
    if isinstance(row, Statement):
        yield from row.speakers
    elif isinstance(row, Ask):
        yield from (*row.requesters, *row.addressees, *row.targets)
    elif isinstance(row, Response):
        yield from ((row.actor,) if row.actor else ())
        yield from row.to
    elif isinstance(row, PartyStatus):
        yield row.actor
    elif isinstance(row, Figure) and row.event:
        yield row.event
    elif isinstance(row, QuotationCheck) and row.claimed_source:
        yield row.claimed_source
    elif isinstance(row, Finding):
        yield from row.rows
    elif isinstance(row, DocumentLink):
        yield from (row.from_document, *((row.to_document,) if row.to_document else ()))


def _documentation(row: Row, excerpt: Excerpt) -> Iterator[Entity]:
    """Yield what ties a row to each document it quotes: the exact words and where they stand."""
    quoted: dict[str, list[Evidence]] = {}
    for anchor in row.anchors():
        quoted.setdefault(anchor.document, []).append(anchor)
    for document, anchors in quoted.items():
        entity = Entity(derived_id("documentation", document, row.id), "Documentation")
        entity.add("document", document).add("entity", row.id).add("role", row.row_type)
        entity.add("summary", *(anchor.exact for anchor in anchors))
        entity.add("description", *(f"characters {anchor.start} to {anchor.end}" for anchor in anchors))
        link = excerpt.link(row.id)
        yield entity.add("sourceUrl", link if excerpt.on_the_web else None)
