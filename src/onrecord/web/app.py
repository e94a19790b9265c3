"""The application: pages, what they need, and what guards them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles

from onrecord.types.errors import OnRecordError
from onrecord.web.api.app import make_api
from onrecord.web.errors import Catch, error_page
from onrecord.web.permissions import guarded
from onrecord.web.registry import menu, page_routes
from onrecord.web.rendering import make_templates
from onrecord.web.security import Guard
from onrecord.web.site import AtThisMachine, Sight, Site
from onrecord.web.threads import FewThreads

if TYPE_CHECKING:
    from jinja2 import Environment

    from onrecord.web.team.team import Team

STATIC = "/static"

API = "/api/v1"


def _of_this_machine(site: Site) -> list[Middleware]:
    guard = Middleware(Guard, refuse=error_page, static=f"{STATIC}/")
    return [guard, Middleware(Catch), Middleware(AtThisMachine, site=site)]


def _of_a_team(site: Site, team: Team) -> list[Middleware]:
    """Return what stands around a team's pages; only proxies that are known are believed who asks."""
    from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware  # noqa: PLC0415

    from onrecord.web.masked_pages import MaskedPages  # noqa: PLC0415
    from onrecord.web.team.team import SignedIn  # noqa: PLC0415

    static = f"{STATIC}/"
    known = list(team.settings.proxies)
    behind = [Middleware(ProxyHeadersMiddleware, trusted_hosts=known)] if known else []
    return [
        *behind,
        Middleware(Guard, refuse=error_page, static=static, at=team.settings.at),
        Middleware(Catch),
        Middleware(SignedIn, team=team, static=static),
        Middleware(MaskedPages, site=site, refuse=error_page, apart=(static, f"{API}/")),
    ]


def _logging(site: Site) -> list[Middleware]:
    from onrecord.web.team.auditing import Audited  # noqa: PLC0415

    return [Middleware(Audited, site=site, static=f"{STATIC}/")]


def team_routes() -> list[BaseRoute]:
    """Return the pages that are there for a team alone."""
    from onrecord.web.team import auditing, managing, own, signing  # noqa: PLC0415

    return [*auditing.routes, *signing.routes, *own.routes, *managing.routes]


def make_app(site: Site) -> Starlette:
    """Return the application that serves a record."""
    team = site.team

    def templates(seen: Site) -> Environment:
        made = make_templates(seen)
        made.globals["menu"] = menu(routes)
        return made

    routes = guarded([*page_routes(), *(team_routes() if team else ())])
    files = Mount(STATIC, StaticFiles(directory=Path(__file__).parent / "static"), name="static")
    app = Starlette(
        routes=[*routes, files, Mount(API, make_api(site), name="api")],
        middleware=[
            Middleware(FewThreads),
            *(_of_a_team(site, team) if team else _of_this_machine(site)),
            Middleware(Sight, site=site, templates=templates),
            *(_logging(site) if team else ()),
        ],
        exception_handlers={HTTPException: error_page, OnRecordError: error_page},
    )
    app.state.site = site
    app.state.templates = templates(site)
    return app
