"""Rows, texts and search."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request

from onrecord.record.tokens import Token
from onrecord.web.answers import LONGEST_TEXT, MOST_HITS, Answers
from onrecord.web.api.access import OfSite, Reading, address_of
from onrecord.web.asked import Asked
from onrecord.web.site import Site

router = APIRouter(tags=["reading"])


def answers_for(request: Request, site: Site, token: Token) -> Answers:
    """Return the answers of a site as far as a token may see them."""
    return Answers(site, address_of(request), private=token.allows("private"))


def answering(request: Request, token: Reading, site: OfSite) -> Answers:
    """Return the answers that a request with a token for reading gets."""
    return answers_for(request, site, token)


Given = Annotated[Answers, Depends(answering)]
Id = Annotated[str, Path(alias="id")]


@router.get("/record", summary="What the record holds")
def record(given: Given) -> dict[str, Any]:
    """Return how many rows there are of each type, and the date of the latest document."""
    return given.record()


@router.get("/rows", summary="Rows of one type, a page at a time")
def rows(given: Given, asked: Annotated[Asked, Query()]) -> dict[str, Any]:
    """Return rows as the contract writes them, with `total` and the cursor `after` that leads to the next."""
    return given.rows(asked.query())


@router.get("/rows/{id}", summary="One row and what it is tied to")
def row(given: Given, named: Id) -> dict[str, Any]:
    """Return a row with `related`: its siblings, what it stands in, what stands on it."""
    return given.row(named)


@router.get("/documents/{id}/text", summary="Exact words of a document")
def text(
    given: Given,
    named: Id,
    start: Annotated[int, Query(ge=0)] = 0,
    end: Annotated[int, Query(ge=1)] = LONGEST_TEXT,
) -> dict[str, Any]:
    """Return the words from one character to another, counted in code points, as an anchor."""
    return given.words(named, start, end)


@router.get("/documents/{id}/quote", summary="Prove a quotation")
def quote(given: Given, named: Id, words: str) -> dict[str, Any]:
    """Return every place where a document has exactly these words."""
    return given.quote(named, words)


@router.get("/search", summary="Passages")
def search(given: Given, words: str, limit: Annotated[int, Query(ge=1, le=MOST_HITS)] = 20) -> dict[str, Any]:
    """Return the passages that fit best, the best first."""
    return given.search(words, limit)
