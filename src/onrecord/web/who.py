"""Who asks: the person behind a request, and what that person may do.

Every page and every route of the API gets it by `person_of(request)`:

- without `serve --team`, pages are asked by whoever sits at this machine: all is allowed, and the clearance
  is the highest (`Person.of_this_machine`);
- with it, by the account that is signed in, with the permissions of its role and its own clearance; a page
  that needs no account (the sign-in page, static files) has `NOBODY`, who may do nothing;
- in the API by the account that the token belongs to, with those permissions of its role that the token's
  scopes name too; by a token without an account (never with `--team`) with what its scopes name and the
  clearance `TOKEN_CLEARANCE`.

`Person.name` is the login name, `Person.shown` the name under which decisions stand; both are unique. Ask
`person.may("classify")` for what `types.access.PERMISSIONS` names, and `person.may_read("restricted")` for a
class of confidentiality.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from starlette.requests import HTTPConnection
from starlette.types import Scope

from onrecord.record.accounts import Account
from onrecord.record.tokens import Token
from onrecord.types.access import CLASSES, PERMISSIONS, ROLES, may_read

TOKEN_CLEARANCE = "internal"  # noqa: S105 - a class of confidentiality
"""How far a token that belongs to no account reaches."""

_PERSON = "onrecord.person"
"""Where the person stands in the scope of a request."""

_SHOWN_TO: ContextVar[tuple[Person, str]] = ContextVar("shown_to")
"""For whom a page is being made and what its forms carry: macros of templates are told nothing of it."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who asks: login name, shown name, role ("" where there is none), clearance, permissions."""

    name: str
    shown: str
    role: str
    clearance: str
    permissions: frozenset[str]

    def may(self, permission: str) -> bool:
        """Tell whether this person may do what one of PERMISSIONS names."""
        if permission not in PERMISSIONS:
            raise ValueError(f"{permission!r} is no permission")
        return permission in self.permissions

    def may_read(self, confidentiality: str) -> bool:
        """Tell whether this person may read documents of a class of confidentiality."""
        return may_read(self.clearance, confidentiality)

    @classmethod
    def of_this_machine(cls, who: str) -> Person:
        """Return the person who sits at the machine that serves the record to itself alone."""
        return cls(who, who, "", CLASSES[-1], frozenset(PERMISSIONS))

    @classmethod
    def of_account(cls, account: Account) -> Person:
        """Return the person who is signed in to an account."""
        allowed = ROLES[account.role]
        return cls(account.name, account.shown, account.role, account.clearance, allowed)

    @classmethod
    def of_token(cls, token: Token, account: Account | None) -> Person:
        """Return who asks with a token: never more than its account and its scopes allow, both."""
        allowed = {"review", "private"} <= set(token.scopes)
        scopes = frozenset(token.scopes) | ({"release"} if allowed else frozenset())
        if account is None:
            return cls(token.name, token.name, "", TOKEN_CLEARANCE, scopes)
        named = cls.of_account(account)
        return cls(named.name, named.shown, named.role, named.clearance, named.permissions & scopes)


NOBODY = Person("", "", "", CLASSES[0], frozenset())
"""Who asks before anybody has signed in."""


def person_of(request: HTTPConnection) -> Person:
    """Return who asks; NOBODY where nobody is signed in and somebody has to be."""
    person: Person = request.scope.get(_PERSON, NOBODY)
    return person


@contextmanager
def shown_to(person: Person, form_token: str) -> Iterator[None]:
    """Make a page for somebody, whose forms carry a token."""
    before = _SHOWN_TO.set((person, form_token))
    try:
        yield
    finally:
        _SHOWN_TO.reset(before)


def reader() -> Person:
    """Return for whom a page is being made."""
    return _SHOWN_TO.get()[0]


def forms_carry() -> str:
    """Return the token that the forms of a page carry which is being made."""
    return _SHOWN_TO.get()[1]


def set_person(scope: Scope, person: Person) -> None:
    """Say who asks, for the rest of a request."""
    scope[_PERSON] = person
