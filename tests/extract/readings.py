"""Documents read up to the rows that asks and responses stand on, by the real extractors in order."""

from __future__ import annotations

from dataclasses import replace

from onrecord.data import Vocabularies
from onrecord.extract.actors import ActorExtractor
from onrecord.extract.documents import DocumentExtractor
from onrecord.extract.norms import NormExtractor
from onrecord.extract.quotations import QuotationExtractor
from onrecord.extract.statements import StatementExtractor
from onrecord.extract.times import TimeExtractor
from onrecord.text.layout import lay_out
from onrecord.types.annotated import Annotated
from onrecord.types.dates import TimeExpression
from onrecord.types.documents import CanonicalText
from onrecord.types.errors import Rejected
from onrecord.types.findings import Extractor, Found
from onrecord.types.rows import Actor, Row
from tests.builders import document, parser

VOCABULARIES = Vocabularies()
BEFORE = (
    TimeExtractor,
    QuotationExtractor,
    ActorExtractor,
    DocumentExtractor,
    NormExtractor,
    StatementExtractor,
)


def read(text: str) -> tuple[Annotated, Found]:
    """Return `text` laid out and parsed, with what the extractors before asks find in it."""
    plain = document(text)
    layout = lay_out(plain, CanonicalText(text, "tests"), VOCABULARIES)
    annotated = parser().annotate(replace(plain, layout=layout))
    found = Found()
    for make in BEFORE:
        found = found.with_(kept(make(VOCABULARIES), annotated, found))
    return annotated, found


def kept(extractor: Extractor, annotated: Annotated, found: Found) -> list[Row | TimeExpression]:
    """Return what an extractor finds, without what it refuses."""
    return [item for item in extractor.extract(annotated, found) if not isinstance(item, Rejected)]


def names(found: Found, actors: tuple[str, ...]) -> list[str]:
    """Return the names of actors."""
    known = {actor.id: actor.name for actor in found.of(Actor)}
    return [known[actor] for actor in actors]
