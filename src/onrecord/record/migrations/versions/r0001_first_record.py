"""The first record: documents, rows, keys, resolved rows, issues, custody and decisions."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def _text(name: str, *, nullable: bool = False, **options: Any) -> sa.Column[str]:
    return sa.Column(name, TEXT, nullable=nullable, **options)


def _number(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=nullable)


def _serial() -> sa.Column[int]:
    return sa.Column("number", sa.Integer, primary_key=True, autoincrement=True)


def _of_document() -> sa.Column[str]:
    return sa.Column("document", TEXT, sa.ForeignKey("documents.id"), nullable=False)


def _of_stage() -> sa.Column[str]:
    return sa.Column("stage", TEXT, sa.ForeignKey("stages.stage"), nullable=False)


def upgrade() -> None:
    """Make the tables."""
    op.create_table("meta", sa.Column("name", TEXT, primary_key=True), _text("value"))
    _make_sources_and_documents()
    _make_readings()
    _make_resolved()
    _make_history()


def _make_sources_and_documents() -> None:
    op.create_table(
        "sources", sa.Column("sha256", TEXT, primary_key=True), _number("size"), _text("media_type")
    )
    op.create_table(
        "receipts",
        _text("path"),
        _text("document"),
        _text("root"),
        _text("sha256", nullable=True),
        _text("container", nullable=True),
        _text("metadata", nullable=True),
        _text("origin", nullable=True),
        sa.Column("present", sa.Boolean, nullable=True),
        sa.PrimaryKeyConstraint("path", "document"),
    )
    op.create_index("receipts_by_root", "receipts", ["root"])
    op.create_index("receipts_by_document", "receipts", ["document"])
    op.create_table(
        "documents",
        _serial(),
        _text("id", unique=True),
        _text("path"),
        _text("sha256"),
        _text("fingerprint"),
        _number("generation"),
        _number("changed"),
        sa.Column("retired", sa.Boolean, nullable=False),
        _text("text_sha256", nullable=True),
        _text("payload", nullable=True),
        _text("passages", nullable=True),
    )
    op.create_index("documents_by_path", "documents", ["path", "id"])
    op.create_index("documents_by_change", "documents", ["changed"])


def _make_readings() -> None:
    op.create_table(
        "rows",
        _serial(),
        _of_document(),
        *(_text(name) for name in ("id", "type")),
        *(_number(name) for name in ("start", "end", "generation")),
        _text("payload"),
        sa.UniqueConstraint("document", "id"),
    )
    op.create_index("rows_in_order", "rows", ["type", "document", "start", "id"])
    op.create_index("rows_by_id", "rows", ["id"])
    op.create_table(
        "superseded",
        _serial(),
        _of_document(),
        *(_text(name) for name in ("id", "type")),
        *(_number(name) for name in ("generation", "superseded_by")),
        *(_text(name) for name in ("when", "reason", "payload")),
    )
    op.create_index("superseded_by_document", "superseded", ["document", "id"])
    op.create_table(
        "rejected",
        _serial(),
        _of_document(),
        *(_text(name) for name in ("extractor", "code", "reason")),
        *(_number(name) for name in ("start", "end")),
        _text("exact"),
    )
    op.create_index("rejected_by_document", "rejected", ["document"])
    op.create_table(
        "issues",
        _serial(),
        *(_text(name) for name in ("scope", "owner", "path", "code", "message", "remedy", "severity")),
    )
    op.create_index("issues_by_owner", "issues", ["scope", "owner"])
    op.create_table(
        "block_keys",
        _serial(),
        sa.Column("document_number", sa.Integer, sa.ForeignKey("documents.number"), nullable=False),
        *(_text(name) for name in ("stage", "key")),
        _text("row", nullable=True),
        _number("start"),
    )
    op.create_index("block_keys_by_key", "block_keys", ["stage", "key"])
    op.create_index("block_keys_by_document", "block_keys", ["document_number"])


def _make_resolved() -> None:
    op.create_table("stages", sa.Column("stage", TEXT, primary_key=True), _text("version"), _number("rank"))
    op.create_table(
        "resolved_rows",
        _of_stage(),
        *(_text(name) for name in ("id", "type")),
        _number("rank"),
        _text("document"),
        *(_number(name) for name in ("start", "end")),
        _text("payload"),
        sa.PrimaryKeyConstraint("id", "stage"),
    )
    op.create_index("resolved_rows_in_order", "resolved_rows", ["type", "document", "start", "id"])
    op.create_table(
        "redirects",
        _of_stage(),
        *(_text(name) for name in ("row", "to", "reason")),
        sa.PrimaryKeyConstraint("row", "stage"),
    )
    op.create_index("redirects_by_target", "redirects", ["to"])


def _make_history() -> None:
    op.create_table(
        "custody",
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        *(_text(name) for name in ("when", "who", "action", "subject", "detail", "previous", "hash")),
    )
    op.create_table(
        "decisions",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        *(_text(name) for name in ("row", "action", "value", "who", "when", "why")),
        sa.Column("undoes", sa.Integer, sa.ForeignKey("decisions.id"), nullable=True),
    )
    op.create_index("decisions_by_row", "decisions", ["row"])
