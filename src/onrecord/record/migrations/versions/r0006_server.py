"""What lies beside a SQLite database in files lies in tables on a PostgreSQL server."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TEXT = sa.Text(collation="C")


def upgrade() -> None:
    """Add tables on a server; a SQLite database stays as it is."""
    if op.get_bind().dialect.name != "postgresql":
        return
    op.create_table(
        "files",
        *(sa.Column(name, TEXT, nullable=False) for name in ("kind", "sha256")),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("kind", "sha256"),
    )
    op.create_table(
        "passages",
        sa.Column("document", TEXT, sa.ForeignKey("documents.id"), nullable=False),
        *(sa.Column(name, sa.Integer, nullable=False) for name in ("start", "end", "length")),
        sa.Column("words", TSVECTOR, nullable=False),
        sa.PrimaryKeyConstraint("document", "start", "end"),
    )
    op.create_index("passages_by_word", "passages", ["words"], postgresql_using="gin")
