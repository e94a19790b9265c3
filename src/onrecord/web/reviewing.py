"""What the pages of a review say of rows and decisions, and what their forms send."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

from starlette.requests import Request

from onrecord.record.decisions import DecisionCannotBeMade
from onrecord.record.disagreeing import Disagreement, disagreements_in
from onrecord.types.review import (
    STANDARDS,
    Past,
    RowReview,
)
from onrecord.types.rows import Actor, DocumentRow, Row
from onrecord.types.spans import Evidence
from onrecord.web.permissions import check_may
from onrecord.web.site import Site

CONTEXT = 260
"""Characters before and after a row's words that the queue shows."""

PLACES = 4
"""Places of a row that are shown in their context."""

TOGETHER = 20
"""Rows shown as one that a panel lists."""


@dataclass(frozen=True, slots=True)
class Panel:
    """What the panel of one row shows: its review, what can be undone at once, and which rows it unites."""

    review: RowReview
    last: Past | None
    together: tuple[Row, ...]
    proposed: tuple[str, ...]
    mergeable: bool
    private: bool
    confidentiality: str | None
    disagreed: tuple[Disagreement, ...]


def panel_of(site: Site, row: Row) -> Panel:
    """Return the panel of a row."""
    review = site.record.review(row.id)
    last = next((past for past in review.history if past.holds and past.action != "undo"), None)
    return Panel(
        review,
        last,
        site.record.led_to(row.id, TOGETHER),
        row.possible_same if isinstance(row, Actor) else (),
        not isinstance(row, DocumentRow),
        isinstance(row, Actor) and row.private,
        site.record.class_of(row.id) if isinstance(row, DocumentRow) else None,
        tuple(disagreements_in(review)),
    )


@dataclass(frozen=True, slots=True)
class InContext:
    """Words as they stand in their document, with what is before and after them."""

    anchor: Evidence
    before: str
    after: str


def in_context(site: Site, anchor: Evidence) -> InContext:
    """Return words with their context, cut between two words."""
    text = site.record.text(anchor.document)
    first = max(0, anchor.start - CONTEXT)
    last = min(len(text), anchor.end + CONTEXT)
    before, after = text[first : anchor.start], text[anchor.end : last]
    if first > 0 and " " in before:
        before = "…" + before[before.index(" ") :]
    if last < len(text) and " " in after:
        after = after[: after.rindex(" ") + 1] + "…"
    return InContext(anchor, before, after)


def id_in(given: str) -> str:
    """Return the id of the row that an id, or the address of a card or of the reader, means.

    >>> id_in(" s-00aa "), id_in("http://127.0.0.1:8321/rows/s-00aa"), id_in("/documents/d-1?row=s-00aa#x")
    ('s-00aa', 's-00aa', 's-00aa')
    """
    parts = urlsplit(given.strip())
    asked = parse_qs(parts.query).get("row")
    return asked[0] if asked else last_of(given)


def last_of(given: str) -> str:
    """Return the id at the end of an address without its query, or the id that stands alone.

    >>> last_of("/documents/d-1?row=s-00aa"), last_of("d-1")
    ('d-1', 'd-1')
    """
    return urlsplit(given.strip()).path.rstrip("/").rpartition("/")[2]


def back_to(given: object, otherwise: str) -> str:
    """Return the address on this site that a form came from, `otherwise` where it is none."""
    if isinstance(given, str) and given.startswith("/") and not given.startswith(("//", "/\\")):
        parts = urlsplit(given)
        if not parts.scheme and not parts.netloc and "\\" not in given and "\n" not in given:
            return given
    return otherwise


def number_in(given: object) -> int | None:
    """Return the whole number that a form or an address gives, None where it is none.

    >>> number_in("480"), number_in("²"), number_in("9" * 5000), number_in(None)
    (480, None, None, None)
    """
    told = str(given or "")
    return int(told) if told.isascii() and told.isdigit() and len(told) < 12 else None


_TELLS_WHO = frozenset(("name", "aliases", "mentions", "identifiers", "private"))
"""Fields of an actor from which it is known what to mask."""


def needed_for(site: Site, row: str, action: str, value: Any = None, *, undoing: bool = False) -> str:
    """Return the permission that a decision on a row needs, or that to undo it does.

    What ends the masking of a private person needs what to release it does, under whatever name it goes.
    """
    if action in ("classify", "settle"):
        return action
    if action in ("release", "unrelease") or _may_unmask(site, row, action, value, undoing=undoing):
        return "release"
    return "review"


def _may_unmask(site: Site, row: str, action: str, value: Any, *, undoing: bool) -> bool:
    """Tell whether somebody masked might be named after a decision: hidden, renamed, or one with others."""
    told = value if isinstance(value, Mapping) else {}
    if action == "reject" or (action == "add" and undoing):
        return _is_masked(site, row)
    if action == "correct":
        return told.get("field") in _TELLS_WHO and _is_masked(site, row)
    apart = action == "split" or told.get("verdict") == "negative"
    if action in ("merge", "judge", "split") and (undoing or not apart):
        return _is_masked(site, row) != _is_masked(site, str(told.get("other")))
    return False


def _is_masked(site: Site, id_: str) -> bool:
    row = site.record.row(id_) if id_.startswith("a-") else None
    private = isinstance(row, Actor) and row.private
    return private and site.record.shown_as(id_) not in site.record.released()


def check_may_undo(request: Request, site: Site, decision: int) -> None:
    """Raise a refusal where who asks may not take a decision back: to undo it needs what to make it did."""
    made = {each.id: each for each in site.record.decisions()}
    undone = made.get(decision)
    while undone is not None and undone.undoes is not None:
        undone = made.get(undone.undoes)
    if undone is None:
        check_may(request, "review")
    else:
        check_may(request, needed_for(site, undone.row, undone.action, undone.value, undoing=True))


def value_of(action: str, form: Mapping[str, Any]) -> Any:
    """Return the value of a decision from the fields of its form; raises DecisionCannotBeMade."""
    if action in ("merge", "split"):
        other = id_in(str(form.get("other") or ""))
        if not other:
            raise DecisionCannotBeMade(
                f"Say which other row to {action}: its id, or the address of its card."
            )
        return {"other": other}
    if action == "grade":
        return {"source": form.get("source"), "item": form.get("item")}
    if action == "assess":
        return {"standard": form.get("standard", STANDARDS[0]), "finding": str(form.get("finding") or "")}
    if action == "classify":
        return str(form.get("class") or "")
    if action == "note":
        return str(form.get("text") or "")
    return None
