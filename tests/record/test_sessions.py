from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert

from onrecord.record.schema import accounts
from onrecord.record.sessions import Sessions, form_token, hash_of
from onrecord.record.store import Record


class Clock:
    """A clock that goes when it is told to."""

    def __init__(self) -> None:
        self.at = datetime(2024, 5, 21, 8, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def go(self, **span: float) -> None:
        self.at += timedelta(**span)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def sessions(place: Path, clock: Clock) -> Iterator[Sessions]:
    Record.create(place).close()
    with Record.open(place, clock=clock) as record:
        with record.keeping() as (connection, _):
            for name in ("mina", "ben"):
                made = {"name": name, "shown": name.title(), "role": "reader", "clearance": "public"}
                connection.execute(insert(accounts).values(**made, made="2020-01-01T00:00:00Z"))
        yield Sessions(record)


def test_a_session_is_found_by_its_id_which_is_kept_nowhere(sessions: Sessions) -> None:
    secret = sessions.begin("mina", "192.0.2.7", "B" * 500)
    found = sessions.of(secret)
    assert found is not None
    session, account = found
    assert (session.account, account.name, account.shown) == ("mina", "mina", "Mina")
    assert (session.made, account.made) == ("2024-05-21T08:00:00Z", "2020-01-01T00:00:00Z")
    assert (session.address, len(session.agent)) == ("192.0.2.7", 200)
    assert len(secret) >= 43
    assert session.id == hash_of(secret)
    files = [file for file in sessions.record.index.parent.rglob("*") if file.is_file()]
    assert all(secret.encode() not in file.read_bytes() for file in files)


@pytest.mark.parametrize("given", ["", "x", "0" * 43])
def test_another_id_is_of_no_session(sessions: Sessions, given: str) -> None:
    secret = sessions.begin("mina", "192.0.2.7", "Browser")
    assert sessions.of(given) is None
    assert sessions.of(hash_of(secret)) is None


def test_a_session_ends_when_nothing_was_asked_for_a_while(sessions: Sessions, clock: Clock) -> None:
    secret = sessions.begin("mina", "192.0.2.7", "Browser")
    for _ in range(3):
        clock.go(minutes=29)
        assert sessions.of(secret) is not None
    clock.go(minutes=30)
    assert sessions.of(secret) is None
    assert sessions.all_of("mina") == ()


def test_a_session_ends_in_the_end_however_much_is_asked(sessions: Sessions, clock: Clock) -> None:
    secret = sessions.begin("mina", "192.0.2.7", "Browser")
    held = 0
    while sessions.of(secret) is not None:
        clock.go(minutes=20)
        held += 1
    assert held == 36


def test_a_clock_that_is_put_back_extends_no_session(sessions: Sessions, clock: Clock) -> None:
    secret = sessions.begin("mina", "192.0.2.7", "Browser")
    clock.go(seconds=-30)  # as a clock is set right
    assert sessions.of(secret) is not None
    clock.go(hours=-3)
    assert sessions.of(secret) is None


def test_a_session_of_another_account_cannot_be_ended(sessions: Sessions) -> None:
    secret = sessions.begin("mina", "192.0.2.7", "Browser")
    sessions.end(hash_of(secret), "ben")
    sessions.end_others(hash_of(sessions.begin("ben", "192.0.2.8", "Other")), "ben")
    assert sessions.of(secret) is not None
    sessions.end(hash_of(secret), "mina")
    assert sessions.of(secret) is None


def test_all_sessions_but_this_one_end(sessions: Sessions) -> None:
    first, second, third = (sessions.begin("mina", "192.0.2.7", name) for name in "abc")
    sessions.end_others(hash_of(second), "mina")
    assert [sessions.of(each) is not None for each in (first, second, third)] == [False, True, False]
    assert [each.agent for each in sessions.all_of("mina")] == ["b"]


def test_sessions_that_ran_out_are_removed_when_one_begins(sessions: Sessions, clock: Clock) -> None:
    sessions.begin("mina", "192.0.2.7", "Browser")
    clock.go(hours=13)
    sessions.begin("ben", "192.0.2.7", "Browser")
    with sessions.record.reading() as connection:
        kept = connection.exec_driver_sql("SELECT account FROM sessions").scalars().all()
    assert kept == ["ben"]


def test_the_token_of_forms_is_of_the_session_and_gives_its_id_away_to_nobody(sessions: Sessions) -> None:
    one, other = (sessions.begin("mina", "192.0.2.7", "Browser") for _ in range(2))
    assert form_token(one) == form_token(one) != form_token(other)
    assert form_token(one) != hash_of(one)
    assert one not in form_token(one)


def test_a_page_does_not_wait_for_a_build_that_writes(sessions: Sessions, clock: Clock, place: Path) -> None:
    secret = sessions.begin("mina", "192.0.2.7", "Browser")
    clock.go(minutes=20)
    other = sqlite3.connect(place / "record.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert sessions.of(secret) is not None
    clock.go(minutes=20)
    assert sessions.of(secret) is not None
    assert other.execute("SELECT seen FROM sessions").fetchone() == ("2024-05-21T08:00:00Z",)
    other.execute("ROLLBACK")
    sessions._writer.shutdown()
    assert other.execute("SELECT seen FROM sessions").fetchone() == ("2024-05-21T08:40:00Z",)
    other.close()
