"""Wanted documents: cited and not here, each once, with what is known of it and who cites it."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from onrecord.export.lists import WANTED, cited_by
from onrecord.record.catalogue import RowQuery
from onrecord.types.rows import DocumentLink
from onrecord.web.listing import Filter, listed, narrowed, whole
from onrecord.web.meanings import meaning
from onrecord.web.rendering import page
from onrecord.web.site import Site
from onrecord.web.taking import csv_of

FILTERS = (
    Filter("kind", "Kind", "kinds"),
    Filter("document", "Told of by", "document", way="linked"),
    Filter("words", "With the words", "words", way="words"),
)
QUERY = RowQuery("wanted", order="weight")

CITING = 5
"""Documents that cite one and are named under it; the others are counted."""


def show_wanted(request: Request) -> Response:
    """Show the documents that are cited and not here, those cited most first."""
    found = listed(request, QUERY, FILTERS)
    links = [entry.row for entry in found.entries if isinstance(entry.row, DocumentLink)]
    rows = [(link, cited_by(link)) for link in links if link.wanted is not None]
    return page(request, "wanted.html", listing=found, rows=rows, citing=CITING, meaning=meaning)


def take_wanted(request: Request) -> Response:
    """Give the list as CSV: what to fetch."""
    site: Site = request.app.state.site
    query, _ = narrowed(QUERY, FILTERS, request.query_params)
    links = (entry.row for entry in whole(site, query) if isinstance(entry.row, DocumentLink))
    return csv_of(site, WANTED, (link for link in links if link.wanted is not None), "wanted")


routes = [Route("/wanted", show_wanted), Route("/wanted.csv", take_wanted)]
