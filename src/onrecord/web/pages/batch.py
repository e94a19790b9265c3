"""Batch search: a list of names or phrases goes in, counts with links come out, on the page and as CSV."""

from __future__ import annotations

from urllib.parse import urlencode

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from onrecord.export.tallies import COLUMNS, cells_of
from onrecord.record.batch import (
    LARGEST_LIST,
    MOST_TERMS,
    Batch,
    ListCannotBeRead,
    Tally,
    read_batch,
    tallied,
)
from onrecord.web.pages.search import TITLES
from onrecord.web.rendering import page
from onrecord.web.security import posted
from onrecord.web.site import Site
from onrecord.web.taking import csv_file

LONGEST_ADDRESS = 6000
"""Characters of a list that stands in the address; of a longer one the page is made as it is sent."""


def show_batch(request: Request) -> Response:
    """Show the form for a list of names, and what is found of the list in the address."""
    written = request.query_params.get("list", "")
    return _batch_page(request, written.encode("utf-8", "surrogatepass")) if written else _empty(request)


@posted
def send_batch(request: Request, form: FormData) -> Response:
    """Take a list that was pasted or uploaded: a short one goes into the address."""
    content = _content(form)
    as_file = form.get("as") == "csv"
    batch = read_batch(content)
    written = "\n".join(map(_line, batch.terms))
    if len(written) <= LONGEST_ADDRESS:
        address = "/search/batch.csv" if as_file else "/search/batch"
        return RedirectResponse(f"{address}?{urlencode({'list': written})}", 303)
    return _csv(request, batch) if as_file else _batch_page(request, content)


def _content(form: FormData) -> bytes:
    """Return the list of a form: the file where one was chosen, else what was written."""
    upload, pasted = form.get("file"), form.get("list")
    if isinstance(upload, UploadFile) and upload.filename:
        return upload.file.read(LARGEST_LIST + 1)
    return pasted.encode("utf-8", "surrogatepass") if isinstance(pasted, str) else b""


def _line(term: str) -> str:
    """Return a term as a line of CSV."""
    return '"' + term.replace('"', '""') + '"' if any(char in term for char in '",;\t') else term


def take_batch(request: Request) -> Response:
    """Give what is found of a list as CSV."""
    return _csv(request, read_batch(request.query_params.get("list", "").encode("utf-8", "surrogatepass")))


def _csv(request: Request, batch: Batch) -> Response:
    site: Site = request.app.state.site
    return csv_file(COLUMNS, map(cells_of, _tallied(site, batch)), f"{site.name}-batch.csv")


def _batch_page(request: Request, content: bytes) -> Response:
    site: Site = request.app.state.site
    try:
        batch = read_batch(content)
    except ListCannotBeRead as error:
        return _empty(request, str(error))
    tallies = _tallied(site, batch)
    types = [row_type for row_type in TITLES if any(tally.rows.get(row_type) for tally in tallies)]
    written = "\n".join(map(_line, batch.terms))
    return page(
        request,
        "batch.html",
        batch=batch,
        tallies=tallies,
        types=types,
        titles=TITLES,
        written=written,
        csv=f"/search/batch.csv?{urlencode({'list': written})}" if len(written) <= LONGEST_ADDRESS else None,
        complaint=None,
        most=MOST_TERMS,
    )


def _empty(request: Request, complaint: str | None = None) -> Response:
    return page(
        request, "batch.html", status=400 if complaint else 200, batch=None, written="", csv=None,
        complaint=complaint, most=MOST_TERMS,
    )  # fmt: skip


def _tallied(site: Site, batch: Batch) -> list[Tally]:
    return list(tallied(batch.terms, site.passages.counted, site.catalogue.counts_with))


routes = [
    Route("/search/batch", show_batch, methods=["GET"]),
    Route("/search/batch", send_batch, methods=["POST"]),
    Route("/search/batch.csv", take_batch),
]
