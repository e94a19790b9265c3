"""The team of a site: its accounts, sessions and limits, and how a browser keeps who is signed in."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import BoundedSemaphore

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from onrecord.record.accounts import Account, Accounts
from onrecord.record.sessions import Session, Sessions, form_token
from onrecord.record.store import Record
from onrecord.web.security import FORMS
from onrecord.web.site import Site
from onrecord.web.team.limits import Limits
from onrecord.web.team.openid import Issuers
from onrecord.web.team.settings import TeamSettings
from onrecord.web.who import NOBODY, Person, set_person

HASHED_AT_ONCE = 2
"""Passwords that are hashed at one time: each takes 64 MiB and all of a core."""

PATIENCE = 5.0
"""Seconds that an attempt to sign in waits for others."""

_SESSION = "onrecord.session"


class Team:
    """Who may sign in to a record, and who is."""

    def __init__(self, record: Record, settings: TeamSettings) -> None:
        self.settings = settings
        self.record = record
        self.accounts = Accounts(record)
        self.sessions = Sessions(
            record, timedelta(minutes=settings.idle_minutes), timedelta(hours=settings.longest_hours)
        )
        self.limits = Limits(settings.requests_a_minute)
        self.issuers = Issuers(settings.issuers, settings.at.origin)
        self._hashing = BoundedSemaphore(HASHED_AT_ONCE)
        secure = settings.at.secure
        self.cookie = "__Host-onrecord" if secure else "onrecord"
        self.visit = "__Host-onrecord-visit" if secure else "onrecord-visit"

    def checked(self, name: str, password: str, address: str) -> Account | None:
        """Return the account of a name and a password; refuses where there were too many attempts."""
        self.limits.take_attempt(name, address)
        with self._hashed():
            found = self.accounts.checked(name, password)
        if found is not None:
            self.limits.forget_attempts(name)
        return found

    @contextmanager
    def _hashed(self) -> Iterator[None]:
        if not self._hashing.acquire(timeout=PATIENCE):
            raise HTTPException(503, "Many people sign in at this moment. Try again in a minute.")
        try:
            yield
        finally:
            self._hashing.release()

    def sign_in(self, request: Request, answer: Response, account: Account) -> None:
        """Begin a session under a new id; one that this browser had before ends."""
        self.sign_out(request, answer)
        agent = request.headers.get("user-agent", "")
        secret = self.sessions.begin(account.name, address_of(request), agent)
        self._set(answer, self.cookie, secret)

    def sign_out(self, request: Request, answer: Response) -> None:
        """End the session of a browser, here and there."""
        session = session_of(request)
        if session is not None:
            self.sessions.end(session.id, session.account)
        for name in (self.cookie, self.visit):
            answer.delete_cookie(name, secure=self.settings.at.secure, httponly=True, samesite="lax")

    def begin_visit(self, request: Request) -> str:
        """Give a browser that is not signed in a secret of its own, to which the sign-in form is tied."""
        given = request.cookies.get(self.visit, "")
        secret = given if len(given) >= 40 else secrets.token_urlsafe(32)
        if session_of(request) is None:
            request.scope[FORMS] = form_token(secret)
        return secret

    def keep_visit(self, answer: Response, secret: str) -> None:
        """Let a browser keep the secret of its visit."""
        self._set(answer, self.visit, secret)

    def _set(self, answer: Response, name: str, value: str) -> None:
        answer.set_cookie(name, value, secure=self.settings.at.secure, httponly=True, samesite="lax")


class SignedIn:
    """Says who asks, by the session that a browser sends the id of."""

    def __init__(self, app: ASGIApp, team: Team, static: str) -> None:
        self._app, self._team, self._static = app, team, static

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        set_person(scope, NOBODY)
        if scope["type"] == "http" and not scope["path"].startswith(self._static):
            cookies = Request(scope).cookies
            secret = cookies.get(self._team.cookie, "")
            found = await run_in_threadpool(self._team.sessions.of, secret) if secret else None
            if found is not None:
                scope[_SESSION], account = found
                scope[FORMS] = form_token(secret)
                set_person(scope, Person.of_account(account))
            else:
                scope[FORMS] = form_token(cookies.get(self._team.visit, "") or secrets.token_urlsafe(32))
        await self._app(scope, receive, send)


def team_of(request: Request) -> Team:
    """Return the team that a page is for; such pages are there for a team alone."""
    site: Site = request.app.state.site
    if site.team is None:
        raise HTTPException(404)
    return site.team


def session_of(request: Request) -> Session | None:
    """Return the session that a request belongs to."""
    session: Session | None = request.scope.get(_SESSION)
    return session


def address_of(request: Request) -> str:
    """Return the address that a request comes from, as far as it can be known."""
    return request.client.host if request.client else "not known"
