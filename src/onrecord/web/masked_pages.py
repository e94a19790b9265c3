"""What masks each page on its way to who may not see private persons, and leads back what comes in."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import quote, unquote

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from onrecord.export.masking import Masking
from onrecord.web.downloads import attachment
from onrecord.web.masked import (
    enters_a_pseudonym,
    masked_json,
    masked_page,
    masked_text,
    meant_ids,
    shown_ids,
)
from onrecord.web.site import Site
from onrecord.web.who import NOBODY, person_of

MASKED_ALREADY = "/export/file"
"""What masks by itself, in formats of its own."""

_MASKS: dict[str, Callable[[str, Masking], str]] = {
    "text/html": masked_page,
    "text/csv": masked_text,
    "application/json": masked_json,
}

_NAMED = re.compile(r'filename="([^"]*)"')
"""The name that we give a file to keep: the record's is in it."""

_FORM = "application/x-www-form-urlencoded"

_TAKING_FILES = ("/check", "/search/batch")
"""What takes files in a form and enters nothing of it; no other form is sent with parts."""


class MaskedPages:
    """Masks private persons in pages for who may not see them; what lies under `apart` does so itself."""

    def __init__(
        self,
        app: ASGIApp,
        site: Site,
        refuse: Callable[[Request, HTTPException], Response],
        apart: tuple[str, ...],
    ) -> None:
        self._app, self._site, self._refuse, self._apart = app, site, refuse, apart

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or self._is_apart(scope):
            await self._app(scope, receive, send)
            return
        seen = await run_in_threadpool(self._site.seen_by, person_of(Request(scope)).clearance)
        masking = await run_in_threadpool(seen.masking)
        try:
            _lead_back(scope, masking)
            receive = await _led_back(scope, receive, masking)
        except LookupError:
            refused = self._refuse(Request(scope), HTTPException(404))
            await refused(scope, receive, send)
            return
        except HTTPException as error:
            await self._refuse(Request(scope), error)(scope, receive, send)
            return
        answer = _Answer()
        await self._app(scope, receive, answer.take)
        await run_in_threadpool(answer.mask, masking)
        await answer.give(send)

    def _is_apart(self, scope: Scope) -> bool:
        person = person_of(Request(scope))
        if person == NOBODY or person.may("private"):
            return True
        path: str = scope["path"]
        return path == MASKED_ALREADY or path.startswith(self._apart)


def _lead_back(scope: Scope, masking: Masking) -> None:
    path = meant_ids(scope["path"], masking)
    if path != scope["path"]:
        scope["path"], scope["raw_path"] = path, quote(path).encode()
    query = scope["query_string"].decode("latin-1")
    _refuse_hidden_ids(query, masking)
    scope["query_string"] = meant_ids(query, masking).encode("latin-1")


def _refuse_hidden_ids(sent: str, masking: Masking) -> None:
    """Raise LookupError where an id that may not be known stands in what is sent, escaped or cut.

    A field may hold an address, which is escaped once more and may have tabs and line feeds in it.
    """
    for each in (unquote(sent), unquote(unquote(sent))):
        meant_ids(each, masking)
        meant_ids(re.sub(r"[\t\r\n]", "", each), masking)


async def _led_back(scope: Scope, receive: Receive, masking: Masking) -> Receive:
    """Return `receive` with the ids in the body of a form led back."""
    headers = Headers(scope=scope)
    kind = headers.get("content-type", "").strip().lower()
    if kind.startswith("multipart/") and scope["path"] not in _TAKING_FILES:
        raise HTTPException(400, "No form here is sent in parts. Nothing was changed.")
    if not kind.startswith(_FORM):
        return receive
    body = (await Request(scope, receive).body()).decode("latin-1")
    if enters_a_pseudonym(body):
        raise HTTPException(
            403,
            "This holds “Person” and a number, which stand here in the place of a name: entered, they would "
            "stand in the record. Nothing was changed. Somebody who may see private persons has to enter it.",
        )
    _refuse_hidden_ids(body, masking)
    content = meant_ids(body, masking).encode("latin-1")
    scope["headers"] = [(name, value) for name, value in scope["headers"] if name != b"content-length"]
    scope["headers"].append((b"content-length", str(len(content)).encode()))
    given = False

    async def receiving() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": content, "more_body": False}

    return receiving


class _Answer:
    """An answer that is held back until it is masked."""

    def __init__(self) -> None:
        self._start: Message = {}
        self._body = b""

    async def take(self, message: Message) -> None:
        """Take a part of the answer."""
        if message["type"] == "http.response.start":
            self._start = message
        elif message["type"] == "http.response.body":
            self._body += message.get("body", b"")

    def mask(self, masking: Masking) -> None:
        """Mask the answer; what is of a kind that cannot be masked here is kept back."""
        headers = MutableHeaders(raw=self._start["headers"])
        if "location" in headers:
            headers["location"] = shown_ids(headers["location"], masking)
        if named := _NAMED.search(headers.get("content-disposition", "")):
            headers.update(attachment(masking.address(named[1])))
        if not self._body:
            return
        kind = headers.get("content-type", "").partition(";")[0]
        mask = _MASKS.get(kind)
        if mask is None:
            words = "This file would name private persons, whom your role does not allow to see."
            self._start["status"], self._body = 403, words.encode()
            headers["content-type"] = "text/plain; charset=utf-8"
            del headers["content-disposition"]
        else:
            self._body = mask(self._body.decode("utf-8"), masking).encode("utf-8")
        headers["content-length"] = str(len(self._body))

    async def give(self, send: Send) -> None:
        """Send the answer."""
        await send(self._start)
        await send({"type": "http.response.body", "body": self._body})
