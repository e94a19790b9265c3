from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex, CreateTable

from onrecord.record import database
from onrecord.record.schema import escaped, metadata
from onrecord.record.store import Record
from onrecord.types.errors import RecordCannotBeOpened
from tests.record.papers import save_three


def test_the_migrations_make_the_tables_the_record_uses(tmp_path: Path) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    engine = create_engine(f"sqlite:///{tmp_path / 'x.sqlite'}")
    with engine.begin() as connection:
        database.upgrade(connection)
        assert set(inspect(connection).get_table_names()) == {*metadata.tables, "alembic_version"}
        differences = compare_metadata(MigrationContext.configure(connection), metadata)
    engine.dispose()
    assert [found for found in differences if not is_comment(found)] == []


def is_comment(difference: object) -> bool:
    return "comment" in str(difference).split(",", 1)[0]


def test_the_revision_expected_is_the_newest_there_is() -> None:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(Path(database.__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    assert ScriptDirectory.from_config(config).get_heads() == [database.REVISION]


def test_the_tables_can_be_made_on_postgresql() -> None:
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
    statements = [str(CreateTable(table).compile(dialect=dialect)) for table in metadata.sorted_tables]
    statements += [
        str(CreateIndex(index).compile(dialect=dialect))
        for table in metadata.sorted_tables
        for index in table.indexes
    ]
    assert len(statements) > 15
    assert all('COLLATE "C"' in statement for statement in statements if "TEXT" in statement)


def test_a_record_cut_short_while_it_was_made_is_finished(place: Path) -> None:
    Record.create(place).close()
    (place / "record.sqlite").unlink()
    sqlite3.connect(place / "record.sqlite").close()
    with pytest.raises(RecordCannotBeOpened, match="not finished"):
        Record.open(place)
    with Record.create(place) as record:
        save_three(record)
        assert record.counts()["document"] == 3


def test_a_record_of_a_newer_version_is_left_alone(place: Path) -> None:
    Record.create(place).close()
    connection = sqlite3.connect(place / "record.sqlite")
    with connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    for opened in (Record.open, Record.create):
        with pytest.raises(RecordCannotBeOpened, match="newer version"):
            opened(place)


@pytest.mark.parametrize("text", ["", "plain", "한국어", "a\x00b", "\ud800", "\x10x", "\x10"])
def test_every_text_fits_into_every_database(text: str) -> None:
    stored = escaped(text)
    assert "\x00" not in stored
    stored.encode()
