"""What a record on a PostgreSQL server does that one in a folder has no need of."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from bench.server import Server
from sqlalchemy.exc import OperationalError

from onrecord.record.address import ServerAddress, address_of
from onrecord.record.passages import passages_of
from onrecord.record.postgresql_errors import told
from onrecord.record.store import Record
from onrecord.record.verification import verify
from onrecord.types.errors import RecordCannotBeOpened, RecordCannotBeWritten, RecordIsBusy
from tests.record.papers import Paper, letter, put, reply, save, save_three

WRITE_AND_WAIT = """
import sys
from onrecord.record.store import Record
from tests.record.papers import letter, save
record = Record.create(sys.argv[1])
save(record, letter)
print("written", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def address(server: Server, empty: str) -> str:
    return server.address(empty)


def database_of(address: str) -> str:
    return address.partition("@/")[2].partition("?")[0]


def end_connections(server: Server, address: str) -> None:
    """Have the server end every connection to a database, as an administrator would."""
    server.ask(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        f"WHERE datname = '{database_of(address)}' AND pid <> pg_backend_pid()"
    )


def test_an_address_stands_without_its_password() -> None:
    address = address_of("postgres://ada:se%40cret@db:5433/letters?schema=harbour&password=x&sslmode=require")
    assert str(address) == "postgresql+psycopg://ada@db:5433/letters?schema=harbour&sslmode=require"
    assert "cret" not in repr(address)
    assert isinstance(address, ServerAddress)
    assert address.url.password == "se@cret"
    assert (address.name, address_of("postgresql://db/letters").name) == ("harbour", "letters")
    assert address_of(str(address)).name == "harbour"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("mysql://ada:secret@db/letters", "in folders and on PostgreSQL servers"),
        ("postgresql://ada:secret@db:port/letters", "cannot be understood"),
        ("postgresql://ada:secret@db/letters?schema=a;b", "one name of small letters"),
    ],
)
def test_an_address_that_cannot_be_used_is_told_without_its_password(given: str, expected: str) -> None:
    with pytest.raises(RecordCannotBeOpened, match=expected) as caught:
        address_of(given)
    assert "secret" not in str(caught.value)


def test_several_records_lie_in_one_database(server: Server, address: str) -> None:
    with Record.create(f"{address}&schema=harbour") as harbour, Record.create(address) as shore:
        save(harbour, letter)
        save(shore, reply)
        assert [row.id for row in harbour.documents()] == [letter.id]
        assert [row.id for row in shore.documents()] == [reply.id]
        assert harbour.index != shore.index
    assert verify(f"{address}&schema=harbour").holds


def test_where_there_is_none_it_says_so(server: Server) -> None:
    address = server.address()
    with pytest.raises(RecordCannotBeOpened, match="there is no record here"):
        Record.open(address)
    server.ask("CREATE SCHEMA onrecord CREATE TABLE other (n int)", database_of(address))
    with pytest.raises(RecordCannotBeWritten, match="holds other tables"):
        Record.create(address)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda address: address.replace("/tmp/", "/tmp/not-"), "cannot be reached"),
        (lambda address: address.replace("@/", "@/no_"), "no such database or user"),
        (lambda address: address.replace("onrecord@", "nobody_here@"), "no such database or user"),
        (lambda address: address.replace("onrecord@", "locked:secret@"), "does not let this user in"),
    ],
    ids=["no server", "no database", "no user", "wrong password"],
)
def test_a_connection_refused_names_the_address_and_the_remedy(
    address: str, change: object, expected: str
) -> None:
    wrong = change(address)  # type: ignore[operator]
    with pytest.raises(RecordCannotBeOpened, match=expected) as caught:
        Record.open(wrong)
    said = str(caught.value)
    assert said.startswith(str(address_of(wrong)))
    assert "secret" not in said


def test_a_user_without_rights_is_told_what_to_ask_for(server: Server, address: str) -> None:
    with Record.create(address) as record:
        save(record, letter)
    with pytest.raises(RecordCannotBeOpened, match="GRANT"):
        Record.open(address.replace("onrecord@", "guest@"))


