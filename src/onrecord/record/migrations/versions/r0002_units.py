"""Rows made by comparing documents know the unit of work they were made in, and whom they speak of."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")

STAMP = "resolved"


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, TEXT, nullable=False)


def _of_stage() -> sa.Column[str]:
    return sa.Column("stage", TEXT, sa.ForeignKey("stages.stage"), nullable=False)


def upgrade() -> None:
    """Make the tables anew: what comparing gave is made again by the next build."""
    op.execute(sa.text("DELETE FROM meta WHERE name = :name").bindparams(name=STAMP))
    op.drop_table("resolved_rows")
    op.drop_table("redirects")
    op.create_table(
        "resolved_rows",
        _of_stage(),
        *(_text(name) for name in ("unit", "id", "type")),
        sa.Column("rank", sa.Integer, nullable=False),
        _text("document"),
        *(sa.Column(name, sa.Integer, nullable=False) for name in ("start", "end")),
        _text("payload"),
        sa.PrimaryKeyConstraint("id", "stage"),
    )
    op.create_index("resolved_rows_in_order", "resolved_rows", ["type", "document", "start", "id"])
    op.create_index("resolved_rows_by_unit", "resolved_rows", ["stage", "unit"])
    op.create_table(
        "resolved_documents",
        *(_text(name) for name in ("stage", "id", "document")),
        sa.PrimaryKeyConstraint("document", "stage", "id"),
    )
    op.create_index("resolved_documents_by_row", "resolved_documents", ["stage", "id"])
    op.create_table(
        "redirects",
        _of_stage(),
        *(_text(name) for name in ("unit", "row", "to", "reason")),
        sa.PrimaryKeyConstraint("row", "stage"),
    )
    op.create_index("redirects_by_target", "redirects", ["to"])
    op.create_index("redirects_by_unit", "redirects", ["stage", "unit"])
    op.create_table(
        "stale_keys",
        sa.Column("document_number", sa.Integer, sa.ForeignKey("documents.number"), nullable=False),
        *(_text(name) for name in ("stage", "key")),
        sa.PrimaryKeyConstraint("document_number", "stage", "key"),
    )
    op.create_index("documents_retired", "documents", ["retired"])
    op.drop_index("block_keys_by_key", "block_keys")
    op.create_index("block_keys_by_key", "block_keys", ["stage", "key", "document_number"])
    op.drop_index("block_keys_by_document", "block_keys")
    op.create_index("block_keys_by_document", "block_keys", ["document_number", "stage"])
