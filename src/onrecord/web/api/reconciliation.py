"""Names of a spreadsheet led to actors: the Reconciliation Service API 0.2, which OpenRefine speaks.

Of two names no more is said than how alike they are; `match` is true only where a name is, letter by letter
but for case, accents and spaces, a name of one actor and part of no other's. The token stands in the address,
since OpenRefine sends no headers; it needs the scope `read`, and private persons are left out without
`private`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, HTTPException, Query, Request, Response
from rapidfuzz import fuzz

from onrecord.record.catalogue import RowQuery
from onrecord.record.tokens import Token
from onrecord.types.identity import folded_name
from onrecord.types.rows import ACTOR_KINDS, Actor
from onrecord.types.shown import shown
from onrecord.web.api.access import OfSite, address_of, token_of
from onrecord.web.site import Site

MOST_CANDIDATES = 50
"""Actors whose names are held against one query."""

MOST_QUERIES = 100
"""Queries of one request; OpenRefine sends ten."""

SAME = 100.0
"""Likeness of a name that is the same; of others it is at most 99."""

LEAST_SCORE = 60.0
"""Likeness, 0 to 100, under which an actor is not proposed."""


def of_address(request: Request, response: Response, token: str) -> Token:
    """Return the token that stands in an address; whoever has it may ask from any page."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    return token_of(request, token, "read")


OfAddress = Annotated[Token, Depends(of_address)]

router = APIRouter(prefix="/reconcile/{token}", tags=["reconciliation"])


@router.get("", summary="The service, or answers to `queries`")
def manifest(
    request: Request, allowed: OfAddress, site: OfSite, queries: str | None = None
) -> dict[str, Any]:
    """Return what this service is, as OpenRefine asks it; with `queries`, the answers to them."""
    if queries is not None:
        return _answers(site, allowed, queries)
    base = address_of(request)
    here = str(request.url).partition("?")[0].rstrip("/")
    return {
        "versions": ["0.2"],
        "name": "On Record",
        "identifierSpace": f"{base}/actors/",
        "schemaSpace": f"{base}/help#actors",
        "defaultTypes": [_type(kind) for kind in ACTOR_KINDS],
        "view": {"url": f"{base}/actors/{{{{id}}}}"},
        "suggest": {"entity": {"service_url": here, "service_path": "/suggest/entity"}},
    }


@router.post("", summary="Answers to `queries`")
def reconcile(allowed: OfAddress, site: OfSite, queries: Annotated[str, Form()]) -> dict[str, Any]:
    """Return the candidates for each of a batch of queries, by its key."""
    return _answers(site, allowed, queries)


@router.get("/suggest/entity", summary="Actors by the beginning of a name")
def suggest(
    allowed: OfAddress, site: OfSite, prefix: str = Query(""), cursor: int = Query(0, ge=0)
) -> dict[str, Any]:
    """Return actors for what somebody types."""
    if not folded_name(prefix):
        return {"result": []}
    found = [
        {"id": row.id, "name": shown(row.name), "notable": [_type(row.kind)]}
        for row in _actors(site, allowed, f"{prefix}*", ())
    ]
    return {"result": found[cursor:]}


def _answers(site: Site, allowed: Token, queries: str) -> dict[str, Any]:
    try:
        asked = json.loads(queries)
    except ValueError as error:
        raise HTTPException(400, f"`queries` is no JSON ({error}).") from error
    if not isinstance(asked, dict) or len(asked) > MOST_QUERIES:
        raise HTTPException(400, f"`queries` is an object of at most {MOST_QUERIES} queries by key.")
    return {key: {"result": list(_candidates(site, allowed, query))} for key, query in asked.items()}


def _candidates(site: Site, allowed: Token, query: Any) -> Iterator[dict[str, Any]]:
    """Yield the actors that a query may mean, the likest first."""
    name = query.get("query") if isinstance(query, Mapping) else None
    if not isinstance(name, str):
        raise HTTPException(400, "Each query has the name that is looked for, under `query`.")
    wanted = folded_name(name)
    kinds = _kinds(query.get("type"))
    limit = query.get("limit")
    most = limit if isinstance(limit, int) and limit > 0 else 5
    words = " OR ".join(f'"{word}"' for word in wanted.split())
    scored = sorted(
        ((_likeness(wanted, row), row) for row in _actors(site, allowed, words, kinds)),
        key=lambda pair: (-pair[0], pair[1].id),
    )
    meant = [row for _, row in scored if _may_be_called(wanted, row)]
    for score, row in scored[:most]:
        if score >= LEAST_SCORE:
            yield {
                "id": row.id,
                "name": shown(row.name),
                "type": [_type(row.kind)],
                "score": round(score, 1),
                "match": score == SAME and meant == [row],
            }


def _actors(site: Site, allowed: Token, words: str, kinds: tuple[str, ...]) -> Iterator[Actor]:
    """Yield actors with any of some words in their names, those mentioned most often first."""
    if not words:
        return
    query = RowQuery(type="actor", kinds=kinds, words=words, order="weight", limit=MOST_CANDIDATES)
    for entry in site.catalogue.page(query).entries:
        if isinstance(entry.row, Actor) and _may_see(entry.row, allowed):
            yield entry.row


def _may_see(row: Actor, allowed: Token) -> bool:
    return not row.private or allowed.allows("private")


def _may_be_called(wanted: str, row: Actor) -> bool:
    """Tell whether all words of a name stand in one name of an actor, as a family name does."""
    words = set(wanted.split())
    return any(words <= set(folded_name(name).split()) for name in (row.name, *row.aliases))


def _likeness(wanted: str, row: Actor) -> float:
    """Return how alike a name is to the likest of an actor's names: 100 only where it is the same."""
    likest = 0.0
    for name in map(folded_name, (row.name, *row.aliases)):
        if name == wanted:
            return SAME
        likest = max(likest, min(99.0, fuzz.token_sort_ratio(wanted, name)))
    return likest


def _kinds(asked: Any) -> tuple[str, ...]:
    given = asked if isinstance(asked, list) else [asked]
    return tuple(kind for kind in given if kind in ACTOR_KINDS)


def _type(kind: str) -> dict[str, str]:
    return {"id": kind, "name": kind.capitalize()}
