"""What a team needs: accounts, their sessions, and tokens that belong to an account."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def _text(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, TEXT, nullable=nullable)


def upgrade() -> None:
    """Add tables and a column; nothing that is there changes."""
    op.create_table(
        "accounts",
        sa.Column("name", TEXT, primary_key=True),
        sa.Column("shown", TEXT, nullable=False, unique=True),
        *(_text(name) for name in ("role", "clearance")),
        *(_text(name, nullable=True) for name in ("password", "issuer", "subject")),
        _text("made"),
        _text("disabled", nullable=True),
        sa.UniqueConstraint("issuer", "subject"),
    )
    op.create_table(
        "sessions",
        sa.Column("hash", TEXT, primary_key=True),
        sa.Column("account", TEXT, sa.ForeignKey("accounts.name"), nullable=False),
        *(_text(name) for name in ("made", "seen", "address", "agent")),
    )
    op.create_index("sessions_by_account", "sessions", ["account"])
    op.add_column("tokens", _text("account", nullable=True))
