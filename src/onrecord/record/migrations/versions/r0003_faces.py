"""What the faces need: a log of builds, tokens of the API, decisions with the row as it was decided on."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def _text(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, TEXT, nullable=nullable)


def upgrade() -> None:
    """Add tables and columns; nothing that is there changes."""
    op.create_table(
        "builds",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        _text("when"),
        _text("payload"),
    )
    op.create_table(
        "tokens",
        sa.Column("id", TEXT, primary_key=True),
        *(_text(name) for name in ("name", "hash", "scopes", "made")),
        _text("revoked", nullable=True),
    )
    op.add_column("documents", sa.Column("compared", sa.Integer, nullable=False, server_default="0"))
    op.create_index("documents_by_comparison", "documents", ["compared"])
    op.add_column("decisions", _text("snapshot", nullable=True))
