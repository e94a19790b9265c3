"""Papers whose numbers are read as figures, for tests of what compares them."""

from __future__ import annotations

from onrecord.resolve.figures_claims import Claim, claim_reader
from onrecord.types.identity import row_id
from onrecord.types.rows import DocumentLink, Event, Figure, Statement
from onrecord.types.spans import Evidence
from tests.resolve.papers import Paper

_LIMITS = {"at_least": (0, None), "more_than": (1, None), "at_most": (None, 0), "less_than": (None, -1)}


def _limits(number: int | None, bound: str) -> tuple[int | None, int | None]:
    if number is None:
        return None, None
    low, high = _LIMITS.get(bound, (0, 0))
    return None if low is None else number + low, None if high is None else number + high


def counts(
    paper: Paper,
    words: str,
    number: int | None,
    bound: str = "exact",
    *,
    date: str | None = None,
    measure: str = "flow",
    place: str | None = None,
    origin: str | None = None,
    said: Statement | None = None,
    basis: str | None = None,
    limits: tuple[int, int] | None = None,
) -> Figure:
    """Add a figure on `words`, its value parted from what is counted by `|`: "more than 340|families"."""
    value, _, counted = words.partition("|")
    anchor = paper.words(words.replace("|", " ") if counted else value)
    start = anchor.start
    low, high = limits or _limits(number, bound)
    row = Figure(
        row_id("figure", paper.id, anchor.start, anchor.end),
        paper.id,
        anchor,
        Evidence(paper.id, start, start + len(value), value),
        low,
        high,
        bound,
        counted=counted or None,
        measure=measure,
        date=date,
        chain=(origin, paper.id) if origin else (paper.id,),
        statement=said.id if said else None,
        number=number,
        place=place,
        date_basis=basis or ("stated" if date else None),
    )
    paper.rows.append(row)
    return row


def happens(
    paper: Paper, words: str, *figures: Figure, kind: str = "HARM.KILLING", factuality: str = "past"
) -> Event:
    """Add an event on `words` that some figures count in."""
    place = paper.words(words)
    row = Event(
        row_id("event", paper.id, kind, place.start), kind, (place,), factuality,
        date=figures[0].date if figures else None, figures=tuple(figure.id for figure in figures),
    )  # fmt: skip
    paper.rows.append(row)
    return row


def links(one: Paper, kind: str, other: Paper, *evidence: Evidence) -> DocumentLink:
    """Return a link from one paper to another."""
    return DocumentLink(
        row_id("document_link", one.id, kind, other.id), one.id, kind, other.id, None, evidence
    )


def claim_of(paper: Paper, figure: Figure) -> Claim:
    """Return a figure of a paper as it is compared."""
    found = paper.findings()
    events = [row for row in found.rows if isinstance(row, Event)]
    [claim] = claim_reader().claims(found.row, found.text, [figure], events)
    return claim
