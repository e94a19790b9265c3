"""Tokens of the API: who may use it, for what. Of a token only its SHA-256 is kept.

A token has 256 random bits, so a plain hash of it gives nothing away and costs no time at each request.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass, replace

from sqlalchemy import Row as Line
from sqlalchemy import insert, select, update

from onrecord.record import custody
from onrecord.record.schema import tokens
from onrecord.record.store import Record
from onrecord.types.errors import OnRecordError

SCOPES = {
    "read": "read rows, texts and search, private persons masked",
    "private": "see the names of private persons",
    "review": "enter decisions",
    "check": "have drafts checked",
}
"""What a token can allow; each is given by itself."""

PREFIX = "onrecord"

_SECRET = re.compile(rf"\b({PREFIX}_[0-9a-f]+)_[\w-]+")


class TokenCannotBeMade(OnRecordError):
    """A token has no name, or allows nothing or something unknown; or there is no token of an id."""


@dataclass(frozen=True, slots=True)
class Token:
    """A token without its secret: `made` and `revoked` are times in UTC, `account` whose it is in a team."""

    id: str
    name: str
    scopes: tuple[str, ...]
    made: str
    revoked: str | None = None
    account: str | None = None

    def allows(self, scope: str) -> bool:
        """Tell whether the token holds and allows what `scope` names."""
        return self.revoked is None and scope in self.scopes


class Tokens:
    """The tokens of one record."""

    def __init__(self, record: Record) -> None:
        self._record = record

    def make(self, name: str, scopes: tuple[str, ...], account: str | None = None) -> tuple[Token, str]:
        """Make a token, of an account where one is given; return it with its secret, shown this once.

        Raises TokenCannotBeMade.
        """
        unknown = [scope for scope in scopes if scope not in SCOPES]
        if not name.strip() or not scopes or unknown:
            raise TokenCannotBeMade(
                f"A token needs a name and at least one of the scopes {', '.join(SCOPES)}"
                + (f"; {unknown[0]!r} is none." if unknown else ".")
            )
        id_, secret = secrets.token_hex(4), secrets.token_urlsafe(32)
        with self._record.keeping() as (connection, custodian):
            made = Token(id_, name.strip(), tuple(sorted(set(scopes))), custodian.now(), None, account)
            connection.execute(
                insert(tokens).values(
                    id=id_, name=made.name, hash=_hash(secret), scopes=" ".join(made.scopes), made=made.made,
                    account=account,
                )
            )  # fmt: skip
            detail = {"name": made.name, "scopes": " ".join(made.scopes)}
            detail |= {"account": account} if account else {}
            custodian.log(connection, custody.ACCESS_GIVEN, id_, detail)
        return made, f"{PREFIX}_{id_}_{secret}"

    def revoke(self, id_: str, account: str | None = None) -> Token:
        """Make a token useless from now on, of an account alone where one is given.

        Raises TokenCannotBeMade where there is none, or no longer.
        """
        known = {token.id: token for token in self.all() if account in (None, token.account)}
        if id_ not in known or known[id_].revoked:
            raise TokenCannotBeMade(f"There is no token {id_!r} that still holds.")
        with self._record.keeping() as (connection, custodian):
            when = custodian.now()
            connection.execute(update(tokens).where(tokens.c.id == id_).values(revoked=when))
            custodian.log(connection, custody.ACCESS_TAKEN, id_, {"name": known[id_].name})
        return replace(known[id_], revoked=when)

    def all(self) -> tuple[Token, ...]:
        """Return every token that was made, in that order."""
        with self._record.reading() as connection:
            found = connection.execute(select(tokens).order_by(tokens.c.made, tokens.c.id)).all()
        return tuple(_token(line) for line in found)

    def of(self, secret: str) -> Token | None:
        """Return the token that a secret is of, None where it is of none or of a revoked one."""
        prefix, _, rest = secret.partition("_")
        id_, _, key = rest.partition("_")
        if prefix != PREFIX or not key:
            return None
        with self._record.reading() as connection:
            line = connection.execute(select(tokens).where(tokens.c.id == id_)).first()
        if line is None or not hmac.compare_digest(line.hash, _hash(key)):
            return None
        token = _token(line)
        return None if token.revoked else token


def without_secrets(text: str) -> str:
    """Return an address, or other words, in which a token may stand, without the secret of any.

    >>> without_secrets("/reconcile/onrecord_12ab34cd_s3-cr_t/suggest")
    '/reconcile/onrecord_12ab34cd/suggest'
    """
    return _SECRET.sub(r"\1", text)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _token(line: Line[tuple[str, ...]]) -> Token:
    return Token(line.id, line.name, tuple(line.scopes.split()), line.made, line.revoked, line.account)
