"""The documents of the record, and each of them as text."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from onrecord.web.errors import not_found
from onrecord.web.rendering import page


def show_documents(request: Request) -> Response:
    """Show the documents."""
    return page(request, "documents.html", documents=list(request.app.state.site.record.documents()))


def show_document(request: Request) -> Response:
    """Show one document as text."""
    record = request.app.state.site.record
    document = record.document(request.path_params["id"])
    if document is None:
        not_found("There is no such document in this record, or it was taken away.")
    return page(request, "reader.html", document=document, text=record.text(document.id))


routes = [Route("/documents", show_documents), Route("/documents/{id}", show_document)]
