"""Asks: the ledger of who asks whom for what, and what became of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import attrgetter

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from onrecord.export.lists import ask_table
from onrecord.record.catalogue import NO_REPLY, RowQuery
from onrecord.types.ledger import LedgerEntry
from onrecord.types.rows import RESPONSE_KINDS, STRENGTHS, Ask
from onrecord.types.rows import Response as ResponseRow
from onrecord.web.errors import not_found
from onrecord.web.ledger import (
    AskShown,
    ask_shown,
    asks_shown,
    dates_of,
    mentions_shown,
)
from onrecord.web.listing import AT_ONCE, Filter, in_order, listed, narrowed, whole
from onrecord.web.meanings import meaning
from onrecord.web.rendering import page, row_url
from onrecord.web.site import Site, words_of
from onrecord.web.taking import csv_of

ROLES = {"requester": "asks", "addressee": "is asked", "target": "is to act"}
"""What an actor is in an ask."""


def _state(value: str) -> str:
    return "no reply in this record" if value == NO_REPLY else words_of(value)


def _strength(value: str) -> str:
    return f"{value}: {meaning('strength', value)}"


def _role(value: str) -> str:
    return ROLES.get(value, value)


FILTERS = (
    Filter("state", "State", "states", told=_state),
    Filter("strength", "Strength", "strengths", told=_strength),
    Filter("actor", "Who", "actors", any="anybody"),
    Filter(
        "role",
        "…who",
        "role",
        any="has any part in it",
        told=_role,
        known=tuple(ROLES),
    ),
    Filter("norm", "Norm", "norms", way="linked"),
    Filter("document", "Document", "document", way="linked"),
    Filter("since", "From", "since", way="date"),
    Filter("until", "To", "until", way="date"),
    Filter("words", "With the words", "words", way="words"),
)
QUERY = RowQuery("ask", order="date")

UNTIED = (
    Filter("kind", "Kind", "kinds"),
    Filter("actor", "Who", "actors", any="anybody"),
    Filter("words", "With the words", "words", way="words"),
)


def show_asks(request: Request) -> Response:
    """Show the ledger in the order of time, asks of one day and of the same people under one heading."""
    site: Site = request.app.state.site
    found = listed(request, QUERY, FILTERS)
    shown = asks_shown(site, found.entries)
    return page(
        request,
        "asks.html",
        listing=found,
        groups=[(heading, as_listed(held)) for heading, held in groupby(shown, attrgetter("heading"))],
        states=in_order(found.facets, "states", (NO_REPLY, *RESPONSE_KINDS)),
        strengths=in_order(found.facets, "strengths", STRENGTHS),
        as_of=site.catalogue.last_date(),
        state_told=_state,
        meaning=meaning,
    )


def as_listed(asks: Iterable[AskShown]) -> list[AskShown]:
    """Return asks as they stand: the items of a list, which share its verb, in the order of the list."""
    return sorted(asks, key=lambda each: (each.row.document, each.row.operative.start, each.row.action.start))


def show_ask(request: Request) -> Response:
    """Show one ask: its words, every mention, who else asks for the same, and what answers it."""
    site: Site = request.app.state.site
    row = site.record.row(request.path_params["id"])
    if not isinstance(row, Ask):
        not_found("There is no such ask in this record.")
    entry = site.catalogue.asks([row.id]).get(row.id)
    if entry is None:  # it only opens a list: its items are the asks
        return RedirectResponse(row_url(row.id), 303)
    if entry.first.id != row.id:
        return RedirectResponse(f"/asks/{entry.first.id}#{row.id}", 303)
    asks = [each.document for each in (*entry.mentions, *entry.also)]
    dates = dates_of(site, [*asks, *(each.document for each in entry.responses)])
    return page(
        request,
        "ask.html",
        ask=ask_shown(site, entry, dates),
        mentions=mentions_shown(entry, dates),
        also=[ask_shown(site, each, dates) for each in map(LedgerEntry, entry.also)],
        responses=entry.responses,
        dates=dates,
        as_of=site.catalogue.last_date(),
        meaning=meaning,
    )


def take_asks(request: Request) -> Response:
    """Give the ledger as CSV."""
    site: Site = request.app.state.site
    query, _ = narrowed(QUERY, FILTERS, request.query_params)
    return csv_of(site, ask_table(site.catalogue.last_date()), _entries(site, query), "asks")


def _entries(site: Site, query: RowQuery) -> Iterator[LedgerEntry]:
    """Yield the entries of a list of asks, some at a time."""
    part: list[str] = []
    for entry in whole(site, query):
        part.append(entry.row.id)
        if len(part) == AT_ONCE:
            yield from site.catalogue.asks(part).values()
            part = []
    yield from site.catalogue.asks(part).values()


def show_untied(request: Request) -> Response:
    """Show the responses that answer no ask of the record."""
    site: Site = request.app.state.site
    found = listed(request, RowQuery("response", states=("untied",), order="date"), UNTIED)
    rows = [entry.row for entry in found.entries if isinstance(entry.row, ResponseRow)]
    return page(
        request,
        "responses.html",
        listing=found,
        rows=rows,
        dates=dates_of(site, (row.document for row in rows)),
        meaning=meaning,
    )


routes = [
    Route("/asks", show_asks),
    Route("/asks.csv", take_asks),
    Route("/asks/untied", show_untied),
    Route("/asks/{id}", show_ask),
]
