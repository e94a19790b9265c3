"""What a team reads of confidential documents: logged before it is sent, shown to who may see the log."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, QueryParams
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from onrecord.record.audit import LEAST, Audit, Reading, ReadingCannotBeLogged, readings_of
from onrecord.record.tokens import without_secrets
from onrecord.types.access import CLASSES
from onrecord.web.errors import error_page
from onrecord.web.rendering import page
from onrecord.web.site import Site
from onrecord.web.taking import csv_file
from onrecord.web.team.team import team_of
from onrecord.web.who import Person, person_of

AUDIT = "/audit"
AT_ONCE = 100
"""Readings on one page."""

_LIST = "text/csv"
_READABLE = ("text/html", "application/json", _LIST)
"""Answers in which it can be found what they show; of all others all that was asked for is logged."""

FILE = "/export/file"


class Audited:
    """Logs what an answer shows of confidential documents, then sends it; sends nothing where it cannot."""

    def __init__(self, app: ASGIApp, site: Site, static: str) -> None:
        self._app, self._site, self._static = app, site, static
        self._audit = Audit(site.record)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or scope["path"].startswith(self._static):
            await self._app(scope, receive, send)
            return
        answer = _Held(self, scope, send)
        await self._app(scope, receive, answer.take)

    def may_show(self, person: Person) -> bool:
        """Tell whether anything of this record that is logged may be shown to somebody."""
        if not person.may_read(LEAST):
            return False
        highest = self._site.record.highest_class(person.clearance)
        return CLASSES.index(highest) >= CLASSES.index(LEAST)

    def log(self, scope: Scope, person: Person, body: str | None, kind: str) -> None:
        """Log what an answer shows: what its words name, or all that a file was asked for."""
        if body is None:
            found, shown = self._audit.every(self._asked_for(scope))
        elif kind.startswith(_LIST):
            found, shown = self._audit.named_in(body)
        else:
            found, shown = self._audit.shown_in(body)
        readable = {id_: name for id_, name in found.items() if person.may_read(name)}
        if readable:
            self._audit.log(person.name, without_secrets(scope["path"]), readable, shown)

    def _asked_for(self, scope: Scope) -> tuple[str, ...]:
        """Return the document that a file is of, as the page reads the address; else it is of all."""
        asked = QueryParams(scope["query_string"]).get("document", "").strip()
        alone = scope["path"] == FILE and asked in self._site.record.paths([asked])
        return (asked,) if alone else ()


class _Held:
    """An answer, held back until it is known and logged what it shows."""

    def __init__(self, audited: Audited, scope: Scope, send: Send) -> None:
        self._audited, self._scope, self._send = audited, scope, send
        self._served_by = scope.get("app")
        self._kind = ""
        self._start: Message | None = None
        self._parts: list[bytes] = []
        self._passing = False
        self._refused: Response | None = None

    async def take(self, message: Message) -> None:
        """Take a part of the answer."""
        if self._passing:
            await self._send(message)
        elif message["type"] == "http.response.start":
            await self._begin(message)
        else:
            if self._refused is None:
                self._parts.append(message.get("body", b""))
            if not message.get("more_body", False):
                await self._finish()

    async def _begin(self, message: Message) -> None:
        person = person_of(Request(self._scope))
        headers = Headers(raw=message["headers"])
        kind = self._kind = headers.get("content-type", "")
        self._start = message
        if not await run_in_threadpool(self._audited.may_show, person):
            self._passing = True
        elif self._scope["path"] == FILE or not kind.startswith(_READABLE) or _is_kept_page(headers):
            if message["status"] < 300:
                await self._log(None)
            self._passing = self._refused is None
        if self._passing:
            await self._send(message)

    async def _finish(self) -> None:
        body = b"".join(self._parts)
        if self._refused is None:
            await self._log(body.decode("utf-8", "replace"))
        if self._refused is not None:
            await self._refused(self._scope, _nothing, self._send)
        elif self._start is not None:
            await self._send(self._start)
            await self._send({"type": "http.response.body", "body": body})

    async def _log(self, body: str | None) -> None:
        """Log what is about to be shown; where that fails, a refusal takes the place of the answer."""
        person = person_of(Request(self._scope))
        try:
            await run_in_threadpool(self._audited.log, self._scope, person, body, self._kind)
        except ReadingCannotBeLogged as error:
            self._refused = self._refusal(str(error))

    def _refusal(self, told: str) -> Response:
        if self._kind.startswith("application/json"):
            return JSONResponse({"detail": told}, 503)
        return error_page(Request({**self._scope, "app": self._served_by}), HTTPException(503, told))


def _is_kept_page(headers: Headers) -> bool:
    """Tell whether an answer is a page to keep, such as a checked draft: it has words without their ids."""
    kept = headers.get("content-disposition", "").startswith("attachment")
    return kept and headers.get("content-type", "").startswith("text/html")


async def _nothing() -> Message:
    return {"type": "http.disconnect"}


def show_audit(request: Request) -> Response:
    """Show who read what of confidential documents, the last first."""
    query = _query(request)
    found = list(_readings(request, query))
    before = query.pop("before")
    if before.isdecimal():
        found = [reading for reading in found if reading.seq < int(before)]
    shown = found[:AT_ONCE]
    older = f"{AUDIT}?{urlencode({**query, 'before': shown[-1].seq})}" if len(found) > AT_ONCE else None
    record = team_of(request).record
    return page(
        request, "audit.html", readings=shown, query=query, total=len(found), older=older,
        people=sorted(account.name for account in team_of(request).accounts.all()),
        titles=_titles(request, shown), as_csv=f"{AUDIT}.csv?{urlencode(query)}",
        holds=record.readings_hold(),
    )  # fmt: skip


def send_csv(request: Request) -> Response:
    """Send the readings that a form asks for as CSV, one line a document."""
    found = list(_readings(request, _query(request)))
    titles = _titles(request, found)
    lines = (
        (str(reading.seq), reading.when, reading.who, *_named(reading, id_, titles), name, str(reading.rows))
        for reading in found
        for id_, name in reading.documents.items()
    )
    return csv_file(("no", "when", "who", "page", "document", "class", "rows"), lines, "readings.csv")


def _named(reading: Reading, document: str, titles: dict[str, str]) -> tuple[str, str]:
    """Return page and document of a reading, for who may read that document."""
    return (reading.page, document) if document in titles else ("", "above your clearance")


def _query(request: Request) -> dict[str, str]:
    return {
        name: request.query_params.get(name, "").strip()
        for name in ("who", "document", "since", "until", "before")
    }


def _readings(request: Request, query: dict[str, str]) -> Iterator[Reading]:
    asked = {name: query[name] for name in ("who", "document", "since", "until")}
    return readings_of(team_of(request).record, **asked)


def _titles(request: Request, found: list[Reading]) -> dict[str, str]:
    """Return what those documents are called that who asks may read; others are not named."""
    site: Site = request.app.state.site
    ids = {id_ for reading in found for id_ in reading.documents}
    return {id_: site.names.one(id_) for id_ in site.record.paths(ids)}


routes = [Route(AUDIT, show_audit), Route(f"{AUDIT}.csv", send_csv)]
