"""The documents of the record, and where each came from."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from onrecord.record.catalogue import RowQuery
from onrecord.record.window import custody_of
from onrecord.types.documents import DOCUMENT_KINDS
from onrecord.types.rows import DocumentRow
from onrecord.web.errors import not_found
from onrecord.web.rendering import page
from onrecord.web.site import Site

ORDERS_OFFERED = {"date": "date", "name": "title", "place": "file"}
"""How documents can be put in order, and what the order is called."""

ISSUERS_SHOWN = 3
"""Issuers and addressees of a document that a list names."""


def show_documents(request: Request) -> Response:
    """Show the documents that a form asks for, a page at a time."""
    site: Site = request.app.state.site
    query = request.query_params
    issuer, kind = query.get("issuer", ""), query.get("kind", "")
    order = query.get("order", "date")
    asked = RowQuery(
        DocumentRow.row_type,
        actors=frozenset([issuer] if issuer else []),
        role="issuer" if issuer else None,
        kinds=(kind,) if kind in DOCUMENT_KINDS else (),
        since=query.get("since") or None,
        until=query.get("until") or None,
        words=query.get("words") or None,
        order=order if order in ORDERS_OFFERED else "date",
        after=query.get("after"),
    )
    found = site.catalogue.page(asked)
    rows = [entry.row for entry in found.entries if isinstance(entry.row, DocumentRow)]
    issuers = found.facets.get("actors", ())
    named = [
        id_ for row in rows for id_ in (row.id, *row.issuers[:ISSUERS_SHOWN], *row.addressees[:ISSUERS_SHOWN])
    ]
    site.names.many([*named, *(id_ for id_, _ in issuers), *([issuer] if issuer else [])])
    return page(
        request, "documents.html", rows=rows, found=found, kind=kind, issuer=issuer, issuers=issuers,
        order=asked.order, orders=ORDERS_OFFERED, some=ISSUERS_SHOWN,
    )  # fmt: skip


def show_custody(request: Request) -> Response:
    """Show what the custody log says of a document and its bytes."""
    site: Site = request.app.state.site
    document = document_asked(request)
    entries = custody_of(site.record, document.id, document.sha256)
    return page(request, "custody.html", document=document, entries=entries)


def document_asked(request: Request) -> DocumentRow:
    """Return the document that an address names, or end the request where it is not here."""
    document: DocumentRow | None = request.app.state.site.record.document(request.path_params["id"])
    if document is None:
        not_found("There is no such document in this record, or it was taken away.")
    return document


routes = [Route("/documents", show_documents), Route("/documents/{id}/custody", show_custody)]
