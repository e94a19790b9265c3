"""Accounts of a team: who may sign in, by a password or through OpenID Connect, and what each may do.

Of a password only its argon2id hash is kept (RFC 9106, the second recommended setting: three passes over
64 MiB); it is made anew at a sign-in once the setting has changed. Passwords are held against nothing online.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from onrecord.record import custody
from onrecord.record.schema import accounts, sessions
from onrecord.record.store import Record
from onrecord.types.access import CLASSES, DEFAULT_CLEARANCE, ROLES
from onrecord.types.errors import OnRecordError

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST_PASSWORD = 12
"""Characters a password has at least."""

LONGEST_PASSWORD = 1000
"""Characters of a password that are taken: hashing more would only cost time."""

_NAME = re.compile(r"[a-z0-9][a-z0-9._@+-]{0,79}")


class AccountCannotBeChanged(OnRecordError):
    """An account has no usable name, password, role or clearance, is there already, or is not there."""


class TeamIsNotInstalled(OnRecordError):
    """What accounts need is not installed."""

    def __init__(self) -> None:
        super().__init__(
            "Accounts need the extra `team`, which is not installed: pip install 'onrecord[team]'."
        )


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may sign in; `made` and `disabled` are times in UTC. The password's hash is not here."""

    name: str
    shown: str
    role: str
    clearance: str
    made: str
    disabled: str | None = None
    by_password: bool = False
    issuer: str | None = None
    subject: str | None = None


class Accounts:
    """The accounts of one record; every change stands in its custody log. No name is ever given twice."""

    def __init__(self, record: Record) -> None:
        self._record = record

    def add(
        self,
        name: str,
        *,
        role: str,
        shown: str = "",
        clearance: str = DEFAULT_CLEARANCE,
        password: str | None = None,
        openid: tuple[str, str] | None = None,
    ) -> Account:
        """Make an account that signs in by a password, by OpenID (issuer, subject), or both.

        Raises AccountCannotBeChanged.
        """
        name, shown = name.strip().casefold(), " ".join(shown.split()) or name.strip()
        _check_name(name, shown)
        _check_place(role, clearance)
        if password is None and openid is None:
            raise AccountCannotBeChanged(f"{name}: an account needs a password or an OpenID subject.")
        self._check_not_taken(name, shown)
        hashed = None if password is None else _hashed(password, name)
        issuer, subject = openid or (None, None)
        try:
            with self._record.keeping() as (connection, custodian):
                made = Account(
                    name, shown, role, clearance, custodian.now(), None, hashed is not None, issuer, subject
                )
                connection.execute(
                    insert(accounts).values(
                        name=name, shown=shown, role=role, clearance=clearance, password=hashed,
                        issuer=issuer, subject=subject, made=made.made,
                    )
                )  # fmt: skip
                way = {"issuer": issuer, "subject": subject} if openid else {}
                told = {"shown": shown, "role": role, "clearance": clearance, **way}
                custodian.log(connection, custody.ACCOUNT_MADE, name, told)
        except IntegrityError as error:
            raise _taken(name, shown) from error
        return made

    def _check_not_taken(self, name: str, shown: str) -> None:
        """Refuse names that people would take for those of another account, in whatever letters."""
        for other in self.all():
            if {name, shown.casefold()} & {other.name, other.shown.casefold()}:
                raise _taken(name, shown)

    def all(self) -> tuple[Account, ...]:
        """Return every account by name, disabled ones too."""
        with self._record.reading() as connection:
            return tuple(
                account_of(line) for line in connection.execute(select(accounts).order_by(accounts.c.name))
            )

    def get(self, name: str) -> Account | None:
        """Return the account of a login name."""
        with self._record.reading() as connection:
            line = connection.execute(select(accounts).where(accounts.c.name == name.casefold())).first()
        return account_of(line) if line else None

    def of_subject(self, issuer: str, subject: str) -> Account | None:
        """Return the account that an OpenID issuer knows as `subject`."""
        query = select(accounts).where(accounts.c.issuer == issuer, accounts.c.subject == subject)
        with self._record.reading() as connection:
            line = connection.execute(query).first()
        return account_of(line) if line else None

    def place(self, name: str, *, role: str | None = None, clearance: str | None = None) -> Account:
        """Give an account another role or clearance; it holds from the next request on."""
        known = self._known(name)
        role, clearance = role or known.role, clearance or known.clearance
        _check_place(role, clearance)
        if role != "admin":
            self._check_other_admin(known)
        return self._change(known, custody.ACCOUNT_CHANGED, role=role, clearance=clearance)

    def set_password(self, name: str, password: str) -> Account:
        """Give an account another password and end its sessions."""
        known = self._known(name)
        return self._change(
            known, custody.ACCOUNT_CHANGED, ending=True, password=_hashed(password, known.name)
        )

    def link(self, name: str, issuer: str, subject: str) -> Account:
        """Let an account sign in as what an OpenID issuer calls `subject`."""
        if not issuer or not subject:
            raise AccountCannotBeChanged(f"{name}: give the address of the issuer and the subject, both.")
        return self._change(self._known(name), custody.ACCOUNT_CHANGED, issuer=issuer, subject=subject)

    def disable(self, name: str) -> Account:
        """Let an account sign in no more and end its sessions; its decisions stay. Its tokens are refused."""
        known = self._known(name)
        self._check_other_admin(known)
        when = self._record.clock()
        return self._change(known, custody.ACCOUNT_DISABLED, ending=True, disabled=when)

    def enable(self, name: str) -> Account:
        """Let a disabled account sign in again."""
        return self._change(self._known(name), custody.ACCOUNT_ENABLED, disabled=None)

    def checked(self, name: str, password: str) -> Account | None:
        """Return the account that a name and a password are of, None where they are of none.

        An unknown name, a disabled account and a wrong password take the same time.
        """
        with self._record.reading() as connection:
            line = connection.execute(
                select(accounts).where(accounts.c.name == name.strip().casefold())
            ).first()
        usable = line is not None and line.password is not None and line.disabled is None
        held = line.password if line is not None and usable else _nobodys()
        right = _verified(held, password)
        if line is None or not usable or not right:
            return None
        if _hasher().check_needs_rehash(held):
            hashed = _hasher().hash(_plain(password))
            with self._record.keeping() as (connection, _):
                connection.execute(
                    update(accounts).where(accounts.c.name == line.name).values(password=hashed)
                )
        return account_of(line)

    def _known(self, name: str) -> Account:
        known = self.get(name)
        if known is None:
            raise AccountCannotBeChanged(f"There is no account {name!r}. `onrecord account RECORD list`.")
        return known

    def _check_other_admin(self, known: Account) -> None:
        others = [one for one in self.all() if one.role == "admin" and not one.disabled]
        if [one.name for one in others] == [known.name]:
            raise AccountCannotBeChanged(
                f"{known.name} is the only admin: make another before this one is disabled or changed."
            )

    def _change(self, known: Account, action: str, *, ending: bool = False, **changed: Any) -> Account:
        told = {name: value for name, value in changed.items() if name not in ("password", "disabled")}
        if "password" in changed:
            told["way"] = "password set anew"
        try:
            with self._record.keeping() as (connection, custodian):
                connection.execute(update(accounts).where(accounts.c.name == known.name).values(**changed))
                if ending:
                    connection.execute(delete(sessions).where(sessions.c.account == known.name))
                custodian.log(connection, action, known.name, told)
        except IntegrityError as error:
            raise AccountCannotBeChanged("Another account has this OpenID subject already.") from error
        by_password = known.by_password or "password" in changed
        kept = {name: value for name, value in changed.items() if name != "password"}
        return replace(known, by_password=by_password, **kept)


