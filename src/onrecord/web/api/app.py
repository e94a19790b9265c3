"""The API as one application, with its own description (OpenAPI 3.1 at /api/v1/openapi.json)."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from onrecord import __version__
from onrecord.record.decisions import DecisionCannotBeMade
from onrecord.types.errors import OnRecordError
from onrecord.web.answers import NotInTheRecord
from onrecord.web.api import drafts, reading, reconciliation, reviewing
from onrecord.web.errors import UNUSABLE, missing
from onrecord.web.site import NothingCanBeEntered, Site

ABOUT = (
    "Rows of a record of public documents, each with the exact words it stands on and a permalink. Private "
    "persons are masked unless the token has the scope `private`. Nothing here leaves the machine it runs on."
)


class Told(BaseModel):
    """Why a request was refused: a sentence, or what of the request cannot be understood, part by part."""

    detail: str | list[Any]


REFUSALS: dict[int | str, dict[str, Any]] = {
    400: {"model": Told, "description": "What was asked makes no sense to the record."},
    401: {"model": Told, "description": "There is no token, or none that is known."},
    403: {"model": Told, "description": "The token, or the server, does not allow this."},
    404: {"model": Told, "description": "The record holds no such thing."},
    422: {"model": Told, "description": "A value cannot be used."},
    503: {"model": Told, "description": "The record cannot be used now; ask again later."},
}
"""Answers that any operation may give instead of its own."""


def make_api(site: Site) -> FastAPI:
    """Return the application of the API, which is mounted among the pages."""
    api = FastAPI(
        title="On Record",
        version=__version__,
        description=ABOUT,
        docs_url=None,
        redoc_url=None,
        openapi_tags=[
            {"name": "reading", "description": "Rows, texts and search."},
            {"name": "review", "description": "Decisions: entered, listed, taken back."},
            {"name": "drafts", "description": "A draft held against the record."},
            {
                "name": "reconciliation",
                "description": "Names led to actors (Reconciliation Service API 0.2).",
            },
        ],
        responses=REFUSALS,
        exception_handlers={OnRecordError: _refused, Exception: _failed},
    )
    api.state.site = site
    for part in (reading, reviewing, drafts, reconciliation):
        api.include_router(part.router)
    return api


async def _refused(request: Request, error: Exception) -> JSONResponse:
    """Return an error whose words a user understands, with the status it has here."""
    statuses: dict[type[Exception], int] = {
        NotInTheRecord: 404,
        **dict.fromkeys(UNUSABLE, 503),
        NothingCanBeEntered: 403,
        DecisionCannotBeMade: 422,
    }
    status = next((code for kind, code in statuses.items() if isinstance(error, kind)), 400)
    return JSONResponse({"detail": str(error)}, status)


async def _failed(request: Request, error: Exception) -> JSONResponse:
    """Return what a program is told of an error nobody foresaw; its trace goes to the log."""
    gone = missing(request.app.state.site.record.address)
    if gone is not None:
        return JSONResponse({"detail": str(gone)}, 503)
    return JSONResponse({"detail": "The fault is in On Record, and nothing was changed by it."}, 500)
