"""What went wrong, as a page in plain words: what it was, and what to do."""

from __future__ import annotations

import logging
from typing import NoReturn

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from onrecord.record.address import Address
from onrecord.record.opening import check_is_there
from onrecord.types.errors import OnRecordError, RecordCannotBeOpened, RecordCannotBeWritten, RecordIsBusy
from onrecord.web.rendering import page

TITLES = {
    400: "That could not be understood",
    401: "Nobody is signed in",
    403: "That is refused",
    404: "There is no such page",
    405: "That is refused",
    413: "That is too large",
    429: "That was too often",
    500: "Something went wrong here",
    503: "The record cannot be used now",
}
WORDS = {
    404: "Nothing is here under this address. A row that a reviewer rejected, or a document that was taken "
    "away, is shown no more.",
    405: "This address does not take what was sent.",
    500: "The fault is in On Record, not in what you did, and nothing was changed by it. The terminal in "
    "which the server runs has the details.",
}

UNUSABLE = (RecordIsBusy, RecordCannotBeOpened, RecordCannotBeWritten)
"""Errors that are the record's or the disk's, not the reader's: the same request may be answered later."""

log = logging.getLogger("onrecord.web")


def not_found(words: str) -> NoReturn:
    """End a request with a page that says what is not there."""
    raise HTTPException(404, words)


def not_understood(words: str) -> NoReturn:
    """End a request with a page that says what of it makes no sense."""
    raise HTTPException(400, words)


def error_page(request: Request, error: Exception) -> Response:
    """Return the page of a refusal, or of an error whose words a user understands."""
    status = error.status_code if isinstance(error, HTTPException) else _status_of(error)
    told = error.detail if isinstance(error, HTTPException) else str(error)
    if isinstance(error, HTTPException) and not _is_sentence(told):
        told = WORDS.get(status, "This cannot be done.")
    return page(
        request, "error.html", status=status, title=TITLES.get(status, "This cannot be done"), told=told
    )


def _status_of(error: Exception) -> int:
    if isinstance(error, UNUSABLE):
        return 503
    return 400 if isinstance(error, OnRecordError) else 500


def _is_sentence(detail: str) -> bool:
    """Tell whether a detail is ours: the framework's own are names of statuses ("Not Found")."""
    return detail.endswith(".")


class Catch:
    """Turns an error nobody foresaw into a page without a trace; the trace goes to the log.

    What goes wrong around the pages (who is signed in, who is masked) is told as it is in them.
    Where the record was taken away while it is served, the page says that.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        begun = False

        async def sending(message: Message) -> None:
            nonlocal begun
            begun = begun or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, sending)
        except Exception as error:
            if begun or scope["type"] != "http":
                raise
            told: Exception | None = error if isinstance(error, OnRecordError) else None
            if told is None:
                log.exception("a page could not be made")
                told = missing(Request(scope).app.state.site.record.address)
            shown = error_page(Request(scope), told or HTTPException(500))
            await shown(scope, receive, sending)


def missing(record: Address) -> OnRecordError | None:
    """Return the error that says that a record is no longer where it was, None where it is there."""
    try:
        check_is_there(record)
    except RecordCannotBeOpened as error:
        return error
    return None
