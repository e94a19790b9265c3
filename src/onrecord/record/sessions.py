"""Sessions: who is signed in where. Of a session's id only its SHA-256 is kept.

The id has 256 random bits and is made anew at every sign-in; a session ends after a while without a request,
at the latest some hours after it began (OWASP ASVS 5.0, V7), when its person says so, and when its account is
disabled.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, insert, or_, select, update

from onrecord.record.accounts import Account, account_of
from onrecord.record.schema import accounts, sessions
from onrecord.record.store import Record
from onrecord.types.errors import OnRecordError

LONGEST_AGENT = 200
"""Characters kept of what a browser calls itself."""

SEEN_EVERY = timedelta(minutes=1)
"""How often it is written down that a session was used: not at every request."""

_FORM = "%Y-%m-%dT%H:%M:%SZ"


@dataclass(frozen=True, slots=True)
class Session:
    """Where somebody is signed in: `id` is the SHA-256 of the session's id; times are in UTC."""

    id: str
    account: str
    made: str
    seen: str
    address: str
    agent: str


@dataclass(frozen=True)
class Sessions:
    """The sessions of one record; they end after `idle` without a request, and `longest` after they began."""

    record: Record
    idle: timedelta = field(default=timedelta(minutes=30))
    longest: timedelta = field(default=timedelta(hours=12))
    _seen: dict[str, str] = field(default_factory=dict, init=False, compare=False)
    _writer: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(1, thread_name_prefix="sessions"),
        init=False,
        compare=False,
    )

    def begin(self, account: str, address: str, agent: str) -> str:
        """Begin a session; return its id, which goes to the browser alone. Those that ran out are removed."""
        secret = secrets.token_urlsafe(32)
        with self.record.keeping() as (connection, custodian):
            now = custodian.now()
            connection.execute(
                delete(sessions).where(
                    or_(sessions.c.made <= _ago(now, self.longest), sessions.c.seen <= _ago(now, self.idle))
                )
            )
            connection.execute(
                insert(sessions).values(
                    hash=hash_of(secret), account=account, made=now, seen=now,
                    address=address, agent=agent[:LONGEST_AGENT],
                )
            )  # fmt: skip
        for id_ in [id_ for id_, seen in list(self._seen.items()) if seen <= _ago(now, self.idle)]:
            self._seen.pop(id_, None)
        return secret

    def of(self, secret: str) -> tuple[Session, Account] | None:
        """Return the session that an id is of with its account, None where it has ended."""
        began = sessions.c.made.label("began")
        query = (
            select(began, *(column for column in sessions.c if column.name != "made"), accounts)
            .join(accounts, accounts.c.name == sessions.c.account)
            .where(sessions.c.hash == hash_of(secret))
        )
        with self.record.reading() as connection:
            line = connection.execute(query).first()
        if line is None or line.disabled:
            return None
        now, seen = self.record.clock(), max(line.seen, self._seen.get(line.hash, ""))
        if self._over(line.began, seen, now):
            return None
        if seen <= _ago(now, SEEN_EVERY):
            self._seen[line.hash] = now
            self._writer.submit(self._write_seen, line.hash, now)
        return Session(line.hash, line.account, line.began, seen, line.address, line.agent), account_of(line)

    def _write_seen(self, id_: str, now: str) -> None:
        """Write down that a session was used; no page waits for it, since a build may be writing for long."""
        with suppress(OnRecordError), self.record.keeping() as (connection, _):
            connection.execute(update(sessions).where(sessions.c.hash == id_).values(seen=now))

    def _over(self, began: str, seen: str, now: str) -> bool:
        """Tell whether a session has ended; one used after now was so by a clock that has been put back."""
        if seen > _ago(now, -SEEN_EVERY):
            return True
        return began <= _ago(now, self.longest) or seen <= _ago(now, self.idle)

    def all_of(self, account: str) -> tuple[Session, ...]:
        """Return the sessions of an account that hold, the one begun last first."""
        now = self.record.clock()
        query = (
            select(sessions)
            .where(
                sessions.c.account == account,
                sessions.c.made > _ago(now, self.longest),
                sessions.c.seen > _ago(now, self.idle),
            )
            .order_by(sessions.c.made.desc(), sessions.c.hash)
        )
        with self.record.reading() as connection:
            return tuple(
                Session(line.hash, line.account, line.made, line.seen, line.address, line.agent)
                for line in connection.execute(query)
            )

    def end(self, id_: str, account: str) -> None:
        """End a session of an account; one of another account goes on."""
        with self.record.keeping() as (connection, _):
            connection.execute(delete(sessions).where(sessions.c.hash == id_, sessions.c.account == account))

    def end_others(self, id_: str, account: str) -> None:
        """End every session of an account but one."""
        with self.record.keeping() as (connection, _):
            connection.execute(delete(sessions).where(sessions.c.hash != id_, sessions.c.account == account))


def hash_of(secret: str) -> str:
    """Return what is kept of a session's id."""
    return hashlib.sha256(secret.encode()).hexdigest()


def form_token(secret: str) -> str:
    """Return the token that the forms of a session carry: of its id, which it does not give away."""
    return hmac.new(secret.encode(), b"forms of this session", hashlib.sha256).hexdigest()


def _ago(now: str, span: timedelta) -> str:
    return (datetime.strptime(now, _FORM).replace(tzinfo=UTC) - span).strftime(_FORM)
