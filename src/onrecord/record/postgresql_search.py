"""Full-text search over the passages on a PostgreSQL server, which finds what the index of a folder finds."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Sequence
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import Connection, Text, bindparam, cast, func, select, text
from sqlalchemy.dialects.postgresql import TSQUERY

from onrecord.record.database import change_counter
from onrecord.record.postgresql_passages import quoted
from onrecord.record.postgresql_tables import passages
from onrecord.record.query import Either, Every, Not, Part, Query, Terms
from onrecord.record.schema import documents
from onrecord.record.search import MOST_ALIKE, Passages, Place
from onrecord.record.store import Record
from onrecord.record.words import fold, words_in

T = TypeVar("T")

MOST_COUNTED = 50_000
"""Passages with a word that are counted: rarer words weigh more, commoner ones all the same."""

KEPT = 20_000
"""Words whose passages are counted once, until the record changes: common words take longest."""

CANDIDATES = 1500
"""Passages that are weighed word by word, of more than these those that the server ranks first."""

_K1, _B = 1.2, 0.75
"""How much a word that comes again adds, and how much a long passage takes off (BM25, as in tantivy)."""


class Asked(NamedTuple):
    """A query in the server's words, what it looks for, and the documents to look in, None for all."""

    query: str
    words: tuple[Terms, ...]
    documents: tuple[str, ...] | None = None


class ServerPassages(Passages):
    """The passages of a record on a server; the counterpart of the index beside a folder."""

    def __init__(self, record: Record) -> None:
        super().__init__(record)
        self._counted: tuple[int, dict[str, int]] = (-1, {})

    def refresh(self) -> None:
        """Do nothing: a passage is stored with its document."""

    def rebuild(self) -> None:
        """Make every passage anew from the texts."""
        self._record.index_passages()

    def alike(self, text: str, limit: int) -> list[Place]:
        """Return the passages that share most words with a text, the best first; rare words count most."""
        words = list(dict.fromkeys(word.folded for word in words_in(text)))[:MOST_ALIKE]
        with self._record.reading() as connection:
            held = self._holding_each(connection, words)
        rarest: list[str] = []
        for word in sorted((word for word in words if held[word]), key=lambda word: (held[word], word)):
            if rarest and sum(held[one] for one in rarest) + held[word] > CANDIDATES:
                break
            rarest.append(word)
        asked = Asked(" | ".join(map(quoted, rarest)), tuple(Terms((word,)) for word in words))
        return [place for _, place in self._find(asked, limit)] if rarest else []

    def holding(self, word: str) -> int:
        """Return how many passages hold a word, up to MOST_COUNTED."""
        folded = fold(word)
        if not folded:
            return 0
        with self._record.reading() as connection:
            return self._holding_each(connection, [folded])[folded]

    def _holding_each(self, connection: Connection, words: Sequence[str]) -> dict[str, int]:
        if not words:
            return {}
        changes = change_counter(connection)
        known = self._counted[1] if self._counted[0] == changes and len(self._counted[1]) < KEPT else {}
        unknown = [word for word in words if word not in known]
        if unknown:
            values = {"words": unknown, "queries": list(map(quoted, unknown)), "most": MOST_COUNTED}
            known = {**known, **{row.word: row.many for row in connection.execute(_HOLDING, values)}}
            self._counted = (changes, known)
        return {word: known[word] for word in words}

    def count(self) -> int:
        """Return how many passages there are."""
        with self._record.reading() as connection:
            return int(connection.scalar(select(func.count()).select_from(_IN_SIGHT)) or 0)

    @cached_property
    def _standing(self) -> tuple[int, float]:
        """How many passages there are and how many words they have in the middle, when first asked."""
        query = select(func.count(), func.avg(passages.c.length)).select_from(_IN_SIGHT)
        with self._record.reading() as connection:
            many, words = connection.execute(query).one()
        return int(many), float(words or 0)

    def _asking(self, ask: Callable[[], T]) -> T:
        return ask()

    def _in(self, part: Part, documents: Collection[str] | None) -> Asked:
        return self._asked(part)._replace(documents=None if documents is None else tuple(sorted(documents)))

    def _asked(self, part: Part) -> Asked:
        return Asked(_query(part), tuple(Query(part).wanted()))

    def _find(self, query: Asked, limit: int) -> list[tuple[float, Place]]:
        open_ended = {
            word: terms.open_end and word == terms.words[-1] for terms in query.words for word in terms.words
        }
        with self._record.reading() as connection:
            held = self._holding_each(connection, list(open_ended))
            values = {
                "query": query.query,
                "documents": None if query.documents is None else list(query.documents),
                "words": list(open_ended),
                "open": list(open_ended.values()),
                "weights": [self._weight(held[word]) for word in open_ended],
                "usual": max(self._standing[1], 1.0),
                "most": max(CANDIDATES, limit),
                "limit": limit,
            }
            rows = connection.execute(_FOUND, values).all()
        return [(float(row.score), (row.document, row.start, row.end)) for row in rows]

    def _weight(self, held: int) -> float:
        return math.log(1 + (max(self._standing[0], held) - held + 0.5) / (held + 0.5))

    def _spread(self, query: Asked) -> dict[str, int] | None:
        asked = cast(bindparam("query", query.query, Text), TSQUERY)
        counted = (
            select(passages.c.document, func.count().label("many"))
            .select_from(_IN_SIGHT)
            .where(passages.c.words.op("@@")(asked))
            .group_by(passages.c.document)
        )
        with self._record.reading() as connection:
            counts = {row.document: row.many for row in connection.execute(counted)}
        hidden = self._hidden()
        return {document: many for document, many in counts.items() if document not in hidden}


