"""The document's own row: what its layout tells, with its parties as actors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from onrecord.data import Vocabularies
from onrecord.types.annotated import Annotated
from onrecord.types.documents import Party
from onrecord.types.errors import Rejected
from onrecord.types.findings import Extracted, Found
from onrecord.types.rows import Actor, DocumentRow
from onrecord.types.spans import Span


class DocumentExtractor:
    """Yields the DocumentRow of a document, and a refusal for each party that is no known actor."""

    name = "documents"
    version = "3"

    def __init__(self, vocabularies: Vocabularies) -> None:
        del vocabularies

    def extract(self, annotated: Annotated, found: Found) -> Iterable[Extracted]:
        """Yield the row of the document."""
        document, layout = annotated.document, annotated.document.layout
        mentions = _mentions(found.of(Actor))
        for party in (*layout.signatories, *layout.addressees, *layout.authors):
            if _actor(party, mentions) is None:
                yield Rejected(
                    party.name, self.name, "party_is_no_actor", "This name in the frame is no known actor."
                )
        yield DocumentRow(
            id=document.id,
            path=document.path,
            sha256=document.sha256,
            text_sha256=document.text_sha256,
            media_type=document.media_type,
            kind=layout.kind,
            title=layout.title,
            issuers=_actors(layout.issuers, mentions),
            addressees=_actors(layout.addressees, mentions),
            signatories=_actors(layout.signatories, mentions),
            date=layout.date,
            language=document.language,
            url=document.metadata.url,
            segments=layout.segments,
            authors=_actors(layout.authors, mentions),
            publisher=document.metadata.publisher,
            retrieved=document.metadata.retrieved,
            container=document.container,
            kind_reasons=layout.reasons,
        )


def _mentions(actors: Iterable[Actor]) -> list[tuple[Span, str]]:
    return [(mention.span, actor.id) for actor in actors for mention in actor.mentions]


def _actors(parties: Iterable[Party], mentions: list[tuple[Span, str]]) -> tuple[str, ...]:
    found: Iterator[str | None] = (_actor(party, mentions) for party in parties)
    return tuple(dict.fromkeys(actor for actor in found if actor is not None))


def _actor(party: Party, mentions: list[tuple[Span, str]]) -> str | None:
    """Return the actor mentioned where the party's name stands: the same words, else the most of them."""
    place = party.name.span
    overlaps = [
        (min(span.end, place.end) - max(span.start, place.start), actor)
        for span, actor in mentions
        if span.overlaps(place)
    ]
    exact = [actor for span, actor in mentions if span == place]
    if exact:
        return exact[0]
    return max(overlaps, key=lambda found: (found[0], found[1]), default=(0, None))[1]
