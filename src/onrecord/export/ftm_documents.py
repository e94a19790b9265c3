"""Documents as FollowTheMoney knows them: letters are messages with sender, recipients and their reply."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import PurePosixPath

import pycountry

from onrecord.export.citing import GENRES
from onrecord.export.coarse_dates import iso_prefix
from onrecord.export.excerpt import Excerpt
from onrecord.export.ftm_entities import LIMITS, Entity, derived_id, described
from onrecord.types.rows import DocumentRow

MESSAGES = ("letter", "joint_letter")
"""Kinds of documents that go from somebody to somebody."""

_SCHEMATA = {"news_article": "Article"}


_URL = re.compile(r"https?://[^\s\[\]<>\"]+")


def is_message(row: DocumentRow) -> bool:
    """Tell whether a document goes from somebody who is known to somebody."""
    return row.kind in MESSAGES and bool(_senders(row))


def _senders(row: DocumentRow) -> tuple[str, ...]:
    return row.signatories or row.issuers


def document_entities(row: DocumentRow, excerpt: Excerpt, answers: Sequence[str]) -> Iterator[Entity]:
    """Yield a document, which answers others, and what ties it to those who wrote, signed and got it."""
    message = is_message(row)
    entity = Entity(row.id, "Message" if message else _SCHEMATA.get(row.kind, "Document"))
    edtf = row.date.edtf if row.date else None
    title = row.title.exact if row.title else excerpt.name(row.id)
    entity.add("title", " ".join(title.split())).add("fileName", PurePosixPath(row.path).name)
    entity.add("date", iso_prefix(edtf)).add("language", _language(row.language)).add(
        "mimeType", row.media_type
    )
    entity.add("notes", f"SHA-256: {row.sha256}").add("publisher", row.publisher)
    entity.add("sourceUrl" if row.url and _URL.fullmatch(row.url) else "notes", row.url)
    entity.add("retrievedAt", iso_prefix(row.retrieved[:10]) if row.retrieved else None)
    entity.add("keywords", GENRES[row.kind]).add("processingAgent", row.reader)
    if message:
        entity.add("sender", *_senders(row)).add("recipients", *row.addressees).add(
            "inReplyToMessage", *answers
        )
        entity.add("subject", " ".join(title.split()))
        entity.add("bodyText", excerpt.masking.passage(row.id, 0, LIMITS["text"]))
    else:
        entity.add("author", *excerpt.names(row.signatories or row.authors or row.issuers))
        entity.add("publishedAt", iso_prefix(edtf))
    yield described(entity, row, excerpt, [edtf])
    parties = ("issuer", row.issuers), ("addressee", row.addressees), ("signatory", row.signatories)
    for role, actors in (*parties, ("author", row.authors)):
        for actor in actors:
            tie = Entity(derived_id("documentation", row.id, actor, role), "Documentation")
            yield tie.add("document", row.id).add("entity", actor).add("role", role)


@cache
def _language(code: str | None) -> str | None:
    """Return the three letters of a language (ISO 639-3), None where there is no such language."""
    found = pycountry.languages.get(alpha_2=code) if code else None
    return str(found.alpha_3) if found else None
