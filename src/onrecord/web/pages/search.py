"""Search: passages and rows together, narrowed by who speaks to whom, by date and by kind."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from onrecord.types.documents import DOCUMENT_KINDS
from onrecord.web.listing import Chip, Field, Option
from onrecord.web.rendering import page, with_query
from onrecord.web.searching import BESIDE, MOST_PASSAGES, NAMING, PASSAGES, ROLES, Asked, RowsFound, Searching
from onrecord.web.site import Site, words_of

PASSAGE = "passage"
TITLES = {
    PASSAGE: "Passages",
    "statement": "Statements",
    "quotation_check": "Quotations",
    "figure": "Figures",
    "figure_set": "Sets of figures",
    "event": "Events",
    "ask": "Asks",
    "response": "Responses",
    "norm": "Norms",
    "party_status": "Parties to norms",
    "actor": "Actors",
    "document": "Documents",
    "wanted": "Wanted documents",
    "finding": "Findings",
}
"""What is searched, in the order of the page."""

OFFERED = 30
"""Actors that are offered as speakers and addressees."""

_FILTERS = ("kind", "speaker", "addressee", "since", "until")
_LABELS = {
    "kind": "Document kind",
    "speaker": "Who speaks",
    "addressee": "Addressed to",
    "since": "From",
    "until": "To",
}


def show_search(request: Request) -> Response:
    """Show what is found: some of everything, or all of one sort page by page."""
    site: Site = request.app.state.site
    asked, complaints = Asked.of(request.query_params)
    context: dict[str, Any] = {
        "asked": asked,
        "titles": TITLES,
        "complaints": complaints,
        "chips": _chips(request, site),
        "bare": with_query(request, **dict.fromkeys((*_FILTERS, "after", "skip"))),
    }
    if not asked.words or (asked.type and asked.type not in TITLES):
        return page(request, "search.html", search=None, fields=_fields(site, asked, None, []), **context)
    search = Searching(site, asked)
    counted = search.passages_counted()
    found = _rows(search, asked)
    most = PASSAGES if asked.type == PASSAGE else PASSAGES // 2
    shown = search.passages(most) if asked.type in ("", PASSAGE) else []
    return page(
        request,
        "search.html",
        search=search,
        counted=counted,
        passages=shown[:most],
        found=found,
        total=sum(each.total for each in found),
        fields=_fields(site, asked, search, found),
        next=_next(request, asked, found, len(shown) > most),
        first=with_query(request, after=None, skip=None) if asked.after or asked.skip else None,
        **context,
    )


def _rows(search: Searching, asked: Asked) -> list[RowsFound]:
    """Return the rows found: of the type that is asked for, else some of each."""
    if asked.type == PASSAGE:
        return [search.rows(row_type, 1) for row_type in ROLES]
    if asked.type:
        return [search.rows(asked.type, PASSAGES)]
    return [search.rows(row_type, BESIDE) for row_type in TITLES if row_type != PASSAGE]


def _next(request: Request, asked: Asked, found: list[RowsFound], more: bool) -> str | None:
    if asked.type == PASSAGE:
        skip = asked.skip + PASSAGES
        return with_query(request, skip=skip) if more and skip < MOST_PASSAGES else None
    after = found[0].after if asked.type and found else None
    return with_query(request, after=after) if after else None


def _fields(site: Site, asked: Asked, search: Searching | None, found: list[RowsFound]) -> list[Field]:
    """Return what a search can be narrowed by, with what it offers."""
    kinds = dict(search.kinds()) if search else {}
    known = [
        Option(kind, words_of(kind), kinds.get(kind)) for kind in DOCUMENT_KINDS if not kinds or kind in kinds
    ]
    if asked.kind and asked.kind not in {each.value for each in known}:
        known.append(Option(asked.kind, words_of(asked.kind), 0))
    actors = _actors(found)
    return [
        Field("kind", _LABELS["kind"], asked.kind, tuple(known)),
        _person("speaker", asked.speaker, actors, site),
        _person("addressee", asked.addressee, actors, site),
        Field("since", _LABELS["since"], asked.since, type="text"),
        Field("until", _LABELS["until"], asked.until, type="text"),
    ]


def _actors(found: list[RowsFound]) -> list[str]:
    """Return the actors that the rows found name most."""
    named = (id_ for each in found if each.type in NAMING for id_ in each.actors[:OFFERED])
    return [id_ for id_ in dict.fromkeys(named) if id_.startswith("a-")]


def _person(name: str, chosen: str, actors: list[str], site: Site) -> Field:
    ids = dict.fromkeys((*actors, *([chosen] if chosen else ())))
    named = sorted(zip(site.names.many(ids), ids, strict=True))
    return Field(
        name, _LABELS[name], chosen, tuple(Option(id_, told, None) for told, id_ in named), "anybody"
    )


def _chips(request: Request, site: Site) -> list[Chip]:
    """Return what the search is narrowed by."""
    found = []
    for name in _FILTERS:
        value = request.query_params.get(name, "").strip()
        if value:
            told = site.names.one(value) if name in ("speaker", "addressee") else words_of(value)
            found.append(
                Chip(_LABELS[name], told, with_query(request, **{name: None, "after": None, "skip": None}))
            )
    return found


routes = [Route("/search", show_search)]
