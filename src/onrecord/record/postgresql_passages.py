"""Passages stored on a PostgreSQL server with the words they are found by.

A passage is stored in the transaction that stores its document, so search is never behind. Words are handed
over as `words_in` folds them: the server neither cuts nor stems, so what it finds a folder finds.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, delete, select

from onrecord.record.bulk import insert_many
from onrecord.record.database import Database
from onrecord.record.postgresql_tables import passages
from onrecord.record.schema import documents
from onrecord.record.sources import decode_text
from onrecord.record.words import words_in

TOGETHER = 200
"""Documents whose passages are made anew in one step."""


def put(connection: Connection, document: str, words: str, places: Iterable[Sequence[int]]) -> None:
    """Put the passages of a document's text in the place of those it had."""
    take_away(connection, document)
    lines = []
    for start, end in places:
        folded = [word.folded for word in words_in(words[start:end])]
        lines.append(
            {
                "document": document,
                "start": start,
                "end": end,
                "length": len(folded),
                "words": _vector(folded),
            }
        )
    insert_many(connection, passages, lines)


def take_away(connection: Connection, document: str) -> None:
    """Take the passages of a document away."""
    connection.execute(delete(passages).where(passages.c.document == document))


def put_all(connection: Connection, database: Database) -> None:
    """Make the passages of every document that was read anew from its text."""
    connection.execute(delete(passages))
    after = 0
    while True:
        query = (
            select(documents.c.number, documents.c.id, documents.c.text_sha256, documents.c.passages)
            .where(documents.c.number > after, documents.c.passages.is_not(None))
            .order_by(documents.c.number)
            .limit(TOGETHER)
        )
        part = connection.execute(query).all()
        for row in part:
            words = decode_text(database.texts.get(row.text_sha256))
            put(connection, row.id, words, json.loads(row.passages))
        if len(part) < TOGETHER:
            return
        after = part[-1].number


def _vector(words: Iterable[str]) -> str:
    """Return words with their places as a tsvector is written."""
    places: dict[str, list[str]] = defaultdict(list)
    for place, word in enumerate(words, start=1):
        places[word].append(str(place))
    return " ".join(f"{quoted(word)}:{','.join(held)}" for word, held in places.items())


def quoted(word: str) -> str:
    """Return a word as it is written in a tsvector or a tsquery."""
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"
