"""Handing the record on: in which format, with which persons named, of which documents and types."""

from __future__ import annotations

from collections.abc import Callable
from typing import BinaryIO, NamedTuple

from starlette.datastructures import QueryParams
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from onrecord.export.dossier import (
    DossierOptions,
    write_dossier_docx,
    write_dossier_html,
    write_dossier_pdf,
)
from onrecord.export.dossier_options import TITLE
from onrecord.export.dossier_options import TYPES as DOSSIER_TYPES
from onrecord.export.excerpt import excerpt_of
from onrecord.export.formats import FORMATS
from onrecord.export.masking import Masking
from onrecord.record.catalogue import RowQuery
from onrecord.record.store import Record
from onrecord.types.rows import EXPORTED_TYPES, DocumentRow
from onrecord.web.downloads import written_file
from onrecord.web.errors import not_found, not_understood
from onrecord.web.permissions import check_may
from onrecord.web.rendering import page
from onrecord.web.site import Site

MASKED, NAMED = "masked", "named"
"""What becomes of private persons."""

DOCUMENTS_LISTED = 200
"""Documents that a list to choose from holds; of more, one is named by its file."""


class Dossier(NamedTuple):
    """A form of the dossier: how its file ends, and what writes it."""

    suffix: str
    media_type: str
    what: str
    write: Callable[[Record, BinaryIO, DossierOptions], int]


DOSSIERS = {
    "dossier-docx": Dossier(
        "docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "The dossier as a Word file: chronology, figures, asks, quotations, exhibits, method.",
        write_dossier_docx,
    ),
    "dossier-html": Dossier(
        "html", "text/html; charset=utf-8", "The dossier as one web page.", write_dossier_html
    ),
    "dossier-pdf": Dossier("pdf", "application/pdf", "The dossier to print.", write_dossier_pdf),
}


def show_form(request: Request) -> Response:
    """Show what can be asked for."""
    site: Site = request.app.state.site
    query = request.query_params
    found = site.catalogue.page(RowQuery(DocumentRow.row_type, order="date", limit=DOCUMENTS_LISTED))
    listed = [entry.row for entry in found.entries] if found.after is None else []
    site.names.many([row.id for row in listed])
    return page(
        request, "export.html", formats=FORMATS, dossiers=DOSSIERS, types=EXPORTED_TYPES, documents=listed,
        chosen=query.get("format", "xlsx"), document=query.get("document", ""), title=TITLE,
        chosen_types=query.getlist("type"),
    )  # fmt: skip


def send_file(request: Request) -> Response:
    """Send the record in the format that was asked for, to pages of this server alone."""
    if request.headers.get("sec-fetch-site") == "cross-site":
        raise HTTPException(403, "A page of another site asked for this file. Use the page Export.")
    site: Site = request.app.state.site
    query = request.query_params
    name = query.get("format", "")
    named = query.get("persons", MASKED)
    if named not in (MASKED, NAMED):
        not_understood(f"{named!r} says neither that private persons are masked nor that they are named.")
    if named == NAMED:
        check_may(request, "private")
    document = _document(site, query.get("document", "").strip())
    if name in DOSSIERS:
        return _dossier(site, DOSSIERS[name], query, document, unmasked=named == NAMED)
    if name not in FORMATS:
        not_understood(f"There is no format {name!r}. Choose one of the list.")
    form = FORMATS[name]
    masking = Masking.of(site.record) if named == MASKED else Masking.off(site.record)
    excerpt = excerpt_of(
        site.record,
        base=str(request.base_url),
        masking=masking,
        documents=document,
        types=query.getlist("type"),
    )
    file = f"{excerpt.name_of_record}.{form.suffix}"
    return written_file(lambda out: form.write(excerpt, out), file, form.media_type)


def _dossier(
    site: Site, dossier: Dossier, query: QueryParams, documents: frozenset[str], *, unmasked: bool
) -> Response:
    types = query.getlist("type")
    options = DossierOptions(
        title=query.get("title", "").strip() or TITLE,
        purpose=query.get("purpose", "").strip(),
        documents=documents,
        types=tuple(name for name in DOSSIER_TYPES if name in types),
        reviewed_only="reviewed" in query,
        unmasked=unmasked,
    )
    file = f"{Masking.of(site.record).address(site.name)}-dossier.{dossier.suffix}"
    return written_file(lambda out: dossier.write(site.record, out, options), file, dossier.media_type)


def _document(site: Site, asked: str) -> frozenset[str]:
    """Return the document that is meant by its id or file, nothing where none is asked for."""
    if not asked:
        return frozenset()
    if site.record.document(asked) is not None:
        return frozenset([asked])
    found = frozenset(row.id for row in site.record.documents() if row.path == asked)
    if not found:
        not_found(
            f"There is no document {asked!r} in this record. Give its file as the list of documents does."
        )
    return found


routes = [Route("/export", show_form), Route("/export/file", send_file)]