_SHOWN = documents.c.retired.is_(False) & documents.c.passages.is_not(None)

_IN_SIGHT: Any = passages.join(documents, (documents.c.id == passages.c.document) & _SHOWN)
"""The passages of documents in sight: of those that are retired or above a clearance none is found."""

_HOLDING = text(
    """
    SELECT asked.word, (
        SELECT count(*) FROM (
            SELECT 1 FROM passages p JOIN documents d ON d.id = p.document
            WHERE p.words @@ asked.query::tsquery AND NOT d.retired AND d.passages IS NOT NULL LIMIT :most
        ) AS held
    ) AS many
    FROM unnest(CAST(:words AS text[]), CAST(:queries AS text[])) AS asked(word, query)
    """
)

_FOUND = text(
    f"""
    WITH found AS (
        SELECT p.document, p.start, p."end", p.length, p.words, d.path
        FROM passages p JOIN documents d ON d.id = p.document
        WHERE p.words @@ CAST(:query AS tsquery) AND NOT d.retired AND d.passages IS NOT NULL
        AND (CAST(:documents AS text[]) IS NULL OR p.document = ANY(CAST(:documents AS text[])))
        ORDER BY ts_rank(p.words, CAST(:query AS tsquery)) DESC, d.path, p.start LIMIT :most
    ), wanted AS (
        SELECT * FROM unnest(CAST(:words AS text[]), CAST(:open AS boolean[]), CAST(:weights AS float[]))
        AS wanted(word, open_end, weight)
    )
    SELECT found.document, found.start, found."end", coalesce(weighed.score, 0) AS score
    FROM found, LATERAL (
        SELECT sum(
            wanted.weight * cardinality(held.positions) * ({_K1} + 1)
            / (cardinality(held.positions) + {_K1} * (1 - {_B} + {_B} * found.length / :usual))
        ) AS score
        FROM unnest(found.words) AS held
        JOIN wanted ON held.lexeme = wanted.word
        OR (wanted.open_end AND starts_with(held.lexeme, wanted.word))
    ) AS weighed
    ORDER BY score DESC, found.path, found.document, found.start
    LIMIT :limit
    """  # noqa: S608  (numbers of its own)
)


def _query(part: Part) -> str:
    """Return a part of a query as a tsquery is written."""
    if isinstance(part, Terms):
        words = [quoted(word) for word in part.words]
        if part.open_end:
            words[-1] += ":*"
        return f"({' <-> '.join(words)})"
    if isinstance(part, Not):
        return f"!{_query(part.part)}"
    sign = " | " if isinstance(part, Either) else " & "
    parts: Every | Either = part
    return f"({sign.join(map(_query, parts.parts))})"
