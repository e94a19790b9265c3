"""Who said what: actors, and of each its names, words, asks, numbers and deeds, with how they are known."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from onrecord.export.lists import ACTORS
from onrecord.record.catalogue import RowQuery
from onrecord.record.decisions import DecisionCannotBeMade
from onrecord.types.judgements import VERDICTS
from onrecord.types.rows import Actor
from onrecord.web.errors import not_found, not_understood
from onrecord.web.ledger import AskShown
from onrecord.web.listing import Filter, listed, narrowed, whole
from onrecord.web.meanings import meaning
from onrecord.web.people import BRIEF, SECTIONS, RowShown, Section, offices_told, pairs_shown, rows_shown
from onrecord.web.permissions import check_may
from onrecord.web.rendering import actor_url, page
from onrecord.web.reviewing import check_may_undo, needed_for
from onrecord.web.security import posted
from onrecord.web.site import Site
from onrecord.web.taking import csv_of

FILTERS = (
    Filter("kind", "Kind", "kinds"),
    Filter("document", "Document", "document", way="linked"),
    Filter("words", "Name or role", "words", way="words"),
)
QUERY = RowQuery("actor", order="weight")

MEMBERS = 60
"""Members of a group that its page lists."""


@dataclass(frozen=True, slots=True)
class SectionShown:
    """A section of a page with some of its rows, how many there are, and the page that has them all."""

    section: Section
    rows: list[AskShown] | list[RowShown]
    total: int
    exact: bool
    url: str


def show_actors(request: Request) -> Response:
    """Show the actors, those mentioned most first."""
    found = listed(request, QUERY, FILTERS)
    rows = [(entry, entry.row) for entry in found.entries if isinstance(entry.row, Actor)]
    return page(request, "actors.html", listing=found, rows=rows, meaning=meaning)


def take_actors(request: Request) -> Response:
    """Give the list of actors as CSV."""
    site: Site = request.app.state.site
    query, _ = narrowed(QUERY, FILTERS, request.query_params)
    ids = (entry.row.id for entry in whole(site, query))
    rows = (row for row in map(site.record.row, ids) if isinstance(row, Actor))
    return csv_of(site, ACTORS, rows, "actors")


def show_actor(request: Request) -> Response:
    """Show one actor: some of each section, or all of the one that the address names."""
    site: Site = request.app.state.site
    row, mentions = _actor(request)
    if row.id != request.path_params["id"]:
        return RedirectResponse(actor_url(row.id), 303)
    chosen = next((each for each in SECTIONS if each.name == request.query_params.get("show")), None)
    context: dict[str, Any] = {"row": row, "sections": SECTIONS, "chosen": chosen, "meaning": meaning}
    if chosen is not None:
        found = listed(request, chosen.query(row), chosen.filters, kept=("show",), in_record=0)
        shown = rows_shown(site, chosen, found.entries, row.id)
        return page(request, "actor_section.html", listing=found, shown=shown, **context)
    members = site.catalogue.beginning(
        RowQuery("actor", actors=frozenset((row.id,)), role="member_of", limit=MEMBERS)
    )
    return page(
        request,
        "actor.html",
        parts=[part for part in (_brief(site, each, row) for each in SECTIONS) if part.rows],
        mentions=mentions,
        members=[entry.row.id for entry in members.entries],
        more_members=members.total - len(members.entries),
        offices=list(offices_told(row)),
        pairs=pairs_shown(site, row),
        **context,
    )


def _brief(site: Site, section: Section, row: Actor) -> SectionShown:
    found = site.catalogue.beginning(replace(section.query(row), limit=BRIEF))
    shown = rows_shown(site, section, found.entries, row.id)
    return SectionShown(section, shown, found.total, found.exact, f"{actor_url(row.id)}?show={section.name}")


def _actor(request: Request) -> tuple[Actor, int]:
    """Return the actor that an address names with its first mentions, and how many it has in all."""
    entry = request.app.state.site.catalogue.entry(request.path_params["id"])
    if entry is None or not isinstance(entry.row, Actor):
        not_found("There is no such actor in this record.")
    return entry.row, entry.mentions


@posted
def judge(request: Request, form: FormData) -> Response:
    """Enter whether this actor and another are one."""
    site: Site = request.app.state.site
    (row, _), other, verdict = _actor(request), str(form.get("other", "")), str(form.get("verdict", ""))
    if verdict not in VERDICTS:
        not_understood("Choose whether they are the same, not the same, or left open.")
    check_may(request, needed_for(site, row.id, "judge", {"other": other, "verdict": verdict}))
    with site.deciding(request) as record:
        record.judge(row.id, other, verdict, str(form.get("why", "")).strip())
    return RedirectResponse(f"{actor_url(row.id)}#may-be", 303)


@posted
def undo(request: Request, form: FormData) -> Response:
    """Take the last judgement on this actor and another back."""
    site: Site = request.app.state.site
    decision = str(form.get("decision", ""))
    if not decision.isascii() or not decision.isdigit():
        raise DecisionCannotBeMade("There is no such judgement to take back.")
    row, _ = _actor(request)
    check_may_undo(request, site, int(decision))
    with site.deciding(request) as record:
        record.undo(int(decision), str(form.get("why", "")).strip())
    return RedirectResponse(f"{actor_url(row.id)}#may-be", 303)


routes = [
    Route("/actors", show_actors),
    Route("/actors.csv", take_actors),
    Route("/actors/{id}", show_actor),
    Route("/actors/{id}/judge", judge, methods=["POST"]),
    Route("/actors/{id}/undo", undo, methods=["POST"]),
]
