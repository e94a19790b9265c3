"""The card of any row: its fields in words, its chain, what it is tied to, and its review."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from onrecord.types.rows import DocumentRow
from onrecord.web.errors import not_found
from onrecord.web.relations import relations_of
from onrecord.web.rendering import document_url, page, row_url
from onrecord.web.site import Site

PLACES_SHOWN = 100
"""Places of a row that its own page lists."""


def show_row(request: Request) -> Response:
    """Show one row; one that is shown as another leads there."""
    site: Site = request.app.state.site
    asked = request.path_params["id"]
    entry = site.catalogue.entry(asked)
    row = entry.row if entry else site.record.row(asked)
    if row is None:
        not_found(f"There is no row {asked[:40]} in this record, or a reviewer rejected it.")
    if isinstance(row, DocumentRow):
        return RedirectResponse(document_url(row.id), 303)
    if row.id != asked:
        return RedirectResponse(row_url(row.id), 303)
    return page(
        request,
        "row.html",
        row=row,
        longest=PLACES_SHOWN,
        entry=entry,
        related=relations_of(site, row),
    )


routes = [Route("/rows/{id}", show_row)]
