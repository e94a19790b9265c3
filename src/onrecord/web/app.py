"""The application: pages, what they need, and what guards them."""

from __future__ import annotations

from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from onrecord.types.errors import OnRecordError
from onrecord.web.api.app import make_api
from onrecord.web.errors import Catch, error_page
from onrecord.web.permissions import guarded
from onrecord.web.registry import menu, page_routes
from onrecord.web.rendering import make_templates
from onrecord.web.security import Guard
from onrecord.web.site import AtThisMachine, Site

STATIC = "/static"

API = "/api/v1"


def make_app(site: Site) -> Starlette:
    """Return the application that serves a record."""
    routes = guarded(page_routes())
    files = Mount(STATIC, StaticFiles(directory=Path(__file__).parent / "static"), name="static")
    app = Starlette(
        routes=[*routes, files, Mount(API, make_api(site), name="api")],
        middleware=[
            Middleware(Guard, refuse=error_page, static=f"{STATIC}/"),
            Middleware(Catch),
            Middleware(AtThisMachine, site=site),
        ],
        exception_handlers={HTTPException: error_page, OnRecordError: error_page},
    )
    app.state.site = site
    app.state.templates = make_templates(site)
    app.state.templates.globals["menu"] = menu(routes)
    return app
