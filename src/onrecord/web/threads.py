"""How many requests are worked on at once."""

from __future__ import annotations

from anyio.to_thread import current_default_thread_limiter
from starlette.types import ASGIApp, Receive, Scope, Send

THREADS = 12
"""Requests worked on at once; others wait. Each thread keeps pages of the databases in memory."""


class FewThreads:
    """Lets THREADS threads of the event loop work on requests, where there would be forty."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        current_default_thread_limiter().total_tokens = THREADS
        await self._app(scope, receive, send)
