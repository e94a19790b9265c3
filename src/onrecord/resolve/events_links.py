"""Links between documents that tell of one happening."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from onrecord.resolve.events_tellings import Telling
from onrecord.types.identity import row_id
from onrecord.types.rows import DocumentLink

MOST_DOCUMENTS = 20
"""Documents that tell of a happening, beyond which it is common knowledge and links none of them."""


def links_of(group: Sequence[Telling]) -> Iterator[DocumentLink]:
    """Yield a link from each document to the first that told of the happening, with both mentions.

    The first is the earliest by date, then by path. Two documents that tell of several happenings have a
    link for each. What is dated to no month, or happened with nobody and nowhere named, is in no group.
    """
    told: dict[str, Telling] = {}
    for telling in sorted(group, key=lambda one: (one.mention.start, one.event.id)):
        told.setdefault(telling.document.id, telling)
    if not 1 < len(told) <= MOST_DOCUMENTS:
        return
    first, *others = sorted(told.values(), key=_order)
    for other in others:
        yield DocumentLink(
            id=row_id("document_link", other.document.id, "same_event", first.document.id, other.event.id),
            from_document=other.document.id,
            kind="same_event",
            to_document=first.document.id,
            evidence=(other.mention, first.mention),
        )


def _order(telling: Telling) -> tuple[str, str, str]:
    date = telling.document.date
    return (date.edtf if date else "9999", telling.document.path, telling.document.id)