def test_a_server_that_takes_no_writes_is_told(server: Server, address: str) -> None:
    server.ask(f"ALTER DATABASE {database_of(address)} SET default_transaction_read_only = on")
    with Record.open(address) as record, pytest.raises(RecordCannotBeWritten, match="takes no writes"):
        record.mark_keyed("1")
    with Record.open(address) as record:
        assert list(record.documents()) == []


def test_a_full_disk_is_told() -> None:
    address = address_of("postgresql://db/letters")
    assert isinstance(address, ServerAddress)
    error = OperationalError("INSERT", {}, psycopg.errors.DiskFull("could not extend file"))
    said = told(address, error, RecordCannotBeOpened)
    assert isinstance(said, RecordCannotBeWritten)
    assert "disk of the server is full" in str(said)


def test_a_second_build_is_told_who_is_writing(address: str) -> None:
    with Record.create(address), pytest.raises(RecordIsBusy, match=f"process {os.getpid()} on "):
        Record.create(address)
    Record.create(address).close()


def test_a_build_whose_connection_was_ended_writes_no_more(server: Server, address: str) -> None:
    with Record.create(address) as record:
        save(record, letter)
        end_connections(server, address)
        for _ in range(2):
            with pytest.raises(RecordCannotBeWritten, match="the server ended the connection"):
                save(record, reply)
        with Record.create(address) as other:
            save(other, reply)
    assert verify(address).checked["documents"] == 2


def test_a_reader_goes_on_when_the_server_was_started_again(server: Server, address: str) -> None:
    with Record.create(address) as record:
        save(record, letter)
    with Record.open(address) as record:
        assert record.document_ids() == {letter.id}
        server.stop(signal.SIGKILL)
        with pytest.raises(RecordCannotBeOpened, match="the server"):
            record.document_ids()
        server.start()
        assert record.document_ids() == {letter.id}
        record.decide(letter.id, "note", "after the fall")
    assert verify(address).holds


def test_the_lock_of_a_build_that_was_killed_is_free(address: str) -> None:
    started = subprocess.Popen(
        [sys.executable, "-c", WRITE_AND_WAIT, address],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert started.stdout is not None
    assert started.stdout.readline() == b"written\n"
    started.kill()
    started.communicate()
    with Record.create(address) as record:
        assert record.document_ids() == {letter.id}


def test_what_is_derived_lies_in_a_folder_of_this_machine_for_its_owner_alone(address: str) -> None:
    with Record.create(address) as record:
        assert record.make_index_folder()
        assert record.index.parent.parent == Path(os.environ["XDG_CACHE_HOME"])
        assert record.index.stat().st_mode & 0o077 == 0


def test_passages_are_made_anew_from_the_texts(server: Server, address: str) -> None:
    with Record.create(address) as record:
        save_three(record)
        passages = passages_of(record)
        found = passages.search("bridge OR council")
        server.ask("DELETE FROM onrecord.passages", database_of(address))
        assert passages.search("bridge OR council") == []
        passages.rebuild()
        assert passages.search("bridge OR council") == found
        assert len(found) == 3


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE files SET content = 'other' WHERE kind = 'sources'", "source_changed"),
        ("DELETE FROM files WHERE kind = 'sources'", "file_missing"),
        ("UPDATE files SET content = 'other' WHERE kind = 'texts'", "text_changed"),
        ("UPDATE rows SET payload = replace(payload, 'closed', 'opened')", "anchor_orphaned"),
        ("UPDATE custody SET who = 'nobody' WHERE seq = 1", "custody_broken"),
        ("DELETE FROM custody WHERE seq = 2", "custody_broken"),
    ],
)
def test_damage_on_a_server_is_described(server: Server, address: str, statement: str, code: str) -> None:
    with Record.create(address) as record:
        save_three(record)
    assert verify(address).holds
    server.ask(f"SET search_path = onrecord; {statement}", database_of(address))
    assert code in {broken.code for broken in verify(address).breaks}


def test_a_text_with_any_characters_is_searched_and_dated(address: str) -> None:
    strange = Paper("It's a \\ back\x00slash: 'quoted' words \ud800 here.", "papers/strange.txt")
    with Record.create(address) as record:
        put(record, strange)
        save(record, strange)
        assert record.text(strange.id) == strange.text
        assert [hit.document for hit in passages_of(record).search("quoted words")] == [strange.id]
        assert record.last_date() is None
