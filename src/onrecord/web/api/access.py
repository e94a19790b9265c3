"""Who may ask what: bearer tokens and their scopes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import Depends, HTTPException, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from onrecord.record.tokens import SCOPES, Token, Tokens
from onrecord.web.site import Site
from onrecord.web.who import Person, set_person

_BEARER = HTTPBearer(
    auto_error=False, description="A token made with `onrecord token RECORD --new NAME --scope SCOPE`."
)


def site_of(request: Request) -> Site:
    """Return the site that this API is over."""
    site: Site = request.app.state.site
    return site


def address_of(request: Request) -> str:
    """Return the address of the server that was asked, under which its pages lie."""
    return f"{request.url.scheme}://{request.url.netloc}"


def token_of(request: Request, secret: str, scope: str) -> Token:
    """Return the token of a secret, by which `person_of` knows who asks from now on.

    Raises HTTPException where it does not allow what `scope` names.
    """
    token = Tokens(site_of(request).record).of(secret)
    if token is None:
        raise HTTPException(
            401,
            "This token is not known or was revoked. `onrecord token RECORD --new NAME` makes one.",
            {"WWW-Authenticate": "Bearer"},
        )
    if not token.allows(scope):
        raise HTTPException(
            403, f"This token does not allow to {SCOPES[scope]}: it needs the scope {scope!r}."
        )
    set_person(request.scope, Person.of_token(token, None))
    return token


def allowing(scope: str) -> Callable[..., Token]:
    """Return the dependency by which a route asks for a token of a scope."""

    def dependency(
        request: Request, given: Annotated[HTTPAuthorizationCredentials | None, Depends(_BEARER)]
    ) -> Token:
        if given is None:
            raise HTTPException(
                401,
                "Send a token: `Authorization: Bearer …`. `onrecord token RECORD --new NAME` makes one.",
                {"WWW-Authenticate": "Bearer"},
            )
        return token_of(request, given.credentials, scope)

    return dependency


Reading = Annotated[Token, Depends(allowing("read"))]
Reviewing = Annotated[Token, Depends(allowing("review"))]
Checking = Annotated[Token, Depends(allowing("check"))]
OfSite = Annotated[Site, Depends(site_of)]
