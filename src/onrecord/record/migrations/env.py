"""Run the migrations on the connection that `record.database` hands over."""

from __future__ import annotations

from alembic import context
from alembic.config import Config

from onrecord.record.schema import metadata


def migrate(config: Config) -> None:
    """Bring the database of `config.attributes["connection"]` to the newest revision."""
    context.configure(connection=config.attributes["connection"], target_metadata=metadata)
    with context.begin_transaction():
        context.run_migrations()


try:
    _config = context.config
except (NameError, AttributeError):  # imported as a module, no migration is running
    pass
else:
    migrate(_config)
