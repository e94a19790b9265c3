"""Norms: the treaties, laws and principles that are invoked, and by whom against whom."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from onrecord.record.catalogue import RowQuery
from onrecord.types.rows import Norm, PartyStatus
from onrecord.web.errors import not_found
from onrecord.web.ledger import asks_shown
from onrecord.web.listing import Filter, listed
from onrecord.web.meanings import meaning
from onrecord.web.rendering import page
from onrecord.web.site import Site

FILTERS = (
    Filter("kind", "Kind", "kinds"),
    Filter("document", "Document", "document", way="linked"),
    Filter("words", "With the words", "words", way="words"),
)
QUERY = RowQuery("norm", order="weight")

WHOLE = 500
"""Mentions up to which a norm is read whole; of one with more, the first are shown and how many there are."""

SHOWN = 100
"""Provisions, states of parties and asks that the page of a norm lists at most."""


def show_norms(request: Request) -> Response:
    """Show the norms, those mentioned most first."""
    found = listed(request, QUERY, FILTERS)
    rows = [(entry, entry.row) for entry in found.entries if isinstance(entry.row, Norm)]
    return page(request, "norms.html", listing=found, rows=rows, meaning=meaning)


def show_norm(request: Request) -> Response:
    """Show one norm: who invokes it against whom, its provisions, who is said to be party, what is asked."""
    site: Site = request.app.state.site
    entry = site.catalogue.entry(request.path_params["id"])
    row = (
        entry.row
        if entry is not None and entry.mentions > WHOLE
        else site.record.row(request.path_params["id"])
    )
    if entry is None or not isinstance(row, Norm):
        not_found("There is no such norm in this record.")
    if row.id != request.path_params["id"]:
        return RedirectResponse(f"/norms/{row.id}", 303)
    parties = site.catalogue.page(RowQuery("party_status", norms=(row.id,), order="date", limit=SHOWN))
    asks = site.catalogue.page(RowQuery("ask", norms=(row.id,), order="date", limit=SHOWN))
    return page(
        request,
        "norm.html",
        row=row,
        mentions=entry.mentions,
        provisions=provisions_of(site, row),
        parties=[entry.row for entry in parties.entries if isinstance(entry.row, PartyStatus)],
        asks=asks_shown(site, asks.entries),
        more_asks=asks.total - len(asks.entries),
        meaning=meaning,
    )


def provisions_of(site: Site, row: Norm) -> list[Norm]:
    """Return the other rows of the same norm: its provisions, or the norm as a whole."""
    words = '"' + " ".join(row.name.replace('"', " ").split()) + '"'
    found = site.catalogue.page(RowQuery("norm", words=words, order="name", limit=SHOWN))
    others = (entry.row for entry in found.entries)
    same = (other for other in others if isinstance(other, Norm) and other.id != row.id)
    return sorted((other for other in same if other.name == row.name), key=lambda each: each.provision or "")


routes = [Route("/norms", show_norms), Route("/norms/{id}", show_norm)]
