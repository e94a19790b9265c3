"""The review: a queue of rows, decisions on them, what was decided, and what lost its row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from onrecord.record.anchoring import kept_row
from onrecord.record.decisions import ACTIONS, Decision
from onrecord.types.review import Past
from onrecord.types.rows import Row
from onrecord.web.errors import not_understood
from onrecord.web.fields import anchors_shown
from onrecord.web.permissions import check_may
from onrecord.web.rendering import page
from onrecord.web.review_queue import ORDER, TITLES, Asked, next_in
from onrecord.web.reviewing import (
    PLACES,
    back_to,
    check_may_undo,
    id_in,
    in_context,
    needed_for,
    number_in,
    value_of,
)
from onrecord.web.security import posted
from onrecord.web.site import Site

QUEUE = "/review"
HISTORY = "/review/history"
AT_ONCE = 50
"""Decisions on one page of the history."""


def show_queue(request: Request) -> Response:
    """Show the next row that waits for a review, with its words in context."""
    site: Site = request.app.state.site
    if request.query_params.get("disagreed") == "yes":
        return _show_disagreed(request, site)
    asked = Asked.of(request.query_params)
    found = next_in(site, asked)
    row = found.row
    skip = None
    if row is not None:
        skip = _with(QUEUE, {**asked.query, "from": found.step, "after": found.after or ""})
    here = _with(QUEUE, asked.query)
    return page(
        request,
        "review.html",
        row=row,
        step=found.step,
        left=found.left,
        asked=asked,
        titles=TITLES,
        order=ORDER,
        skip=skip,
        review_back=skip if asked.every and skip else here,
        places=[in_context(site, anchor) for anchor in anchors_shown(row)[:PLACES]] if row else [],
        more=max(0, len(anchors_shown(row)) - PLACES) if row else 0,
        done=_done(request, site),
        by_step=lambda step: _with(QUEUE, {**asked.query, "type": step, "from": "", "after": ""}),
    )


def _with(path: str, query: dict[str, str]) -> str:
    kept = {name: value for name, value in query.items() if value}
    return f"{path}?{urlencode(kept)}" if kept else path


def _show_disagreed(request: Request, site: Site) -> Response:
    """Show where reviewers decided differently, with what holds meanwhile and how to settle it."""
    past = {one.id: one for one in site.record.history()}
    found = [(one, *_row_of(site, past[one.sides[-1].id])) for one in site.record.disagreements()]
    return page(request, "review_disagreed.html", found=found)


def settle(request: Request, form: FormData) -> Response:
    """Enter which of decisions that differ holds."""
    site: Site = request.app.state.site
    number = number_in(form.get("decision"))
    if number is None:
        not_understood("Say which decision holds, by its number.")
    with site.deciding(request) as record:
        made = record.settle(number, str(form.get("why") or ""))
    return _led_back(site, form, made)


@dataclass(frozen=True, slots=True)
class Done:
    """A decision that has just been entered, and the row it is on, as it is or was."""

    past: Past
    row: Row | None


def _done(request: Request, site: Site) -> Done | None:
    """Return the decision that a form has just entered."""
    number = number_in(request.query_params.get("done"))
    past = next((past for past in site.record.history() if past.id == number), None) if number else None
    return Done(past, _row_of(site, past)[0]) if past else None


def decide(request: Request, form: FormData) -> Response:
    """Enter a decision and lead back to where its form stood."""
    site: Site = request.app.state.site
    action, row = str(form.get("action") or ""), str(form.get("row") or "")
    if form.get("decision") and not action:
        return undo(request, form)
    if action not in ACTIONS or action in ("undo", "add", "correct", "judge", "settle"):
        not_understood(f"{action!r} is no decision that this form can send.")
    value = value_of(action, form)
    check_may(request, needed_for(site, row, action, value))
    with site.deciding(request) as record:
        made = record.decide(row, action, value, str(form.get("why") or "").strip())
    return _led_back(site, form, made)


def undo(request: Request, form: FormData) -> Response:
    """Enter that a decision no longer holds."""
    site: Site = request.app.state.site
    number = number_in(form.get("decision"))
    if number is None:
        not_understood("Say which decision to undo, by its number.")
    check_may_undo(request, site, number)
    with site.deciding(request) as record:
        made = record.undo(number, str(form.get("why") or "").strip())
    return _led_back(site, form, made)


def again(request: Request, form: FormData) -> Response:
    """Enter an orphaned decision on another row, and undo the one that lost its row."""
    site: Site = request.app.state.site
    number, row = str(form.get("decision") or ""), id_in(str(form.get("row") or ""))
    lost = next((one.decision for one in site.record.orphaned() if str(one.decision.id) == number), None)
    if lost is None:
        not_understood("This decision is not orphaned, or not any more.")
    check_may(request, needed_for(site, row, lost.action, lost.value))
    with site.deciding(request) as record:
        made = record.decide(row, lost.action, lost.value, lost.why)
        record.undo(lost.id, f"entered again on {row} as decision {made.id}")
    return _led_back(site, form, made)


def _led_back(site: Site, form: FormData, made: Decision) -> Response:
    """Lead to where a form stood; where the row is shown no more, to its history."""
    back = back_to(form.get("back"), f"/rows/{made.row}")
    parts = urlsplit(back)
    stays = parts.path.startswith(QUEUE) or site.catalogue.entry(made.row) is not None
    query = [(name, value) for name, value in parse_qsl(parts.query) if name != "done"]
    if not stays:
        return RedirectResponse(_with(HISTORY, {"row": made.row, "done": str(made.id)}), 303)
    if parts.path.startswith(QUEUE):
        query.append(("done", str(made.id)))
    address = parts.path + (f"?{urlencode(query)}" if query else "")
    return RedirectResponse(address + (f"#{parts.fragment}" if parts.fragment else ""), 303)


def show_history(request: Request) -> Response:
    """Show what was decided, the last first."""
    site: Site = request.app.state.site
    query = {name: request.query_params.get(name, "") for name in ("row", "who", "action", "state", "before")}
    every = site.record.history()
    chosen = [past for past in every if _is_asked(site, past, query)]
    before = number_in(query["before"])
    if before is not None:
        chosen = [past for past in chosen if past.id < before]
    shown = chosen[:AT_ONCE]
    older = _with(HISTORY, {**query, "before": str(shown[-1].id)}) if len(chosen) > AT_ONCE else None
    return page(
        request,
        "review_history.html",
        decided=[(past, _row_of(site, past)) for past in shown],
        total=len(every),
        query=query,
        people=sorted({past.who for past in every}),
        actions=[action for action in ACTIONS if any(past.action == action for past in every)],
        older=older,
        newest=_with(HISTORY, {**query, "before": ""}) if query["before"] else None,
        done=_done(request, site),
        back=_with(HISTORY, query),
    )


def _is_asked(site: Site, past: Past, query: dict[str, str]) -> bool:
    return (
        (not query["row"] or site.record.shown_as(query["row"]) == site.record.shown_as(past.row))
        and (not query["who"] or past.who == query["who"])
        and (not query["action"] or past.action == query["action"])
        and (not query["state"] or past.state == query["state"])
    )


def _row_of(site: Site, past: Past) -> tuple[Row | None, bool]:
    """Return the row a decision is on and whether it is shown; else the row as it was then."""
    entry = site.catalogue.entry(past.row)  # of what thousands of documents tell of, no more than is shown
    row = entry.row if entry else site.record.row(past.row)
    if row is not None:
        return row, True
    made = next((made for made in site.record.decisions(past.row)[:1]), None)
    return (kept_row(made) if made else None), False


def show_orphaned(request: Request) -> Response:
    """Show the decisions that find nothing to hold on, with what to do."""
    site: Site = request.app.state.site
    past = {one.id: one for one in site.record.history()}
    found = [
        (past[orphan.decision.id], kept_row(orphan.decision), orphan.reason)
        for orphan in site.record.orphaned()
    ]
    documents = {
        document for _, row, _ in found if row for document in {one.document for one in row.anchors()}
    }
    shown: dict[str, Any] = {one: site.record.document(one) for one in documents}
    return page(
        request,
        "review_orphaned.html",
        orphaned=found,
        documents={one: row for one, row in shown.items() if row is not None},
        done=_done(request, site),
    )


routes = [
    Route(QUEUE, show_queue),
    Route(HISTORY, show_history),
    Route("/review/orphaned", show_orphaned),
    Route("/review/decide", posted(decide), methods=["POST"]),
    Route("/review/settle", posted(settle), methods=["POST"]),
    Route("/review/undo", posted(undo), methods=["POST"]),
    Route("/review/again", posted(again), methods=["POST"]),
]
