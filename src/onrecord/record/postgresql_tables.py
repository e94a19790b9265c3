"""Tables that a record has on a PostgreSQL server alone: what lies in files beside a SQLite database."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, MetaData, PrimaryKeyConstraint, Table
from sqlalchemy.dialects.postgresql import TSVECTOR

from onrecord.record.schema import AnyText, documents

metadata = MetaData()

files = Table(
    "files",
    metadata,
    Column("kind", AnyText, nullable=False),
    Column("sha256", AnyText, nullable=False),
    Column("content", LargeBinary, nullable=False),
    PrimaryKeyConstraint("kind", "sha256"),
    comment="Sources as received and canonical texts, by the SHA-256 of their bytes.",
)

passages = Table(
    "passages",
    metadata,
    Column("document", AnyText, ForeignKey(documents.c.id), nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("length", Integer, nullable=False),
    Column("words", TSVECTOR, nullable=False),
    PrimaryKeyConstraint("document", "start", "end"),
    Index("passages_by_word", "words", postgresql_using="gin"),
    comment="What search finds: the words of each passage as they are compared, made from the texts.",
)
