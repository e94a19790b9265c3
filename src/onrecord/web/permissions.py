"""What each page needs: one line a page, and what stands between a page and who may not have it.

A page without a line here is an error when the application is made, so none is open by being forgotten. The
routes of the API say what they need themselves (`web/api/access.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import copy
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from onrecord.types.access import PERMISSIONS
from onrecord.web.who import NOBODY, Person, person_of

ANYBODY = "anybody"
"""What a page needs that is shown before anybody has signed in."""

SIGN_IN = "/sign-in"

NEEDED: Mapping[str, str] = {
    SIGN_IN: ANYBODY,
    "/sign-in/back": ANYBODY,
    "/sign-in/openid/{key}": ANYBODY,
    "/sign-out": ANYBODY,
    "/account": "read",
    "/account/password": "read",
    "/account/sessions": "read",
    "/account/tokens": "tokens",
    "/accounts": "accounts",
    "/accounts/{name}": "accounts",
    "/audit": "audit",
    "/audit.csv": "audit",
    "/": "read",
    "/actors": "read",
    "/actors.csv": "read",
    "/actors/{id}": "read",
    "/actors/{id}/judge": "review",
    "/actors/{id}/undo": "review",
    "/asks": "read",
    "/asks.csv": "read",
    "/asks/untied": "read",
    "/asks/{id}": "read",
    "/check": "check",
    "/check/{key}": "check",
    "/check/{key}/forget": "check",
    "/check/{key}/{format}": "check",
    "/documents": "read",
    "/documents/{id}": "read",
    "/documents/{id}/custody": "read",
    "/export": "read",
    "/export/file": "read",
    "/figures": "read",
    "/figures/single": "read",
    "/figures/{id}": "read",
    "/findings": "read",
    "/findings.csv": "read",
    "/help": "read",
    "/issues": "read",
    "/issues/refused": "read",
    "/norms": "read",
    "/norms/{id}": "read",
    "/quotations": "read",
    "/quotations/{id}": "read",
    "/review": "review",
    "/review/again": "review",
    "/review/correct/{id}": "review",
    "/review/decide": "review",
    "/review/history": "read",
    "/review/new": "review",
    "/review/orphaned": "review",
    "/review/settle": "settle",
    "/review/undo": "review",
    "/rows/{id}": "read",
    "/search": "read",
    "/search/batch": "read",
    "/search/batch.csv": "read",
    "/sources": "read",
    "/timeline": "read",
    "/timeline/undated": "read",
    "/wanted": "read",
    "/wanted.csv": "read",
}
"""The permission (`types.access.PERMISSIONS`) that each page needs, by its path."""


def guarded(routes: Iterable[BaseRoute]) -> list[BaseRoute]:
    """Return routes that refuse who may not have them; raises LookupError where one has no line."""
    return [_guarded(route) for route in routes]


def _guarded(route: BaseRoute) -> BaseRoute:
    if not isinstance(route, Route) or route.path not in NEEDED:
        raise LookupError(f"{route!r} does not say in web/permissions.py what it needs")
    needed = NEEDED[route.path]
    made = copy(route)
    made.app = _Needing(route.app, needed)
    return made


class _Needing:
    """Answers who may have a page, leads others to sign in, and refuses who is signed in and may not."""

    def __init__(self, app: ASGIApp, needed: str) -> None:
        self._app, self._needed = app, needed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        person = person_of(Request(scope))
        if self._needed == ANYBODY or person.may(self._needed):
            await self._app(scope, receive, send)
        elif person == NOBODY:
            await led_to_sign_in(Request(scope))(scope, receive, send)
        else:
            raise refusal(person, self._needed)


def led_to_sign_in(request: Request) -> Response:
    """Lead a reader to the page on which one signs in, and back after that; refuse anything else."""
    if request.method not in ("GET", "HEAD"):
        raise HTTPException(401, "Nobody is signed in here, or not any more. Nothing was changed. Sign in.")
    back = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return RedirectResponse(f"{SIGN_IN}?{urlencode({'next': back})}" if back != "/" else SIGN_IN, 303)


def refusal(person: Person, needed: str) -> HTTPException:
    """Return the refusal of what a role does not allow."""
    role = f"as {person.role}" if person.role else "with this token"
    return HTTPException(
        403, f"To {PERMISSIONS[needed]} is not allowed {role}. An admin of this record can change that."
    )


def check_may(request: Request, needed: str) -> None:
    """Raise a refusal where who asks may not do something."""
    person = person_of(request)
    if not person.may(needed):
        raise refusal(person, needed)
