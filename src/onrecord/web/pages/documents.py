"""The documents of the record, and where each came from."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from onrecord.record.window import custody_of
from onrecord.types.rows import DocumentRow
from onrecord.web.errors import not_found
from onrecord.web.rendering import page
from onrecord.web.site import Site


def show_documents(request: Request) -> Response:
    """Show the documents."""
    return page(request, "documents.html", documents=list(request.app.state.site.record.documents()))


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
