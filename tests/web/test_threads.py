from __future__ import annotations

from anyio import from_thread
from anyio.to_thread import current_default_thread_limiter
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from onrecord.web.threads import THREADS, FewThreads


def how_many(_: Request) -> Response:
    return PlainTextResponse(str(from_thread.run_sync(lambda: current_default_thread_limiter().total_tokens)))


def test_few_requests_are_worked_on_at_once() -> None:
    app = Starlette(routes=[Route("/", how_many)], middleware=[Middleware(FewThreads)])
    assert TestClient(app).get("/").text == str(THREADS)
