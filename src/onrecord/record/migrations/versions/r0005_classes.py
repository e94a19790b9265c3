"""What classes of confidentiality need: the class of each document, and a log of who read what."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Add columns and a table; every document that is there is public until it is classed."""
    for name in ("given", "confidentiality"):
        op.add_column("documents", sa.Column(name, sa.Integer, nullable=False, server_default="0"))
    op.create_index("documents_by_class", "documents", ["confidentiality", "id"])
    op.create_index("documents_in_sight", "documents", ["retired", "confidentiality", "id", "number"])
    op.create_table(
        "readings",
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        *(
            sa.Column(name, TEXT, nullable=False)
            for name in ("when", "who", "action", "subject", "detail", "previous", "hash")
        ),
    )
    op.create_index("readings_by_person", "readings", ["who", "seq"])