def account_of(line: Any) -> Account:
    """Return the account of a line of the table."""
    return Account(
        line.name, line.shown, line.role, line.clearance, line.made, line.disabled,
        line.password is not None, line.issuer, line.subject,
    )  # fmt: skip


def check_password(password: str, name: str = "") -> None:
    """Raise AccountCannotBeChanged where a password is too short, too long, or the name of its account."""
    if len(_plain(password)) < SHORTEST_PASSWORD:
        raise AccountCannotBeChanged(
            f"A password has at least {SHORTEST_PASSWORD} characters: several words make a good one."
        )
    if len(password) > LONGEST_PASSWORD:
        raise AccountCannotBeChanged(f"A password has at most {LONGEST_PASSWORD} characters.")
    if (name and password.casefold() == name.casefold()) or len(set(password)) < 4:
        raise AccountCannotBeChanged("This password is guessed at once. Choose several words.")


def _taken(name: str, shown: str) -> AccountCannotBeChanged:
    return AccountCannotBeChanged(
        f"{name}: an account of this name, of the shown name {shown!r} or of this OpenID subject is "
        "there already. Choose another; names are never given twice."
    )


def _check_name(name: str, shown: str) -> None:
    if not _NAME.fullmatch(name):
        raise AccountCannotBeChanged(
            f"{name!r} cannot be a login name: small letters and digits, then also . _ - + @, 80 at most."
        )
    if len(shown) > 80 or not shown.isprintable():
        raise AccountCannotBeChanged("A shown name has at most 80 characters that can be seen.")


def _check_place(role: str, clearance: str) -> None:
    if role not in ROLES:
        raise AccountCannotBeChanged(f"{role!r} is no role. Roles: {', '.join(ROLES)}.")
    if clearance not in CLASSES:
        raise AccountCannotBeChanged(f"{clearance!r} is no clearance. Clearances: {', '.join(CLASSES)}.")


@cache
def _hasher() -> PasswordHasher:
    try:
        from argon2 import PasswordHasher, profiles  # noqa: PLC0415
    except ImportError as error:
        raise TeamIsNotInstalled from error
    return PasswordHasher.from_parameters(profiles.RFC_9106_LOW_MEMORY)


@cache
def _nobodys() -> str:
    """Return the hash that a password is held against where there is no account."""
    return _hasher().hash("the password of nobody")


def _plain(password: str) -> str:
    """Return a password as it is hashed: however a keyboard composes its accents (RFC 8265)."""
    return unicodedata.normalize("NFC", password)


def _hashed(password: str, name: str) -> str:
    check_password(password, name)
    return _hasher().hash(_plain(password))


def _verified(held: str, password: str) -> bool:
    hasher = _hasher()
    from argon2.exceptions import InvalidHashError, VerificationError  # noqa: PLC0415

    try:
        return hasher.verify(held, _plain(password[: LONGEST_PASSWORD + 1]))
    except (VerificationError, InvalidHashError, UnicodeEncodeError):
        return False
