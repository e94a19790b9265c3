"""The tables of a record, in SQLAlchemy Core; the migrations make them, this module names them."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.types import TypeEngine

_ESCAPED = "\x10"  # ASCII data link escape: what follows is written in escapes
_SURROGATE = re.compile("[\ud800-\udfff]")


def escaped(text: str) -> str:
    """Return `text` as every database takes it: escaped where it holds NUL or a lone surrogate."""
    if "\x00" not in text and text[:1] != _ESCAPED and (text.isascii() or not _SURROGATE.search(text)):
        return text
    return _ESCAPED + text.encode("unicode_escape").decode("ascii")


def unescaped(stored: str) -> str:
    """Return the text that `escaped` wrote."""
    return stored if stored[:1] != _ESCAPED else stored[1:].encode("ascii").decode("unicode_escape")


class AnyText(TypeDecorator[str]):
    r"""Text of any code points, also those a database refuses: NUL and lone surrogates.

    Such a text is stored in escapes behind a mark and comes back as it was, so the offsets of a
    damaged file stay true. Sorted by code point on every database.
    """

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Return the plain text type, in code point order also on PostgreSQL."""
        collation = "C" if dialect.name == "postgresql" else None
        return dialect.type_descriptor(Text(collation=collation))

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Return `value` as a database takes it."""
        return None if value is None else escaped(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """Return the text that was stored."""
        if not isinstance(value, str):
            return value  # a damaged database may hold anything; `verify` says so
        return unescaped(value)


def _text(name: str, **options: Any) -> Column[str]:
    return Column(name, AnyText, nullable=False, **options)


def _optional_text(name: str) -> Column[str]:
    return Column(name, AnyText, nullable=True)


def _number(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False)


def _serial(name: str = "number") -> Column[int]:
    return Column(name, Integer, primary_key=True, autoincrement=True)


metadata = MetaData()

meta = Table(
    "meta",
    metadata,
    Column("name", AnyText, primary_key=True),
    _text("value"),
    comment="What holds for the whole record: its own id, the change counter, the resolving stamp.",
)

sources = Table(
    "sources",
    metadata,
    Column("sha256", AnyText, primary_key=True),
    _number("size"),
    _text("media_type"),
    comment="Bytes as received; they lie under sources/.",
)

receipts = Table(
    "receipts",
    metadata,
    _text("path"),
    _text("document"),
    _text("root"),
    _optional_text("sha256"),
    _optional_text("container"),
    _optional_text("metadata"),
    _optional_text("origin"),
    Column("present", Boolean, nullable=True),
    PrimaryKeyConstraint("path", "document"),
    Index("receipts_by_root", "root"),
    Index("receipts_by_document", "document"),
    comment="Where each document was found; `present` is null until a build of its root has ended.",
)

documents = Table(
    "documents",
    metadata,
    _serial(),
    _text("id", unique=True),
    _text("path"),
    _text("sha256"),
    _text("fingerprint"),
    _number("generation"),
    _number("changed"),
    Column("retired", Boolean, nullable=False),
    _optional_text("text_sha256"),
    _optional_text("payload"),
    _optional_text("passages"),
    Column("compared", Integer, nullable=False, server_default="0"),
    Column("given", Integer, nullable=False, server_default="0"),
    Column("confidentiality", Integer, nullable=False, server_default="0"),
    Index("documents_by_path", "path", "id"),
    Index("documents_by_change", "changed"),
    Index("documents_by_comparison", "compared"),
    Index("documents_retired", "retired"),
    Index("documents_by_class", "confidentiality", "id"),
    Index("documents_in_sight", "retired", "confidentiality", "id", "number"),
    comment="A document and its last reading; without payload where it could not be read. `compared` is the "
    "change that last gave rows about it by comparing. `confidentiality` is the place of its class among "
    "CLASSES, `given` that by rules alone, before anybody decided.",
)

rows = Table(
    "rows",
    metadata,
    _serial(),
    Column("document", AnyText, ForeignKey("documents.id"), nullable=False),
    _text("id"),
    _text("type"),
    _number("start"),
    _number("end"),
    _number("generation"),
    _text("payload"),
    UniqueConstraint("document", "id"),
    Index("rows_in_order", "type", "document", "start", "id"),
    Index("rows_by_id", "id"),
    comment="What the last reading of each document found, as the codec writes it.",
)

superseded = Table(
    "superseded",
    metadata,
    _serial(),
    Column("document", AnyText, ForeignKey("documents.id"), nullable=False),
    _text("id"),
    _text("type"),
    _number("generation"),
    _number("superseded_by"),
    _text("when"),
    _text("reason"),
    _text("payload"),
    Index("superseded_by_document", "document", "id"),
    comment="Rows of earlier readings that the last one no longer gives, or gives otherwise.",
)

rejected = Table(
    "rejected",
    metadata,
    _serial(),
    Column("document", AnyText, ForeignKey("documents.id"), nullable=False),
    _text("extractor"),
    _text("code"),
    _text("reason"),
    _number("start"),
    _number("end"),
    _text("exact"),
    Index("rejected_by_document", "document"),
    comment="Words an extractor saw and refused.",
)

issues = Table(
    "issues",
    metadata,
    _serial(),
    _text("scope"),
    _text("owner"),
    _text("path"),
    _text("code"),
    _text("message"),
    _text("remedy"),
    _text("severity"),
    Index("issues_by_owner", "scope", "owner"),
    comment="What could not be taken in; scope is root, document or stage, owner is which, with its unit.",
)

block_keys = Table(
    "block_keys",
    metadata,
    _serial(),
    Column("document_number", Integer, ForeignKey("documents.number"), nullable=False),
    _text("stage"),
    _text("key"),
    _optional_text("row"),
    _number("start"),
    Index("block_keys_by_key", "stage", "key", "document_number"),
    Index("block_keys_by_document", "document_number", "stage"),
    comment="Keys under which documents meet; `row` is null where it is the document itself.",
)

stale_keys = Table(
    "stale_keys",
    metadata,
    Column("document_number", Integer, ForeignKey("documents.number"), nullable=False),
    _text("stage"),
    _text("key"),
    PrimaryKeyConstraint("document_number", "stage", "key"),
    comment="Keys that a document lost since documents were last compared.",
)

stages = Table(
    "stages",
    metadata,
    Column("stage", AnyText, primary_key=True),
    _text("version"),
    _number("rank"),
    comment="The resolvers whose rows the record holds, in the order they ran.",
)

resolved_rows = Table(
    "resolved_rows",
    metadata,
    Column("stage", AnyText, ForeignKey("stages.stage"), nullable=False),
    _text("unit"),
    _text("id"),
    _text("type"),
    _number("rank"),
    _text("document"),
    _number("start"),
    _number("end"),
    _text("payload"),
    PrimaryKeyConstraint("id", "stage"),
    Index("resolved_rows_in_order", "type", "document", "start", "id"),
    Index("resolved_rows_by_unit", "stage", "unit"),
    comment="Rows made by comparing documents; one with a reading's id is shown in its place.",
)

resolved_documents = Table(
    "resolved_documents",
    metadata,
    _text("stage"),
    _text("id"),
    _text("document"),
    PrimaryKeyConstraint("document", "stage", "id"),
    Index("resolved_documents_by_row", "stage", "id"),
    comment="The documents that a row made by comparing speaks of.",
)

redirects = Table(
    "redirects",
    metadata,
    Column("stage", AnyText, ForeignKey("stages.stage"), nullable=False),
    _text("unit"),
    _text("row"),
    _text("to"),
    _text("reason"),
    PrimaryKeyConstraint("row", "stage"),
    Index("redirects_by_target", "to"),
    Index("redirects_by_unit", "stage", "unit"),
    comment="Rows that are shown as another.",
)

custody = Table(
    "custody",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    _text("when"),
    _text("who"),
    _text("action"),
    _text("subject"),
    _text("detail"),
    _text("previous"),
    _text("hash"),
    comment="The custody log: only ever added to, each entry sealed with the one before.",
)

readings = Table(
    "readings",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    _text("when"),
    _text("who"),
    _text("action"),
    _text("subject"),
    _text("detail"),
    _text("previous"),
    _text("hash"),
    Index("readings_by_person", "who", "seq"),
    comment="Who read what of restricted and secret documents: only ever added to, sealed as custody is.",
)

decisions = Table(
    "decisions",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    _text("row"),
    _text("action"),
    _text("value"),
    _text("who"),
    _text("when"),
    _text("why"),
    Column("undoes", Integer, ForeignKey("decisions.id"), nullable=True),
    _optional_text("snapshot"),
    Index("decisions_by_row", "row"),
    comment="What reviewers decided, with the row as it was then: only ever added to.",
)

builds = Table(
    "builds",
    metadata,
    _serial(),
    _text("when"),
    _text("payload"),
    comment="What each build that changed the record did, as JSON.",
)

tokens = Table(
    "tokens",
    metadata,
    Column("id", AnyText, primary_key=True),
    _text("name"),
    _text("hash"),
    _text("scopes"),
    _text("made"),
    _optional_text("revoked"),
    _optional_text("account"),
    comment="Who may use the API, for what; of a token only its SHA-256 is kept.",
)

accounts = Table(
    "accounts",
    metadata,
    Column("name", AnyText, primary_key=True),
    _text("shown", unique=True),
    _text("role"),
    _text("clearance"),
    _optional_text("password"),
    _optional_text("issuer"),
    _optional_text("subject"),
    _text("made"),
    _optional_text("disabled"),
    UniqueConstraint("issuer", "subject"),
    comment="Who may sign in; `password` is an argon2id hash, issuer and subject are of OpenID Connect.",
)

sessions = Table(
    "sessions",
    metadata,
    Column("hash", AnyText, primary_key=True),
    Column("account", AnyText, ForeignKey("accounts.name"), nullable=False),
    _text("made"),
    _text("seen"),
    _text("address"),
    _text("agent"),
    Index("sessions_by_account", "account"),
    comment="Who is signed in where; of a session's id only its SHA-256 is kept.",
)
