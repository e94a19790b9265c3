"""A record as an older version made it: the tables of an older revision, with what of a new one fits."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine

from onrecord.record import database
from onrecord.record.folder import DATABASE


def aged(record: Path, out: Path, revision: str) -> None:
    """Copy a record to `out`, its database of `revision`."""
    shutil.copytree(record, out, ignore=shutil.ignore_patterns(f"{DATABASE}*", "index"))
    _make_tables(out / DATABASE, revision)
    made = sqlite3.connect(out / DATABASE, isolation_level=None)
    made.execute("PRAGMA foreign_keys = OFF")
    made.execute("PRAGMA journal_mode = WAL")
    made.execute("ATTACH ? AS new", (str(record / DATABASE),))
    made.execute("BEGIN")
    for (table,) in made.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
        if table != "alembic_version" and not table.startswith("sqlite_"):
            known = set(_columns(made, "new", table))
            both = ", ".join(f'"{name}"' for name in _columns(made, "main", table) if name in known)
            if both:
                made.execute(f'DELETE FROM main."{table}"')
                made.execute(
                    f'INSERT OR IGNORE INTO main."{table}" ({both}) SELECT {both} FROM new."{table}"'
                )
    made.execute("COMMIT")
    made.close()


def _make_tables(path: Path, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(database.__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
    engine.dispose()


def _columns(connection: sqlite3.Connection, schema: str, table: str) -> list[str]:
    return [name for _, name, *_ in connection.execute(f'PRAGMA {schema}.table_info("{table}")')]
