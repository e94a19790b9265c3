"""Who may ask what: bearer tokens and their scopes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Annotated

from fastapi import Depends, HTTPException, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from onrecord.record.tokens import SCOPES, Token, Tokens
from onrecord.web.security import READING
from onrecord.web.site import Site
from onrecord.web.who import NOBODY, Person, person_of, set_person

_BEARER = HTTPBearer(
    auto_error=False, description="A token made with `onrecord token RECORD --new NAME --scope SCOPE`."
)


_ASKED = "onrecord.asked"
"""Where a request says that it is known who asks: a token, or the session of a page, was looked at."""


def whole_site_of(request: Request) -> Site:
    """Return the site that this API is over, for accounts, tokens and limits: not for what it answers."""
    site: Site = request.app.state.site
    return site


def site_of(request: Request) -> Site:
    """Return the site as who asks may see it: nothing above the clearance of a token's account is there."""
    if not request.scope.get(_ASKED):
        raise RuntimeError("a route of the API asks for its site before it knows who asks")
    return whole_site_of(request).seen_by(person_of(request).clearance)


def address_of(request: Request) -> str:
    """Return the address of the server that was asked, under which its pages lie."""
    return f"{request.url.scheme}://{request.url.netloc}"


def token_of(request: Request, secret: str, scope: str) -> Token:
    """Return the token of a secret as far as it holds for whom it belongs to, who asks from now on.

    In a team a token allows no more than the role of its account, and nothing once that is disabled. Raises
    HTTPException where it does not allow what `scope` names.
    """
    site = whole_site_of(request)
    token = Tokens(site.record).of(secret)
    account = site.team.accounts.get(token.account) if site.team and token and token.account else None
    if token is None or (site.team and (account is None or account.disabled)):
        raise HTTPException(
            401,
            "This token is not known or was revoked. " + _how_to_have_one(site),
            {"WWW-Authenticate": "Bearer"},
        )
    person = Person.of_token(token, account)
    set_person(request.scope, person)
    request.scope[_ASKED] = True
    return _allowed(site, person, replace(token, scopes=_scopes_of(person)), scope)


def _of_session(request: Request, scope: str) -> Token | None:
    """Return what who is signed in may do, to pages of this server that read; None for all others."""
    site, person = whole_site_of(request), person_of(request)
    own = request.method in READING and request.headers.get("sec-fetch-site") == "same-origin"
    if site.team is None or person == NOBODY or not own:
        return None
    request.scope[_ASKED] = True
    token = Token("session", person.shown, _scopes_of(person), "", None, person.name)
    return _allowed(site, person, token, scope)


def _allowed(site: Site, person: Person, token: Token, scope: str) -> Token:
    if site.team:
        site.team.limits.take_request(person.name)
    if not token.allows(scope):
        raise HTTPException(
            403, f"This token does not allow to {SCOPES[scope]}: it needs the scope {scope!r}."
        )
    return token


def _scopes_of(person: Person) -> tuple[str, ...]:
    return tuple(scope for scope in SCOPES if person.may(scope))


def _how_to_have_one(site: Site) -> str:
    if site.team:
        return "The page of your account makes one, where your role allows it."
    return "`onrecord token RECORD --new NAME` makes one."


def allowing(scope: str) -> Callable[..., Token]:
    """Return the dependency by which a route asks for a token of a scope."""

    def dependency(
        request: Request, given: Annotated[HTTPAuthorizationCredentials | None, Depends(_BEARER)]
    ) -> Token:
        if given is not None:
            return token_of(request, given.credentials, scope)
        token = _of_session(request, scope)
        if token is None:
            raise HTTPException(
                401,
                "Send a token: `Authorization: Bearer …`. " + _how_to_have_one(whole_site_of(request)),
                {"WWW-Authenticate": "Bearer"},
            )
        return token

    return dependency


# a route names its token before its site: the site is the one that the token's person may see
Reading = Annotated[Token, Depends(allowing("read"))]
Reviewing = Annotated[Token, Depends(allowing("review"))]
Checking = Annotated[Token, Depends(allowing("check"))]
OfSite = Annotated[Site, Depends(site_of)]
