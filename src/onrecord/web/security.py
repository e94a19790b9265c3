"""What keeps pages inert and answers for this machine alone, around every request.

Documents are hostile until proven otherwise: no page runs a script that is not ours (CSP), and no other
site's page reads or changes the record (Host and Origin are checked; every form carries a token).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import wraps
from hmac import compare_digest
from typing import Any
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from onrecord.types.errors import OnRecordError

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # with "no-referrer" browsers send our own forms with the origin "null"
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}

HOSTS = frozenset({"127.0.0.1", "localhost", "::1"})
"""Names that this machine calls itself by; a page of elsewhere that points its own name here has another."""

READING = frozenset({"GET", "HEAD", "OPTIONS"})

LARGEST_REQUEST = 32 * 1024 * 1024
"""Bytes of a request: a draft with pictures fits."""

LARGEST_FIELD = 4 * 1024 * 1024
"""Bytes of one field of a form: a pasted draft fits."""

TOKEN = "token"  # noqa: S105
"""The name of the field in which every form carries the site's token."""

FORMS = "onrecord.forms"
"""Where the token of a session's forms stands in the scope of a request."""

HOURS_OF_HTTPS = 365 * 24
"""For how long browsers keep to https once they have been told to."""

_TOO_LARGE = f"That is more than {LARGEST_REQUEST // 1024 // 1024} MB, more than this server takes at once."


class AddressIsWrong(OnRecordError):
    """The public address of a server is none that browsers reach safely."""


@dataclass(frozen=True, slots=True)
class Address:
    """The public address of a team's server: scheme, and host with port as a browser writes them."""

    scheme: str
    netloc: str

    @classmethod
    def of(cls, url: str) -> Address:
        """Return the address that a URL names; raises AddressIsWrong where it is none to be served at."""
        try:
            parts = urlsplit(url.strip())
            host, port = parts.hostname, parts.port
        except ValueError:
            host, port, parts = None, None, urlsplit("")
        secure = parts.scheme == "https" or (parts.scheme == "http" and host in HOSTS)
        if not host or not secure or parts.username or parts.path.strip("/") or parts.query or parts.fragment:
            raise AddressIsWrong(
                f"{url!r} is no address to serve a team at: give https:// and a host, without a path. "
                "http:// is for trying it on this machine alone."
            )
        named = f"[{host}]" if ":" in host else host
        default = {"https": 443, "http": 80}[parts.scheme]
        return cls(parts.scheme, named if port in (None, default) else f"{named}:{port}")

    @property
    def origin(self) -> str:
        """The address as browsers send it with what a form holds."""
        return f"{self.scheme}://{self.netloc}"

    @property
    def secure(self) -> bool:
        """Whether browsers reach it by https."""
        return self.scheme == "https"


class Guard:
    """Refuses requests that no page of this server made; puts the headers on every answer.

    `refuse` makes the page of a refusal. Requests are refused before anything reads them. `at` is the public
    address where the server has one; without, it answers this machine alone.
    """

    def __init__(
        self,
        app: ASGIApp,
        refuse: Callable[[Request, HTTPException], Response],
        static: str,
        at: Address | None = None,
    ) -> None:
        self._app, self._refuse, self._static, self._at = app, refuse, static, at
        secure = at is not None and at.secure
        kept = {"Strict-Transport-Security": f"max-age={HOURS_OF_HTTPS * 3600}"} if secure else {}
        self._headers = {**HEADERS, **kept}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        cached = scope["path"].startswith(self._static)

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers[name] = value
                headers["Cache-Control"] = "no-cache" if cached else "no-store"
            await send(message)

        if self._at is not None:
            scope["scheme"] = self._at.scheme  # the proxy speaks https for us; links are to be the browser's
        refusal = refusal_of(scope["method"], Headers(scope=scope), self._at)
        if refusal is None:
            await self._app(scope, _limited(receive), sending)
        else:
            await self._refuse(Request(scope), refusal)(scope, receive, sending)


def refusal_of(method: str, headers: Headers, at: Address | None = None) -> HTTPException | None:
    """Return why a request is refused, None where it is not."""
    host = headers.get("host", "")
    if at is None and _hostname(f"//{host}") not in HOSTS:
        return HTTPException(400, "This server answers this machine alone, at http://127.0.0.1 and its port.")
    if at is not None and host.lower() != at.netloc:
        return HTTPException(400, f"This server answers at {at.origin} alone.")
    length = headers.get("content-length", "0")
    if not length.isascii() or not length.isdigit():
        return HTTPException(400, "The request does not say how long it is.")
    if int(length) > LARGEST_REQUEST:
        return HTTPException(413, _TOO_LARGE)
    if method in READING:
        return None
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site not in (None, "same-origin") or origin not in (None, at.origin if at else f"http://{host}"):
        return HTTPException(
            403, "This was sent by a page of another site. Nothing was changed. Use the pages of this server."
        )
    return None


def _hostname(url: str) -> str | None:
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None


def _limited(receive: Receive) -> Receive:
    """Return `receive`, which gives up on a body that grows beyond what was said or is taken."""
    taken = 0

    async def receiving() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > LARGEST_REQUEST:
            raise HTTPException(413, _TOO_LARGE)
        return message

    return receiving


def posted(
    handler: Callable[[Request, FormData], Response],
) -> Callable[[Request], Awaitable[Response]]:
    """Make an endpoint of a handler of forms: it runs in a thread, and only where the token is right."""

    @wraps(handler)
    async def endpoint(request: Request) -> Response:
        async with request.form(max_part_size=LARGEST_FIELD) as form:
            check_token(request, form)
            return await run_in_threadpool(handler, request, form)

    made: Any = endpoint
    made.checks_token = True
    return endpoint


def form_token_of(request: Request) -> str:
    """Return the token that the forms of a page carry: the session's own, or this server's."""
    token: str = request.scope.get(FORMS) or request.app.state.site.token
    return token


def check_token(request: Request, form: FormData) -> None:
    """Raise a refusal where a form does not carry the token it was given."""
    given, expected = form.get(TOKEN), form_token_of(request)
    if not isinstance(given, str) or not compare_digest(given.encode(), expected.encode()):
        raise HTTPException(
            403,
            "This form was shown before the server was started, or by another page. Nothing was changed. "
            "Go back, load the page again, and send the form again.",
        )
